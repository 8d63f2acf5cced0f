using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class TokenDeadlines
{
    /// <summary>
    /// Does a token carry a deadline? Known sources only: no token, the host's stopping token, a source of this body or type
    /// with or without a timeout, a server call's own token. A token that comes from a caller is unknown.
    /// </summary>
    public Bound BoundOfToken(IOperation token)
    {
        var value = values.ValueOf(token);
        if (constants.IsNothing(value))
        {
            return Bound.No("no token is passed");
        }

        switch (value)
        {
            case IObjectCreationOperation { Arguments.IsEmpty: true } creation when types.IsToken(creation.Type):
                return Bound.No("no token is passed");
            case IParameterReferenceOperation parameter when IsStoppingToken(parameter.Parameter):
                return Bound.No($"'{parameter.Parameter.Name}' is cancelled when the host stops, which is not a deadline");
            case IParameterReferenceOperation parameter:
                return PipelineTokenBound(parameter);
            case IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source }
                when SymbolEqualityComparer.Default.Equals(source.Type, types.CancellationTokenSource):
                return BoundOfSource(source);
            case IPropertyReferenceOperation { Property: { Name: "CancellationToken", ContainingType: { } owner } }
                when SymbolEqualityComparer.Default.Equals(owner, types.ServerCallContext):
                return Bound.Yes("the server call's token carries its deadline");
            case IPropertyReferenceOperation
            {
                Property:
                {
                    Name: "ApplicationStopping" or "ApplicationStopped" or "ApplicationStarted",
                    ContainingType.Name: "IHostApplicationLifetime"
                }
            }:
                return Bound.No("the host's lifetime token is not a deadline");
            case IPropertyReferenceOperation { Property: { Name: "RequestAborted", ContainingType: { } owner } }
                when project.IsStrict && SymbolEqualityComparer.Default.Equals(owner, types.HttpContext):
                return Bound.No("'RequestAborted' is cancelled when the client disconnects, which is not a deadline");
            default:
                return Bound.Unknown;
        }
    }

    private Bound BoundOfSource(IOperation source)
    {
        var created = values.ValueOf(source);
        var bound = created switch
        {
            IObjectCreationOperation { Arguments.IsEmpty: true } => Bound.No("its source has no timeout"),
            IObjectCreationOperation creation => constants.IsEndless(values.ValueOf(creation.Arguments[0].Value))
                ? Bound.No("its source has no timeout")
                : Bound.Yes("its source has a timeout"),
            IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked
                when SymbolEqualityComparer.Default.Equals(linked.TargetMethod.ContainingType, types.CancellationTokenSource) =>
                BoundOfLinked(linked),
            IInvocationOperation { TargetMethod.Name: "CreateCancellationTokenSource" } => Bound.Yes("its source has a timeout"),
            _ => Bound.Unknown,
        };

        return bound.Answer == Bounded.No && MayBeCancelledLater(source) ? Bound.Unknown : bound;
    }

    public Bound BoundOfLinked(IInvocationOperation linked)
    {
        var all = Bound.No("none of the linked tokens carries a deadline");
        foreach (var argument in linked.Arguments)
        {
            foreach (
                var token in argument.Value is IArrayCreationOperation { Initializer: { } elements }
                    ? elements.ElementValues
                    : System.Collections.Immutable.ImmutableArray.Create(argument.Value)
            )
            {
                var bound = BoundOfToken(token);
                if (bound.Answer == Bounded.Yes)
                {
                    return bound;
                }

                all = bound.Answer == Bounded.Unknown ? bound : all;
            }
        }

        return all;
    }

    /// <summary>
    /// A source without a timeout of its own may still get one (<c>CancelAfter</c>), or be cancelled by whoever it is given to;
    /// only one whose every use in sight reads its token, cancels or disposes it is known to have no deadline.
    /// </summary>
    private bool MayBeCancelledLater(IOperation source)
    {
        if (Values.Unwrap(source) is not ILocalReferenceOperation local)
        {
            return true;
        }

        foreach (var operation in Values.RootOf(source).Descendants())
        {
            if (
                operation is ILocalReferenceOperation use
                && SymbolEqualityComparer.Default.Equals(use.Local, local.Local)
                && use.Parent
                    is not (
                        IPropertyReferenceOperation { Property.Name: "Token" or "IsCancellationRequested" }
                        or IInvocationOperation { TargetMethod.Name: "Dispose" }
                    )
            )
            {
                return true;
            }
        }

        return false;
    }

    private bool IsStoppingToken(IParameterSymbol parameter) =>
        types.IsToken(parameter.Type)
        && parameter.ContainingSymbol is IMethodSymbol { Name: "ExecuteAsync", OverriddenMethod: { } overridden }
        && SymbolEqualityComparer.Default.Equals(Outermost(overridden).ContainingType, types.BackgroundService);

    private static IMethodSymbol Outermost(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } overridden)
        {
            method = overridden;
        }

        return method;
    }
}

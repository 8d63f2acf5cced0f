using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Deadlines
{
    /// <summary>What ends the wait for this call: its own deadline or token, a pipeline around it, the client's default, or
    /// nothing.</summary>
    public Bound BoundOf(RemoteCall call)
    {
        var own = DeadlineArgumentOf(call);
        if (own.Answer != Bounded.No)
        {
            return own;
        }

        var token = TokenArgumentOf(call);
        if (token.Answer != Bounded.No)
        {
            return token;
        }

        if (call.Api.Streaming && HasToken(call))
        {
            return Bound.Yes("a token ends the stream");
        }

        if (tokenDeadlines.PipelineTimeoutAround(call) is { Answer: not Bounded.No } pipeline)
        {
            return pipeline;
        }

        if (WaitsElsewhere(call))
        {
            return Bound.Unknown;
        }

        if (!call.Api.NoDefaultDeadline)
        {
            return call.Api.DefaultDeadline is { } duration
                ? Bound.Yes($"{call.Api.Library} waits {DurationText.Of(duration)} by default")
                : Bound.Unknown;
        }

        return SetsDeadlineElsewhere(call) ? Bound.Unknown : Bound.No(token.Evidence.Length > 0 ? token.Evidence : own.Evidence);
    }

    /// <summary>The deadline that the call's own arguments carry.</summary>
    public Bound DeadlineArgumentOf(RemoteCall call)
    {
        if (call.ArgumentFor(call.Api.DeadlineParameter) is not { } argument)
        {
            return Bound.No("");
        }

        var value = values.ValueOf(argument.Value);
        return call.Api.DeadlineMember is null ? DeadlineValue(value) : DeadlineInOptions(value, call.Api.DeadlineMember, hops: 0);
    }

    private Bound DeadlineValue(IOperation value) =>
        constants.IsNothing(value) || constants.IsEndless(value) ? Bound.No("") : Bound.Yes("the call carries a deadline");

    /// <summary>
    /// An options value built in sight: by a constructor whose parameter is the deadline, by an initializer that sets it, or
    /// by a chain of <c>With…</c> calls. Built out of sight it is unknown.
    /// </summary>
    private Bound DeadlineInOptions(IOperation options, string member, int hops)
    {
        options = values.ValueOf(options);
        switch (options)
        {
            case IDefaultValueOperation:
                return Bound.No("");
            case IObjectCreationOperation creation:
                foreach (var argument in creation.Arguments)
                {
                    if (
                        string.Equals(argument.Parameter?.Name, member, StringComparison.OrdinalIgnoreCase)
                        && DeadlineValue(values.ValueOf(argument.Value)).Answer != Bounded.No
                    )
                    {
                        return Bound.Yes("the options carry a deadline");
                    }
                }

                foreach (var argument in creation.Arguments)
                {
                    if (
                        types.IsToken(argument.Value.Type)
                        && tokenDeadlines.BoundOfToken(argument.Value) is { Answer: not Bounded.No } token
                    )
                    {
                        return token;
                    }
                }

                return creation.Initializer is null ? Bound.No("") : Bound.Unknown;
            case IInvocationOperation { Instance: { } receiver } with
                when hops < 16 && SymbolEqualityComparer.Default.Equals(with.Type, receiver.Type):
                if (with.TargetMethod.Name == "With" + member)
                {
                    return with.Arguments.Length == 1 ? DeadlineValue(values.ValueOf(with.Arguments[0].Value)) : Bound.Unknown;
                }

                if (
                    with.Arguments.Length == 1
                    && types.IsToken(with.Arguments[0].Value.Type)
                    && tokenDeadlines.BoundOfToken(with.Arguments[0].Value) is { Answer: not Bounded.No } linked
                )
                {
                    return linked;
                }

                return DeadlineInOptions(receiver, member, hops + 1);
            default:
                return Bound.Unknown;
        }
    }

    public Bound TokenArgumentOf(RemoteCall call)
    {
        foreach (var argument in call.Invocation.Arguments)
        {
            if (types.IsToken(argument.Parameter?.Type))
            {
                return argument.ArgumentKind == ArgumentKind.DefaultValue ? Bound.No("") : tokenDeadlines.BoundOfToken(argument.Value);
            }
        }

        return Bound.No("");
    }

    public bool HasToken(RemoteCall call)
    {
        foreach (var argument in call.Invocation.Arguments)
        {
            if (
                types.IsToken(argument.Parameter?.Type)
                && argument.ArgumentKind != ArgumentKind.DefaultValue
                && !constants.IsNothing(values.ValueOf(argument.Value))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The answer is awaited under a limit (<c>WaitAsync</c>), raced (<c>WhenAny</c>) or handed on, so what ends the wait is not
    /// in this expression.</summary>
    public static bool WaitsElsewhere(RemoteCall call)
    {
        if (EndsWhereItStands(call))
        {
            return false;
        }

        IOperation value = call.Invocation;
        while (
            value.Parent is IConversionOperation or IParenthesizedOperation or IPropertyReferenceOperation or IConditionalAccessOperation
        )
        {
            value = value.Parent;
        }

        switch (value.Parent)
        {
            case IArgumentOperation:
                return true;
            case IInvocationOperation invocation when invocation.Instance == value:
                return invocation.TargetMethod.Name is "WaitAsync"
                    || invocation is { TargetMethod: { Name: "Wait", Parameters.IsEmpty: false } };
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return IsHandedOn(declarator.Symbol, call.Invocation);
            default:
                return false;
        }
    }

    /// <summary>A blocking call: what is handed on is the answer, which is there by then.</summary>
    private static bool EndsWhereItStands(RemoteCall call) =>
        call.Api.Blocking
        || !(call.Api.Streaming || Symbols.IsTaskLike(call.Invocation.Type) || call.Invocation.Type is { Name: "IAsyncEnumerable" });

    private static bool IsHandedOn(ILocalSymbol local, IOperation anywhereInBody)
    {
        foreach (var operation in Values.RootOf(anywhereInBody).Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local))
            {
                continue;
            }

            IOperation value = reference;
            while (value.Parent is IConversionOperation or IPropertyReferenceOperation or IParenthesizedOperation)
            {
                value = value.Parent;
            }

            if (
                value.Parent
                    is IArgumentOperation
                        or IArrayInitializerOperation
                        or ISimpleAssignmentOperation
                        or IInvocationOperation { TargetMethod.Name: "WaitAsync" }
                || value.Parent?.Kind == OperationKind.None
            )
            {
                return true;
            }
        }

        return false;
    }
}

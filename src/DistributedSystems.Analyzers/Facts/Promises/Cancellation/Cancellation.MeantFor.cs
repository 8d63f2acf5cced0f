using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Cancellation
{
    /// <summary>
    /// The one remote call behind the creation of a source that could take its token and has none, or one that the source is linked to;
    /// null
    /// where there are several or none.
    /// </summary>
    public DroppedToken? MeantFor(ILocalSymbol source, IOperation creation)
    {
        DroppedToken? found = null;
        var linked = values.ValueOf(creation) is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link
            ? link.Descendants().SelectMany(part => Tokens.Linked(part)).ToList()
            : new List<ISymbol>();
        foreach (var operation in (Operations.FunctionAround(creation) ?? Values.RootOf(creation)).Descendants())
        {
            if (
                operation is not IInvocationOperation invocation
                || invocation.Syntax.SpanStart < creation.Syntax.Span.End
                || !IsInScopeOf(source, invocation)
                || Operations.FunctionAround(invocation)?.Syntax != Operations.FunctionAround(creation)?.Syntax
                || remoteCalls.RemoteCallOf(invocation) is not { } call
                || CarriesTokenOtherwise(invocation) && TokenArgument(invocation) is null
            )
            {
                continue;
            }

            var argument = TokenArgument(invocation);
            var passed = argument is null || argument.ArgumentKind == ArgumentKind.DefaultValue ? null : values.ValueOf(argument.Value);
            var isNothing = passed is null || constants.IsNothing(passed);
            var takesIt =
                isNothing
                || (
                    passed is IParameterReferenceOperation { Parameter: var outer }
                    && linked.Contains(outer, SymbolEqualityComparer.Default)
                );
            if (!takesIt || (argument is null ? OverloadWithToken(invocation.TargetMethod) : invocation.TargetMethod) is not { } target)
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = new DroppedToken(
                new TokenInScope(
                    source.Name + ".Token",
                    source,
                    Bound.Yes("its source has a timeout"),
                    System.Collections.Immutable.ImmutableArray<ISymbol>.Empty,
                    IsSure: true
                ),
                passed is null ? invocation : argument!.Value,
                null,
                passed is not null,
                target,
                IsOnly: true
            );
        }

        return found;
    }

    private static bool IsInScopeOf(ILocalSymbol local, IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (
                (ancestor is IBlockOperation block && block.Locals.Contains(local, SymbolEqualityComparer.Default))
                || (ancestor is IUsingOperation resources && resources.Locals.Contains(local, SymbolEqualityComparer.Default))
            )
            {
                return true;
            }
        }

        return false;
    }
}

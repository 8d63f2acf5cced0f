using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Responses
{
    /// <summary>The call whose response a private method is given to read, where neither it nor any of its callers looks at the
    /// status.</summary>
    private RemoteCall? CallGivenFor(IParameterReferenceOperation response, IInvocationOperation read)
    {
        if (
            Values
                .RootOf(read)
                .Descendants()
                .Any(part =>
                    ChecksStatusItself(part)
                    || part is IParameterReferenceOperation { Parent: IArgumentOperation or ISimpleAssignmentOperation } use
                        && SymbolEqualityComparer.Default.Equals(use.Parameter, response.Parameter)
                ) || Operations.FunctionAround(read) is not null
        )
        {
            return null;
        }

        RemoteCall? first = null;
        foreach (var given in functions.ArgumentsPassedFor(response.Parameter))
        {
            var call = Values.Unwrap(given) is ILocalReferenceOperation local
                ? values.UsesOf(local.Local, local).Any(LooksAtIt)
                    ? null
                    : CallsKeptIn(local)
                : CallAwaitedBy(given);
            if (call is null)
            {
                return null;
            }

            first ??= call;
        }

        return first;

        // Given to anybody else, it may be looked at there.
        bool LooksAtIt(ILocalReferenceOperation use) =>
            use.Parent
                is IPropertyReferenceOperation { Property.Name: "StatusCode" or "IsSuccessStatusCode" }
                    or IInvocationOperation { TargetMethod.Name: "EnsureSuccessStatusCode" }
                    or IReturnOperation
                    or IIsPatternOperation
            || (
                use.Parent is IArgumentOperation { Parent: IInvocationOperation taker }
                && !SymbolEqualityComparer.Default.Equals(
                    taker.TargetMethod.OriginalDefinition,
                    response.Parameter.ContainingSymbol.OriginalDefinition
                )
            );
    }
}

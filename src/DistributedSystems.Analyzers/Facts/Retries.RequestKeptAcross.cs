using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>The name of the variable whose one request message every attempt sends; null where an attempt makes its own, or that is not known.</summary>
    public string? RequestKeptAcross(RetryScope retry, IInvocationOperation call)
    {
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "request") is not { } argument)
        {
            return null;
        }

        if (RepeatedBy(retry, call) is not { } repeated)
        {
            return null;
        }

        switch (Values.Unwrap(argument.Value))
        {
            case ILocalReferenceOperation { Local: var local } reference:
                var writes = Values.WritesTo(reference);
                return writes.Complete
                    && writes.Values.All(written => Values.Unwrap(written) is IObjectCreationOperation)
                    && local.DeclaringSyntaxReferences.All(declaration => !repeated.Span.Contains(declaration.Span))
                    && writes.Values.All(written => !repeated.Span.Contains(written.Syntax.Span))
                        ? local.Name
                        : null;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                return parameter.DeclaringSyntaxReferences.All(declaration => !repeated.Span.Contains(declaration.Span))
                    && !Values.RootOf(call).Descendants().Any(part => part is IAssignmentOperation { Target: IParameterReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Parameter, parameter))
                        ? parameter.Name
                        : null;
            default:
                return null;
        }
    }
}

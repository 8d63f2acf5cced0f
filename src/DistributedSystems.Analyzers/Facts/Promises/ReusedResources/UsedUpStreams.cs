using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>
/// Streams from before a retry that its attempts read from or write into: the second begins where the failed one has stopped, and content around a
/// stream closes it.
/// </summary>
internal sealed class UsedUpStreams(WellKnownTypes types, RemoteCalls remoteCalls)
{
    /// <summary>Could a call use one at all?</summary>
    public bool MayUse(IInvocationOperation call) =>
        types.Stream is { } streams
        && (
            call.Arguments.Any(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, streams))
            || SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.HttpClient)
        );

    /// <summary>The streams that an attempt at a call reads or fills: those it is given, and those in the content that the repeated code makes
    /// for it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="repeated">The code of one attempt.</param>
    public IEnumerable<(IOperation Stream, string Why)> UsedBy(IInvocationOperation call, SyntaxNode repeated)
    {
        if (remoteCalls.OperationOf(call) is not { Api.Remote: true } || types.Stream is not { } streams)
        {
            yield break;
        }

        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && SymbolEqualityComparer.Default.Equals(parameter.Type, streams))
            {
                yield return (argument.Value, "the failed attempt leaves it somewhere in the middle");
            }
        }

        if (types.HttpContent is null || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.HttpClient))
        {
            yield break;
        }

        foreach (var operation in Values.RootOf(call).Descendants())
        {
            if (
                operation is IObjectCreationOperation { Type: { Name: "StreamContent" } content, Arguments: { Length: > 0 } made }
                && Symbols.DerivesFrom(content, types.HttpContent)
                && repeated.Span.Contains(operation.Syntax.Span)
                && Operations.FunctionAround(operation)?.Syntax == Operations.FunctionAround(call)?.Syntax
            )
            {
                yield return (made[0].Value, "the content of the failed attempt has read it, and closes it when it is disposed");
            }
        }
    }

    /// <summary>The repeated code rewinds it, or gives it to somebody else, who may.</summary>
    public bool IsRewound(IOperation stream, SyntaxNode repeated) =>
        Values
            .RootOf(stream)
            .Descendants()
            .Any(part =>
                repeated.Span.Contains(part.Syntax.Span)
                && SameExpression.Are(part, Values.Unwrap(stream))
                && part.Parent switch
                {
                    IPropertyReferenceOperation { Property.Name: "Position", Parent: IAssignmentOperation } => true,
                    IInvocationOperation { TargetMethod.Name: "Seek" or "SetLength" } seek => seek.Instance == part,
                    IAssignmentOperation assignment => assignment.Target == part,
                    IArgumentOperation { Parent: IInvocationOperation given } => remoteCalls.ApiOf(given.TargetMethod) is null,
                    _ => false,
                }
            );
}

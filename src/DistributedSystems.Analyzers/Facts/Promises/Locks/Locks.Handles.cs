using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Locks
{
    /// <summary>
    /// The uses of a lock on the other side of a handle: an object of the project that is made with the name of what was taken, and gives it back
    /// later.
    /// </summary>
    private IEnumerable<RemoteCall> UsesThroughHandle(RemoteCall call, IOperation resource, bool isStep) =>
        UnderConversions(resource) is IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol made } key }
        && made.MethodKind == MethodKind.Constructor
            ? functions
                .CreationsBy(made)
                .SelectMany(creation =>
                    creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == key.Ordinal) is { } given
                        ? UsesIn(new[] { Values.RootOf(creation).Syntax }, other => IsSameResource(given.Value, other), isStep)
                        : Enumerable.Empty<RemoteCall>()
                )
            : Values
                .RootOf(call.Invocation)
                .Descendants()
                .OfType<IObjectCreationOperation>()
                .Where(creation => creation.Type is { } handle && models.Declare(handle))
                .SelectMany(static creation => creation.Arguments)
                .Where(argument => argument.Parameter is not null && IsSameResource(resource, argument.Value))
                .SelectMany(argument =>
                    UsesIn(
                        argument.Parameter!.ContainingType.DeclaringSyntaxReferences.Select(static part => part.GetSyntax()),
                        other =>
                            UnderConversions(other) is IParameterReferenceOperation { Parameter: var kept }
                            && SymbolEqualityComparer.Default.Equals(kept, argument.Parameter.OriginalDefinition),
                        isStep
                    )
                );
}

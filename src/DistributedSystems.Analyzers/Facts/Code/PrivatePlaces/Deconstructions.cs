using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What the parts of a tuple are written to.</summary>
internal static class Deconstructions
{
    /// <summary>What a deconstruction around a place writes to a local; unknown where the tuple is not made there.</summary>
    public static Writes WritesTo(ILocalSymbol local, IOperation hidden)
    {
        for (var ancestor = hidden; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is not IDeconstructionAssignmentOperation deconstruction)
            {
                continue;
            }

            var targets = Values.Unwrap(
                deconstruction.Target is IDeclarationExpressionOperation declared ? declared.Expression : deconstruction.Target
            );
            if (
                targets is ITupleOperation into
                && Values.Unwrap(deconstruction.Value) is ITupleOperation from
                && into.Elements.Length == from.Elements.Length
            )
            {
                for (var i = 0; i < into.Elements.Length; i++)
                {
                    var target = into.Elements[i] is IDeclarationExpressionOperation single ? single.Expression : into.Elements[i];
                    if (target is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                    {
                        return Writes.All(ImmutableArray.Create(from.Elements[i]));
                    }
                }
            }

            break;
        }

        return Writes.Unknown;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What is written to each local of a body, found in one walk.</summary>
internal static class LocalWrites
{
    public static Dictionary<ILocalSymbol, Writes> In(IOperation root)
    {
        var result = new Dictionary<ILocalSymbol, Writes>(SymbolEqualityComparer.Default);
        foreach (var operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator:
                    if (InitializerOf(declarator) is { } initializer)
                    {
                        Add(declarator.Symbol, initializer);
                        if (declarator.Symbol.IsRef)
                        {
                            Hide(initializer);
                        }
                    }

                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                    Add(target.Local, assignment.Value);
                    break;
                case ICoalesceAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                    Add(target.Local, assignment.Value);
                    break;
                case ICompoundAssignmentOperation compound:
                    Hide(compound.Target);
                    break;
                case IIncrementOrDecrementOperation increment:
                    Hide(increment.Target);
                    break;
                case IDeconstructionAssignmentOperation deconstruction:
                    foreach (var part in deconstruction.Target.DescendantsAndSelf())
                    {
                        Hide(part);
                    }

                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                    Hide(argument.Value);
                    break;
                case IAddressOfOperation address:
                    Hide(address.Reference);
                    break;
                case IForEachLoopOperation loop:
                    foreach (var local in loop.Locals)
                    {
                        result[local] = Writes.Unknown with { HiddenPlaces = ImmutableArray.Create(loop.LoopControlVariable.Syntax) };
                    }

                    break;
            }
        }

        return result;

        void Add(ILocalSymbol local, IOperation value)
        {
            var known = result.TryGetValue(local, out var writes) ? writes : Writes.All(ImmutableArray<IOperation>.Empty);
            result[local] = known with { Values = known.Values.Add(value) };
        }

        void Hide(IOperation target)
        {
            var local = target switch
            {
                ILocalReferenceOperation reference => reference.Local,
                IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } => declared.Local,
                _ => null,
            };
            if (local is not null)
            {
                var known = result.TryGetValue(local, out var writes) ? writes : Writes.Unknown;
                result[local] = known with { Complete = false, HiddenPlaces = known.HiddenPlaces.Add(target.Syntax) };
            }
        }
    }

    private static IOperation? InitializerOf(IVariableDeclaratorOperation declarator) =>
        declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value;
}

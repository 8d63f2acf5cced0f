using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>One search for an origin: it remembers which variables it has followed and how far it has come.</summary>
internal sealed class OriginSearch
{
    // Counts, so that results do not depend on the machine.
    private const int MostSteps = 600;
    private const int DeepestHop = 8;

    private readonly Values values;
    private readonly Functions functions;
    private readonly Func<IOperation, bool> isOrigin;
    private readonly Func<IOperation, bool>? isBarrier;
    private readonly HashSet<(ISymbol Symbol, SyntaxNode? Body)> followed = new();
    private int steps;

    public OriginSearch(Values values, Functions functions, Func<IOperation, bool> isOrigin, Func<IOperation, bool>? isBarrier)
    {
        this.values = values;
        this.functions = functions;
        this.isOrigin = isOrigin;
        this.isBarrier = isBarrier;
    }

    public IOperation? In(IOperation value) => Visit(value, hops: 0);

    private IOperation? Visit(IOperation operation, int hops)
    {
        if (++steps > MostSteps || hops > DeepestHop)
        {
            return null;
        }

        // A name has no value.
        if (operation is INameOfOperation)
        {
            return null;
        }

        if (isOrigin(operation))
        {
            return operation;
        }

        if (isBarrier?.Invoke(operation) == true)
        {
            return null;
        }

        if (Behind(operation) is { } values)
        {
            foreach (var value in values)
            {
                if (Visit(value, hops + 1) is { } found)
                {
                    return found;
                }
            }
        }

        foreach (var child in operation.ChildOperations)
        {
            if (Visit(child, hops) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private IEnumerable<IOperation>? Behind(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local when followed.Add((local.Local, null)):
                return values.WritesTo(local.Local, local).Values.Concat(PartsWrittenTo(local)).Concat(ElementsBehind(local));
            case IFieldReferenceOperation
            or IPropertyReferenceOperation when followed.Add((((IMemberReferenceOperation)operation).Member, null)):
                return values.WritesTo(operation).Values;
            case IParameterReferenceOperation parameter when followed.Add((parameter.Parameter, null)):
                return functions.ArgumentsPassedFor(parameter.Parameter).Concat(ElementsBehind(parameter));
            case IInvocationOperation { IsVirtual: false } call when followed.Add((call.TargetMethod, null)):
                return functions.ValuesReturnedBy(call.TargetMethod);
            default:
                return null;
        }
    }

    /// <summary>What a deconstruction, a pattern or a call writes to a local: the whole that is taken apart, the call.</summary>
    private IEnumerable<IOperation> PartsWrittenTo(ILocalReferenceOperation local)
    {
        var writes = values.WritesTo(local.Local, local);
        if (writes.Complete && !writes.Values.IsEmpty)
        {
            yield break;
        }

        // Few locals are named by a pattern, and to find the test costs a walk over the body.
        if (local.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<PatternSyntax>() is not null)
        {
            foreach (var test in Values.RootOf(local).Descendants())
            {
                if (test is IIsPatternOperation { Value: var tested, Pattern: var pattern } && Declares(pattern, local.Local))
                {
                    yield return tested;
                }
            }
        }

        foreach (var use in values.UsesOf(local.Local, local))
        {
            if (use.Parent is ICompoundAssignmentOperation added && added.Target == use)
            {
                yield return added.Value;
            }

            if (
                (use.Parent is IDeclarationExpressionOperation declaration ? declaration.Parent : use.Parent) is IArgumentOperation
                {
                    Parameter.RefKind: RefKind.Out,
                    Parent: { } call
                }
            )
            {
                yield return call;
            }

            for (
                var around = use.Parent;
                around is ITupleOperation or IDeclarationExpressionOperation or IDeconstructionAssignmentOperation;
                around = around.Parent
            )
            {
                if (around is IDeconstructionAssignmentOperation assignment)
                {
                    yield return assignment.Value;
                    break;
                }
            }
        }
    }

    private static bool Declares(IPatternOperation pattern, ILocalSymbol local) =>
        pattern.DescendantsAndSelf().Any(part => SymbolEqualityComparer.Default.Equals(Operations.NamedByPattern(part), local));

    /// <summary>What a lambda is given: an element of the sequence that a LINQ method runs over, or the old value of an entry that is
    /// updated.</summary>
    private static IEnumerable<IOperation> ElementsBehind(IParameterReferenceOperation parameter)
    {
        for (var around = parameter.Parent; around is not null; around = around.Parent)
        {
            if (
                around is IAnonymousFunctionOperation lambda
                && lambda.Symbol.Parameters.Contains(parameter.Parameter, SymbolEqualityComparer.Default)
            )
            {
                if (lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } })
                {
                    var (position, method) = (parameter.Parameter.Ordinal, call.TargetMethod);
                    var given =
                        method.ContainingType.Name is "Enumerable"
                            ? (position == 0 || method.Name == "Zip" ? call.Arguments.ElementAtOrDefault(position)?.Value : null)
                        : method is { Name: "ForEach", ContainingType.Name: "List" } && position == 0 ? call.Instance
                        : method is { Name: "AddOrUpdate", ContainingType.Name: "ConcurrentDictionary" } && position == 1 ? call.Instance
                        : null;
                    return given is null ? Enumerable.Empty<IOperation>() : new[] { given };
                }

                break;
            }
        }

        return Enumerable.Empty<IOperation>();
    }

    private static IEnumerable<IOperation> ElementsBehind(ILocalReferenceOperation local)
    {
        for (var around = local.Parent; around is not null; around = around.Parent)
        {
            if (around is IForEachLoopOperation loop && loop.Locals.Contains(local.Local, SymbolEqualityComparer.Default))
            {
                yield return loop.Collection;
            }
        }
    }
}

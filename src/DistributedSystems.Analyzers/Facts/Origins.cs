using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>
/// Looks for what a value is computed from: through operators and calls, locals, private and read-only members, the elements of a loop,
/// what the project's own methods return, and what the callers of a private method pass. What lies further is not found.
/// </summary>
internal sealed class Origins
{
    // Counts, so that results do not depend on the machine.
    private const int MostSteps = 600;
    private const int DeepestHop = 8;

    private readonly CompilationFacts facts;
    private readonly Func<IOperation, bool> isOrigin;
    private readonly Func<IOperation, bool>? isBarrier;
    private readonly HashSet<(ISymbol Symbol, SyntaxNode? Body)> followed = new();
    private int steps;

    private Origins(CompilationFacts facts, Func<IOperation, bool> isOrigin, Func<IOperation, bool>? isBarrier)
    {
        this.facts = facts;
        this.isOrigin = isOrigin;
        this.isBarrier = isBarrier;
    }

    /// <summary>The first operation of the wanted kind that the value is computed from; null where none is in sight.</summary>
    /// <param name="value">The value.</param>
    /// <param name="facts">The compilation's facts.</param>
    /// <param name="isOrigin">What is looked for.</param>
    /// <param name="isBarrier">Values whose own origins do not count.</param>
    public static IOperation? Find(IOperation? value, CompilationFacts facts, Func<IOperation, bool> isOrigin, Func<IOperation, bool>? isBarrier = null) =>
        value is null ? null : new Origins(facts, isOrigin, isBarrier).Visit(value, hops: 0);

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
                return facts.Values.WritesTo(local.Local, local).Values.Concat(PartsWrittenTo(local)).Concat(ElementsBehind(local));
            case IFieldReferenceOperation or IPropertyReferenceOperation when followed.Add((((IMemberReferenceOperation)operation).Member, null)):
                return facts.Values.WritesTo(operation).Values;
            case IParameterReferenceOperation parameter when followed.Add((parameter.Parameter, null)):
                return facts.ArgumentsPassedFor(parameter.Parameter).Concat(ElementsBehind(parameter));
            case IInvocationOperation { IsVirtual: false } call when followed.Add((call.TargetMethod, null)):
                return facts.ValuesReturnedBy(call.TargetMethod);
            default:
                return null;
        }
    }

    /// <summary>What a deconstruction, a pattern or a call writes to a local: the whole that is taken apart, the call.</summary>
    private IEnumerable<IOperation> PartsWrittenTo(ILocalReferenceOperation local)
    {
        var writes = facts.Values.WritesTo(local.Local, local);
        if (writes.Complete && !writes.Values.IsEmpty)
        {
            yield break;
        }

        foreach (var use in facts.UsesOf(local.Local, local))
        {
            if ((use.Parent is IDeclarationExpressionOperation declaration ? declaration.Parent : use.Parent) is IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: { } call })
            {
                yield return call;
            }

            for (var around = use.Parent; around is ITupleOperation or IDeclarationExpressionOperation or IDeconstructionAssignmentOperation; around = around.Parent)
            {
                if (around is IDeconstructionAssignmentOperation assignment)
                {
                    yield return assignment.Value;
                    break;
                }
            }
        }
    }

    /// <summary>What a lambda is given: an element of the sequence that a LINQ method runs over, or the old value of an entry that is updated.</summary>
    private static IEnumerable<IOperation> ElementsBehind(IParameterReferenceOperation parameter)
    {
        for (var around = parameter.Parent; around is not null; around = around.Parent)
        {
            if (around is IAnonymousFunctionOperation lambda && lambda.Symbol.Parameters.Contains(parameter.Parameter, SymbolEqualityComparer.Default))
            {
                if (lambda.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } })
                {
                    var (position, method) = (parameter.Parameter.Ordinal, call.TargetMethod);
                    var given = method.ContainingType.Name is "Enumerable" ? (position == 0 || method.Name == "Zip" ? call.Arguments.ElementAtOrDefault(position)?.Value : null)
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

internal sealed partial class CompilationFacts
{
    /// <summary>Every value that a method of this project returns; none where its body may be another one.</summary>
    public IEnumerable<IOperation> ValuesReturnedBy(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!IsOwnMethod(method) || BodyOf(method) is not { } body)
        {
            yield break;
        }

        foreach (var operation in body.Descendants())
        {
            if (operation is IReturnOperation { ReturnedValue: { } value } && FunctionAround(operation)?.Syntax == (body as ILocalFunctionOperation)?.Syntax)
            {
                yield return value;
            }
        }
    }

    /// <summary>What the callers of a private method or local function pass for a parameter; none for methods that others can call.</summary>
    public IEnumerable<IOperation> ArgumentsPassedFor(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method
            || !(method.MethodKind == MethodKind.LocalFunction || method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private })
            || method.ContainingType is not { } type || !Models.Declare(type))
        {
            yield break;
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is InvocationExpressionSyntax { Expression: var called } && NameIn(called) == method.Name
                    && Models.Of(node.SyntaxTree).GetOperation(node) is IInvocationOperation call
                    && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method))
                {
                    foreach (var argument in call.Arguments)
                    {
                        if (argument.Parameter?.Ordinal == parameter.Ordinal)
                        {
                            yield return argument.Value;
                        }
                    }
                }
            }
        }
    }

    private static string? NameIn(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };
}

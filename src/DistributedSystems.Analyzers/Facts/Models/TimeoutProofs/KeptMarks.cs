using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

internal enum MarkKind
{
    /// <summary>The member, or an element of it, is given a value.</summary>
    Set,

    /// <summary>Something is put into the collection that it holds.</summary>
    Added,

    /// <summary>It is counted up.</summary>
    Counted,
}

/// <summary>A place where state is written.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Place">The write, or the value written on one of several ways.</param>
/// <param name="Constant">The value, where it is known.</param>
/// <param name="Occasion">The timeout on which it is written; null where it is written for any other reason.</param>
internal sealed record Mark(MarkKind Kind, IOperation Place, Optional<object?> Constant, string? Occasion);

/// <summary>What is written to state anywhere in the project, and whether a timeout is the reason.</summary>
/// <param name="models">The compilation's semantic models.</param>
/// <param name="project">The files to look through.</param>
/// <param name="values">What names stand for.</param>
/// <param name="functions">The project's own functions.</param>
/// <param name="origins">What values are made of.</param>
/// <param name="caughtAround">The catch of a timeout that something stands in; null where it stands in none.</param>
/// <param name="occasionOf">The timeout on which something stands; null where it stands on none.</param>
/// <param name="expiryIn">Whether a condition tells that time is up.</param>
internal sealed class KeptMarks(
    SemanticModels models,
    Project project,
    Values values,
    Functions functions,
    Origins origins,
    Func<IOperation, string?> caughtAround,
    Func<IOperation, string?> occasionOf,
    Func<IOperation, Expiry?> expiryIn
)
{
    public static readonly HashSet<string> Adding = new(StringComparer.Ordinal)
    {
        "Add",
        "AddRange",
        "AddFirst",
        "AddLast",
        "AddOrUpdate",
        "Append",
        "Enqueue",
        "Insert",
        "Push",
        "TryAdd",
        "TryWrite",
        "WriteAsync",
    };

    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<Mark>> marks = new(SymbolEqualityComparer.Default);

    public ImmutableArray<Mark> MarksOf(ISymbol member) =>
        member is IFieldSymbol { IsConst: false } or IPropertySymbol { IsIndexer: false } && models.Declare(member)
            ? marks.GetOrAdd(member.OriginalDefinition, FindMarks)
            : ImmutableArray<Mark>.Empty;

    /// <summary>The timeout that explains every mark of a kind (and value); null where one has another reason, or there is none.</summary>
    public static string? OccasionOfAll(IEnumerable<Mark> marks, MarkKind kind, object? wanted)
    {
        string? occasion = null;
        foreach (var mark in marks)
        {
            if (mark.Kind != kind || (wanted is not null && mark.Constant.HasValue && !Equals(mark.Constant.Value, wanted)))
            {
                continue;
            }

            if (mark.Occasion is null)
            {
                return null;
            }

            occasion ??= mark.Occasion;
        }

        return occasion;
    }

    private ImmutableArray<Mark> FindMarks(ISymbol member)
    {
        var found = ImmutableArray.CreateBuilder<Mark>();
        var places =
            member.DeclaredAccessibility == Accessibility.Private
                ? member.ContainingType.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax())
                : project.Compilation.SyntaxTrees.Select(tree => tree.GetRoot());
        foreach (var node in places.SelectMany(place => place.DescendantNodes()))
        {
            if (
                node is IdentifierNameSyntax { Identifier.ValueText: var name } identifier
                && name == member.Name
                && models.Of(node.SyntaxTree).GetOperation(WholeOf(identifier)) is IMemberReferenceOperation use
                && SymbolEqualityComparer.Default.Equals(use.Member.OriginalDefinition, member)
            )
            {
                found.AddRange(MarksAt(use));
            }
        }

        return found.ToImmutable();
    }

    private static SyntaxNode WholeOf(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    private IEnumerable<Mark> MarksAt(IMemberReferenceOperation use)
    {
        IOperation target = use;
        while (
            target.Parent is IPropertyReferenceOperation { Property: { IsIndexer: true } or { Name: "Writer" } } part
                && part.Instance == target
            || target.Parent is IArrayElementReferenceOperation array && array.ArrayReference == target
        )
        {
            target = target.Parent;
        }

        switch (target.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == target:
                return SetTo(assignment.Value, target, isElement: target != use && !IsSequence(use.Type));
            case IIncrementOrDecrementOperation or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add }:
                return new[] { MarkAt(MarkKind.Counted, target.Parent, default) };
            case IArgumentOperation { Parent: IInvocationOperation access }
                when Atomics.AccessBy(access.TargetMethod) is not AtomicAccess.None and var kind:
                return kind switch
                {
                    AtomicAccess.Replaces => SetTo(access.Arguments[1].Value, target, isElement: false),
                    AtomicAccess.Adds or AtomicAccess.Steps => new[] { MarkAt(MarkKind.Counted, access, default) },
                    _ => Array.Empty<Mark>(),
                };
            case IInvocationOperation call when call.Instance == target && Adding.Contains(call.TargetMethod.Name):
                return call.Arguments.Length >= 2
                    ? SetTo(call.Arguments[1].Value, target, isElement: true)
                    : new[] { MarkAt(MarkKind.Added, call, default) };
            default:
                return Array.Empty<Mark>();
        }
    }

    /// <summary>What is set at a place of a sequence was there before.</summary>
    private static bool IsSequence(ITypeSymbol? type) => type is IArrayTypeSymbol or INamedTypeSymbol { TypeArguments.Length: 1 };

    private IEnumerable<Mark> SetTo(IOperation value, IOperation target, bool isElement)
    {
        value = Values.Unwrap(value);
        if (value is IConditionalOperation { WhenFalse: { } otherwise } choice)
        {
            return SetTo(choice.WhenTrue, target, isElement).Concat(SetTo(otherwise, target, isElement));
        }

        // missed = missed + 1
        if (
            value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum
            && sum.DescendantsAndSelf().Any(part => part is IMemberReferenceOperation { Member: var member } && IsOf(member))
        )
        {
            return new[] { MarkAt(MarkKind.Counted, value, default) };
        }

        var marked = new List<Mark>();
        if (isElement)
        {
            marked.Add(MarkAt(MarkKind.Added, value, default));
        }

        if (value.ConstantValue.HasValue)
        {
            marked.Add(MarkAt(MarkKind.Set, value, value.ConstantValue));
        }
        else if (value.Type?.SpecialType == SpecialType.System_Boolean && expiryIn(value) is { } expiry)
        {
            marked.Add(new Mark(MarkKind.Set, value, expiry.When, $"'{expiry.Evidence}'"));
        }
        else
        {
            marked.Add(MarkAt(MarkKind.Set, value, default));
        }

        return marked;

        bool IsOf(ISymbol member) =>
            target
                .DescendantsAndSelf()
                .Any(part => part is IMemberReferenceOperation own && SymbolEqualityComparer.Default.Equals(own.Member, member));
    }

    private Mark MarkAt(MarkKind kind, IOperation place, Optional<object?> constant) => new(kind, place, constant, occasionOf(place));

    /// <summary>
    /// Does a number count rounds without an answer: is it set back to nothing, and only counted up on a timeout, or in a round in which
    /// nothing was heard?
    /// </summary>
    public bool CountsMisses(IOperation value, bool localsOnly)
    {
        value = Values.Unwrap(value);
        value =
            value is IIncrementOrDecrementOperation { Target: var counted } ? counted
            : value is IInvocationOperation { Arguments: { Length: > 0 } arguments } access
            && Atomics.AccessBy(access.TargetMethod) != AtomicAccess.None
                ? arguments[0].Value
            : value;
        if (value.Type?.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64))
        {
            return false;
        }

        if (value is ILocalReferenceOperation local)
        {
            return values
                .UsesOf(local.Local, local)
                .Any(use =>
                    use.Parent is IIncrementOrDecrementOperation { Kind: OperationKind.Increment } count && caughtAround(count) is not null
                );
        }

        return !localsOnly
            && origins.Find(
                value,
                part =>
                    part is IMemberReferenceOperation { Member: var member, Type: var type }
                    && (type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 || Expiries.IsCollection(type))
                    && MarksOf(member) is var all
                    && all.Any(mark => mark is { Kind: MarkKind.Set, Constant: { HasValue: true, Value: 0 or 0L } })
                    && all.Where(mark => mark.Kind == MarkKind.Counted).ToList() is { Count: > 0 } counts
                    && counts.All(mark => mark.Occasion is not null || IsSilentRound(mark, all))
            )
                is not null;
    }

    /// <summary>Every so often: nobody has set the number back, or a flag, since the last time.</summary>
    private bool IsSilentRound(Mark count, ImmutableArray<Mark> all)
    {
        if (!IsPeriodic(count.Place))
        {
            return false;
        }

        var method = Values.RootOf(count.Place).Syntax;
        var conditions = Guards.Of(count.Place).Where(guard => !IsTick(guard.Condition)).ToList();
        return conditions.Count == 0
            ? all.Any(mark => mark.Kind == MarkKind.Set && Values.RootOf(mark.Place).Syntax != method)
            : conditions.All(guard =>
                guard.When is { } when
                && Values.Unwrap(guard.Condition) is var flag
                && (flag is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var negated } ? (negated, !when) : (flag, when))
                    is (IMemberReferenceOperation { Member: var member }, false)
                && MarksOf(member) is var flags
                && flags.Any(mark => mark.Constant.Value is true && Values.RootOf(mark.Place).Syntax != method)
                && flags.Any(mark => mark.Constant.Value is false && Values.RootOf(mark.Place).Syntax == method)
            );
    }

    private static bool IsTick(IOperation condition) =>
        condition
            .DescendantsAndSelf()
            .Any(part =>
                part is IInvocationOperation { TargetMethod: { Name: "WaitForNextTickAsync", ContainingType.Name: "PeriodicTimer" } }
            )
        || condition.DescendantsAndSelf().Any(part => part is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" })
        || condition.ConstantValue is { HasValue: true };

    private bool IsPeriodic(IOperation operation)
    {
        if (
            Operations.NearestLoopAround(operation) is { } loop
            && loop.Descendants()
                .Any(part =>
                    part
                        is IInvocationOperation
                        {
                            TargetMethod:
                            {
                                Name: "WaitForNextTickAsync" or "Delay" or "Sleep",
                                ContainingType.Name: "PeriodicTimer" or "Task" or "Thread"
                            }
                        }
                )
        )
        {
            return true;
        }

        return Operations.FunctionAround(operation) is { } function
            ? IsTimer(Functions.ConsumerOf(function))
            : Operations.MethodOf(Values.RootOf(operation)) is { } method && functions.ConsumersOf(method, method).Any(IsTimer);

        static bool IsTimer(IOperation? consumer) =>
            consumer
                is IObjectCreationOperation { Type.Name: "Timer" }
                    or IInvocationOperation { TargetMethod.Name: "CreateTimer" }
                    or IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event.ContainingType.Name: "Timer" } };
    }
}

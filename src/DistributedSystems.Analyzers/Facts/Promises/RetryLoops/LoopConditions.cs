using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What is assumed of conditions that the outcome of an attempt does not decide.</summary>
internal static class LoopConditions
{
    /// <summary>What lets a counted loop go on holds as long as it is in a round: a test of the same says nothing of the last one.</summary>
    public static bool IsHeldByLoop(IOperation condition, ILoopOperation? loop) =>
        condition is IBinaryOperation
        && loop is IForLoopOperation { Condition: { } limit }
        && condition.Syntax != limit.Syntax
        && loop.Body.Syntax.Span.Contains(condition.Syntax.Span)
        && SameExpression.Are(condition, limit)
        && !loop
            .Body.Descendants()
            .Any(part =>
                part is IIncrementOrDecrementOperation or IAssignmentOperation
                && limit
                    .Descendants()
                    .Any(read => SameExpression.Are(read, (part as IAssignmentOperation)?.Target ?? part.ChildOperations.First()))
            );

    /// <summary>
    /// What let the loop begin the round still holds after a failure of the call, where only what follows its success changes what is
    /// asked: <c>while (answer is null)</c>. An answer that tells of the failure itself may change it.
    /// </summary>
    public static Truth HeldSinceEntry(IOperation condition, ILoopOperation? loop, IInvocationOperation call, Values values) =>
        loop is not null
        && EntryOf(loop) is { } entry
        && AnswerAtEntry(entry, condition.Syntax, holds: true) is { } answer
        && !TellsByStatus(call)
        && condition.DescendantsAndSelf().All(IsPlain)
        && condition.DescendantsAndSelf().Where(IsVariable).ToList() is { Count: > 0 } variables
        && variables.TrueForAll(read => IsChangedBySuccessOnly(read, loop, call, values))
            ? answer
                ? Truth.True
                : Truth.False
            : Truth.Both;

    /// <summary>What lets a loop begin a round, the first one too.</summary>
    public static IOperation? EntryOf(ILoopOperation loop) =>
        loop switch
        {
            IWhileLoopOperation { ConditionIsTop: true, Condition: var condition } => condition,
            IForLoopOperation { Condition: var condition } => condition,
            _ => null,
        };

    private static bool IsVariable(IOperation part) => part is ILocalReferenceOperation or IParameterReferenceOperation;

    /// <summary>Nothing in the loop that a failure reaches, and no other function, which may run at any time, changes it.</summary>
    private static bool IsChangedBySuccessOnly(IOperation variable, ILoopOperation loop, IInvocationOperation call, Values values)
    {
        var function = Operations.FunctionAround(loop)?.Syntax;
        var uses = variable is ILocalReferenceOperation { Local: var local }
            ? values.UsesOf(local, call)
            : Values.RootOf(call).Descendants().Where(part => SameExpression.Are(part, variable));
        return uses.All(use =>
            !IsWritten(use)
            || Operations.FunctionAround(use)?.Syntax == function
                && (!loop.Syntax.Span.Contains(use.Syntax.Span) || IsSkippedByFailure(use, loop, call))
        );
    }

    private static bool? AnswerAtEntry(IOperation entry, SyntaxNode asked, bool holds) =>
        Values.Unwrap(entry) switch
        {
            var same when same.Syntax == asked => holds,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => AnswerAtEntry(not.Operand, asked, !holds),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when holds => AnswerAtEntry(
                both.LeftOperand,
                asked,
                true
            ) ?? AnswerAtEntry(both.RightOperand, asked, true),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !holds => AnswerAtEntry(
                either.LeftOperand,
                asked,
                false
            ) ?? AnswerAtEntry(either.RightOperand, asked, false),
            _ => null,
        };

    private static bool TellsByStatus(IInvocationOperation call) =>
        Symbols.UnwrapTask(call.Type)?.GetMembers().Any(member => member.Name is "StatusCode" or "IsSuccessStatusCode") != false;

    /// <summary>Comparisons and patterns over locals, texts and lists of fixed length: what nobody else changes.</summary>
    private static bool IsPlain(IOperation part) =>
        part
            is ILocalReferenceOperation
                or IParameterReferenceOperation { Parameter.RefKind: RefKind.None }
                or ILiteralOperation
                or IDefaultValueOperation
                or IBinaryOperation { OperatorMethod: null or { ContainingType.SpecialType: SpecialType.System_String } }
                or IUnaryOperation { OperatorMethod: null }
                or IConversionOperation { OperatorMethod: null }
                or IIsPatternOperation
                or IIsTypeOperation
                or IPatternOperation
                or IArgumentOperation
                or IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.SpecialType: SpecialType.System_String } }
                or IPropertyReferenceOperation
                {
                    Property.Name: "Length" or "HasValue",
                    Instance.Type: { SpecialType: SpecialType.System_String }
                        or { TypeKind: TypeKind.Array }
                        or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
                }
        || part.ConstantValue.HasValue;

    private static bool IsWritten(IOperation use) =>
        use.Parent switch
        {
            IAssignmentOperation assignment => assignment.Target == use,
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
            _ => false,
        };

    /// <summary>It is written with what the call gives, or behind the call in the block that its failure leaves.</summary>
    private static bool IsSkippedByFailure(IOperation use, ILoopOperation loop, IInvocationOperation call)
    {
        var write = use.Parent!.Syntax.Span;
        return use.Parent is IAssignmentOperation assignment && assignment.Value.Syntax.Span.Contains(call.Syntax.Span)
            || write.Start > call.Syntax.Span.End
                && Operations
                    .TriesAround(call)
                    .FirstOrDefault(attempt => !attempt.Catches.IsEmpty && loop.Syntax.Span.Contains(attempt.Syntax.Span))
                    ?.Body.Syntax.Span.Contains(write) == true;
    }

    /// <summary>Who has stopped the attempts does not take their end for success, so only what ends them by itself counts.</summary>
    public static Truth NobodyStops(IOperation condition) =>
        condition switch
        {
            IPropertyReferenceOperation
            {
                Property: { Name: "IsCancellationRequested", ContainingType.Name: "CancellationToken" or "CancellationTokenSource" }
            } => Truth.False,
            IInvocationOperation
            {
                TargetMethod.Name: "WaitOne",
                Instance: IPropertyReferenceOperation { Property: { Name: "WaitHandle", ContainingType.Name: "CancellationToken" } }
            } => Truth.False,
            IAwaitOperation { Operation: var tick }
                when Operations.WithoutAdapters(tick)
                    is IInvocationOperation { TargetMethod: { Name: "WaitForNextTickAsync", ContainingType.Name: "PeriodicTimer" } } =>
                Truth.True,
            _ => Truth.Both,
        };
}

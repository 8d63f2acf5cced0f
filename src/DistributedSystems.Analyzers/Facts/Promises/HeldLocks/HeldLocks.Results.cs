using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class HeldLocks
{
    /// <summary>Does nobody look at whether a lock was taken, or is still held after it was prolonged?</summary>
    public bool IsResultIgnored(RemoteCall call)
    {
        if (
            call.Api.Lock switch
            {
                // A value that is put where none is yet is a cache, unless the same function takes it away again.
                LockRole.Acquires => !locks.AcquiresLock(call) || (call.Api.ConditionParameter is not null && !IsReleasedHere(call)),
                // What gives a lock its first expiry is no renewal.
                LockRole.Extends => call.Api.OwnerParameter is null
                    && (
                        AcquisitionOf(call, taken => IsAsked(taken.Invocation) && locks.ExpiryOf(taken).Answer != Bounded.No) is null
                        || AcquisitionOf(call, taken => IsInSameBody(taken, call) && locks.ExpiryOf(taken).Answer == Bounded.No) is not null
                    ),
                _ => true,
            }
        )
        {
            return false;
        }

        var type = Symbols.UnwrapTask(call.Invocation.Type);
        return type?.SpecialType == SpecialType.System_Boolean ? IsNeverRead(ResultOf(call.Invocation), member: null)
            : call.Api.AcquiredMember is { } member ? IsNeverRead(ResultOf(call.Invocation), member)
            : type
                is { NullableAnnotation: NullableAnnotation.Annotated }
                    or { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
                && IsNeverRead(ResultOf(call.Invocation), member: null);
    }

    private bool IsReleasedHere(RemoteCall acquisition) =>
        locks.OtherUsesOfLock(acquisition).Any(use => use.Api.Lock == LockRole.Releases && IsInSameBody(use, acquisition));

    private static bool IsInSameBody(RemoteCall use, RemoteCall other) =>
        Values.RootOf(other.Invocation).Syntax is var body
        && use.Invocation.Syntax.SyntaxTree == body.SyntaxTree
        && body.Span.Contains(use.Invocation.Syntax.Span);

    /// <summary>
    /// Does a renewal that finds the lock gone only stop renewing, so that the work goes on beside that of the next holder? Nothing that the
    /// work could hear of happens then: no cancellation, no exception, no result.
    /// </summary>
    public bool IsLossOnlyNoted(RemoteCall call)
    {
        if (call.Api is { Lock: LockRole.Extends, OwnerParameter: null })
        {
            return IsLossOnlyCaught(call.Invocation);
        }

        if (call.Api.Lock != LockRole.Extends || DecisionOf(ResultOf(call.Invocation)) is not { } decision)
        {
            return false;
        }

        if (IsRunByTimer(call.Invocation))
        {
            return decision.Parent is IConditionalOperation check
                && (IsNegated(decision) ? check.WhenTrue : check.WhenFalse) is { } gone
                && OnlyStopsTimer(gone);
        }

        if (Operations.NearestLoopAround(call.Invocation) is not { } loop || !TellsNobody(loop))
        {
            return false;
        }

        return decision.Parent switch
        {
            IConditionalOperation choice => (IsNegated(decision) ? choice.WhenTrue : choice.WhenFalse) is { } lost
                ? OnlyLeaves(lost)
                : !IsNegated(decision) && choice.Parent is IBlockOperation { } around && OnlyLeavesAfter(around, choice),
            IWhileLoopOperation => true,
            _ => false,
        };
    }

    /// <summary>A renewal that throws where the lock is gone: a handler ends the loop, or stands around it, and tells nobody.</summary>
    private bool IsLossOnlyCaught(IInvocationOperation renewal) =>
        Symbols.UnwrapTask(renewal.Type)?.SpecialType != SpecialType.System_Boolean
        && Operations.NearestLoopAround(renewal) is { } loop
        && TellsNobody(loop)
        && Operations
            .TriesAround(renewal)
            .Any(attempt =>
                attempt.Catches.Any(handler =>
                    handler.ExceptionType?.Name is not ("OperationCanceledException" or "TaskCanceledException")
                    && (
                        loop.Syntax.Span.Contains(attempt.Syntax.Span)
                            ? OnlyLeaves(handler.Handler)
                            : handler
                                .Handler.Descendants()
                                .All(part =>
                                    part is not (IThrowOperation or IAssignmentOperation or IInvocationOperation)
                                    || part is IInvocationOperation call && Handlers.IsLogging(call)
                                )
                    )
                )
            );

    /// <summary>What a result decides, in place or from a local that is looked at once.</summary>
    private IOperation? DecisionOf(IOperation result) =>
        result.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            ? values.UsesOf(local, result) is { Count: 1 } uses
                ? Operations.DecisionAround(uses[0])
                : null
            : Operations.DecisionAround(result);

    /// <summary>
    /// Does nobody listen to a handle's signal that its lock is lost, although the work behind the acquisition changes something elsewhere? Null
    /// handles may be looked for, and the handle is disposed of, and that is all.
    /// </summary>
    public bool IsLossUnheard(RemoteCall call)
    {
        if (call.Api is not { Lock: LockRole.Acquires, LostMember: { } member })
        {
            return false;
        }

        var taken = call.Invocation;
        var result = ResultOf(taken);
        return (
                result.Parent is IUsingOperation scope && scope.Resources == result
                || result.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
                    && values.UsesOf(local, result).All(use => IsTestOrDisposal(use, member))
            )
            && (Operations.FunctionAround(taken) ?? Values.RootOf(taken))
                .Descendants()
                .OfType<IInvocationOperation>()
                .Any(work => work.Syntax.SpanStart > taken.Syntax.Span.End && reachability.Changes(work));
    }

    private static bool IsTestOrDisposal(IOperation use, string member) =>
        Operations.OutOfConversions(use).Parent switch
        {
            IIsPatternOperation or IBinaryOperation or IUsingOperation => true,
            IInvocationOperation { Instance: not null, TargetMethod.Name: "Dispose" or "DisposeAsync" } => true,
            IConditionalAccessOperation access => !access
                .WhenNotNull.DescendantsAndSelf()
                .Any(part => part is IPropertyReferenceOperation property && property.Property.Name == member),
            _ => false,
        };

    private static bool IsRunByTimer(IInvocationOperation renewal) =>
        Operations.FunctionAround(renewal) is IAnonymousFunctionOperation { Symbol: { ReturnsVoid: true } } function
        && Operations.ArgumentHolding(function) is { Parent: IObjectCreationOperation { Type.Name: "Timer" } };

    private bool OnlyStopsTimer(IOperation branch)
    {
        var calls = branch.DescendantsAndSelf().OfType<IInvocationOperation>().ToList();
        return calls.Any(IsOnTimer)
            && calls.All(call => IsOnTimer(call) || Handlers.IsLogging(call))
            && !branch.Descendants().Any(static part => part is IThrowOperation or IAssignmentOperation);
    }

    private static bool IsOnTimer(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Dispose" or "Change", ContainingType.Name: "Timer" };

    /// <summary>A background loop: what it returns tells nothing, and nothing runs behind it.</summary>
    private bool TellsNobody(ILoopOperation loop)
    {
        var function = Operations.FunctionAround(loop);
        var method = function is IAnonymousFunctionOperation lambda ? lambda.Symbol : Operations.EnclosingMethodOf(loop);
        return method is not null
            && (method.ReturnsVoid || method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.IsEmpty: true })
            && (function ?? Values.RootOf(loop))
                .Descendants()
                .OfType<IInvocationOperation>()
                .All(behind => behind.Syntax.SpanStart < loop.Syntax.Span.End || Handlers.IsLogging(behind));
    }

    private bool OnlyLeaves(IOperation branch) =>
        branch.DescendantsAndSelf().Any(static part => part is IReturnOperation or IBranchOperation)
        && branch
            .DescendantsAndSelf()
            .All(part =>
                part is not (IThrowOperation or IAssignmentOperation) && (part is not IInvocationOperation call || Handlers.IsLogging(call))
            );

    // 'if (await Extend()) continue;' and what comes behind.
    private bool OnlyLeavesAfter(IBlockOperation block, IConditionalOperation choice) =>
        choice.WhenTrue.DescendantsAndSelf().Any(static part => part is IBranchOperation { BranchKind: BranchKind.Continue })
        && block.Operations.Skip(block.Operations.IndexOf(choice) + 1).ToList() is { Count: > 0 } rest
        && rest.Any(static statement => statement is IReturnOperation or IBranchOperation)
        && rest.All(statement => statement is IReturnOperation or IBranchOperation || OnlyLogs(statement));

    private bool OnlyLogs(IOperation statement) =>
        statement.Descendants().OfType<IInvocationOperation>().All(Handlers.IsLogging) && statement is IExpressionStatementOperation;

    private static bool IsNegated(IOperation decision) => decision is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not };

    /// <summary>What is left of a call when it was waited for.</summary>
    private static IOperation ResultOf(IInvocationOperation call)
    {
        IOperation value = call;
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IAwaitOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" } adapter
                    when adapter.Instance == value:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    value = value.Parent;
                    break;
                default:
                    return value;
            }
        }
    }

    private bool IsNeverRead(IOperation result, string? member)
    {
        switch (result.Parent)
        {
            case IExpressionStatementOperation:
            case ISimpleAssignmentOperation { Target: IDiscardOperation }:
            case IUsingOperation scope when scope.Resources == result:
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                var uses = values.UsesOf(local, result);
                return member is null
                    ? uses.Count == 0
                    : uses.All(use =>
                        use.Parent is IPropertyReferenceOperation property && property.Property.Name != member
                        || use.Parent is IInvocationOperation { Instance: { } owner } && owner == use
                    );
            default:
                return false;
        }
    }
}

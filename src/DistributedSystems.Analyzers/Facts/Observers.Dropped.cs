using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    // System.Threading.Tasks.TaskContinuationOptions.
    private const int OnlyOnRanToCompletion = 0x60000;
    private const int FireAndForgetFlag = 2;

    /// <summary>
    /// The remote write whose outcome nobody learns because the task of an invocation is dropped: a statement of its own, a discard, a
    /// local that nothing reads, a continuation for success only. Also a record handed to a producer without a delivery handler.
    /// </summary>
    public Reach? UnobservedWriteOf(IInvocationOperation invocation)
    {
        if (ReportsToMissingHandler(invocation))
        {
            return ApiOf(invocation.TargetMethod) is { } api ? new Reach(new RemoteCall(invocation, api), ImmutableArray<string>.Empty) : null;
        }

        if (!IsTaskLike(invocation.Type) || !IsDropped(invocation))
        {
            return null;
        }

        if (RemoteCallOf(invocation) is { } call)
        {
            return IsKnownWrite(call) && !Closes(call) && !IsForgottenOnPurpose(call) ? new Reach(call, ImmutableArray<string>.Empty) : null;
        }

        var reach = invocation.TargetMethod is { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks" } } && invocation.Arguments.Length > 0
            ? ReachOfFunction(invocation.Arguments[0].Value, Effect.FailingWrite, DeepestChain)
            : IsOwnMethod(invocation.TargetMethod) ? ReachOf(invocation, Effect.FailingWrite) : null;
        return reach is not null && !Closes(reach.Call) && !IsForgottenOnPurpose(reach.Call) ? reach : null;
    }

    /// <summary>Is a call known to change something? False also where its effect is not known.</summary>
    public bool IsKnownWrite(RemoteCall call) => ReplayOf(call).Replay is Replay.Idempotent or Replay.Keyed or Replay.Conditional or Replay.Accumulates;

    private bool IsDropped(IInvocationOperation invocation)
    {
        IOperation value = invocation;
        while (value.Parent is IConversionOperation or IParenthesizedOperation
            || (value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Unwrap" } adapter && ReceiverUse(value) == adapter)
            || (value.Parent is IInvocationOperation { TargetMethod.Name: "ContinueWith" } continuation && continuation.Instance == value && IsForSuccessOnly(continuation)))
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation } => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } declarator } => UsesOf(local, declarator).Count == 0 && !IsDisposedByScope(declarator),
            _ => false,
        };
    }

    private static bool IsForSuccessOnly(IInvocationOperation continuation)
    {
        foreach (var argument in continuation.Arguments)
        {
            if (argument.Value.ConstantValue is { HasValue: true, Value: int options } && argument.Parameter?.Type.Name == "TaskContinuationOptions" && (options & OnlyOnRanToCompletion) == OnlyOnRanToCompletion)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Redis: an explicit flag, or a batch or transaction whose execution is what is waited for.</summary>
    private static bool IsForgottenOnPurpose(RemoteCall call)
    {
        if (call.Invocation.Instance?.Type is { Name: "IBatch" or "ITransaction", ContainingNamespace.Name: "Redis" })
        {
            return true;
        }

        foreach (var argument in call.Invocation.Arguments)
        {
            if (argument.Parameter?.Type is { Name: "CommandFlags", ContainingNamespace.Name: "Redis" } && (argument.Value.ConstantValue is not { HasValue: true, Value: int flags } || (flags & FireAndForgetFlag) != 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Kafka's <c>Produce</c> tells the outcome to its delivery handler only.</summary>
    private bool ReportsToMissingHandler(IInvocationOperation invocation)
    {
        if (invocation.TargetMethod.Name != "Produce" || ApiOf(invocation.TargetMethod) is not { Replay: Replay.Accumulates })
        {
            return false;
        }

        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter?.Type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, TypeArguments.Length: 1 } handler && handler.TypeArguments[0].Name == "DeliveryReport")
            {
                return argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Value.ConstantValue is { HasValue: true, Value: null };
            }
        }

        return false;
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    // System.Threading.Tasks.TaskContinuationOptions.
    private const int OnlyOnRanToCompletion = 0x60000;
    private const int FireAndForgetFlag = 2;

    private readonly ConcurrentDictionary<IFieldSymbol, bool> onlyFilled = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The remote write whose outcome nobody learns because the task of an invocation is dropped: a statement of its own, a discard, a
    /// local or private field that nothing reads, a collection that is only filled, a method that does not look at it, a continuation for
    /// success only. Also a record handed to a producer without a delivery handler.
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

        var reach = (StartsBackgroundWork(invocation) || IsContinuation(invocation)) && invocation.Arguments.Length > 0
            ? ReachOfFunction(invocation.Arguments[0].Value, Effect.FailingWrite, DeepestChain)
            : IsOwnMethod(invocation.TargetMethod) ? ReachOf(invocation, Effect.FailingWrite) : null;
        return reach is not null && !Closes(reach.Call) && !IsForgottenOnPurpose(reach.Call) ? reach : null;
    }

    /// <summary>Is a call known to change something? False also where its effect is not known.</summary>
    public bool IsKnownWrite(RemoteCall call) => ReplayOf(call).Replay is Replay.Idempotent or Replay.Keyed or Replay.Conditional or Replay.Accumulates;

    private bool IsDropped(IInvocationOperation invocation)
    {
        IOperation value = invocation;
        while (PassedOnBy(value) is { } outer)
        {
            value = outer;
        }

        return value.Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation } => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } declarator } => UsesOf(local, declarator).Count == 0 && !IsDisposedByScope(declarator),
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: var field }, Parent: IExpressionStatementOperation } assignment when assignment.Value == value => IsOnlyFilled(field),
            IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } => call.Instance is IFieldReferenceOperation { Field: var collection } ? IsFilling(call) && IsOnlyFilled(collection) : IsIgnored(parameter, call),
            _ => false,
        };
    }

    /// <summary>The expression around a task that stands for its outcome no less than the task itself.</summary>
    private static IOperation? PassedOnBy(IOperation task) => task.Parent is IConversionOperation or IParenthesizedOperation ? task.Parent
        : ReceiverUse(task) is IInvocationOperation { TargetMethod.Name: var name } call && (name is "ConfigureAwait" or "AsTask" or "Unwrap" || (name == "ContinueWith" && IsForSuccessOnly(call))) ? call
        : null;

    private static bool IsContinuation(IInvocationOperation invocation) => invocation.TargetMethod is { Name: "ContinueWith", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } };

    /// <summary>Handed to a method of the project that does not look at it.</summary>
    private bool IsIgnored(IParameterSymbol parameter, IInvocationOperation call)
    {
        var method = call.TargetMethod.OriginalDefinition;
        return IsOwnMethod(method) && !IsReplaceable(method) && BodyOf(method) is { } body
            && !body.Descendants().Any(use => use is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, method.Parameters[parameter.Ordinal]));
    }

    private static bool IsFilling(IInvocationOperation call) => call is { TargetMethod.Name: "Add" or "Enqueue" or "Push" or "TryAdd", Parent: IExpressionStatementOperation };

    /// <summary>A private field that its type assigns, or a collection in one that its type fills, and that nothing ever reads.</summary>
    private bool IsOnlyFilled(IFieldSymbol field) => field.DeclaredAccessibility == Accessibility.Private && field.GetAttributes().IsEmpty && onlyFilled.GetOrAdd(field.OriginalDefinition, own =>
    {
        foreach (var reference in own.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != own.Name || !SymbolEqualityComparer.Default.Equals(Models.Of(node.SyntaxTree).GetSymbolInfo(node).Symbol?.OriginalDefinition, own))
                {
                    continue;
                }

                var use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (SyntaxNode)access : name;
                var isOnlyFilled = Models.Of(node.SyntaxTree).GetOperation(use) is IFieldReferenceOperation value && value.Parent switch
                {
                    ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment => assignment.Target == value,
                    IInvocationOperation call => call.Instance == value && IsFilling(call),
                    _ => false,
                };
                if (!isOnlyFilled)
                {
                    return false;
                }
            }
        }

        return true;
    });

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

    /// <summary>Redis: an explicit flag. What a batch or transaction sends has no effect of its own (<see cref="ReplayOf"/>): its execution is what is waited for.</summary>
    private static bool IsForgottenOnPurpose(RemoteCall call)
    {
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

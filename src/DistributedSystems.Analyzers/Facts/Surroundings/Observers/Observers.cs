using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Who learns that a remote call has failed.</summary>
internal sealed partial class Observers(
    SemanticModels models,
    Values values,
    FlowGraphs flowGraphs,
    Functions functions,
    RemoteCalls remoteCalls,
    Runners runners,
    FailurePaths failurePaths,
    Effects effects,
    Reachability reachability,
    Clients clients
)
{
    // System.Threading.Tasks.TaskContinuationOptions.
    private const int OnlyOnRanToCompletion = 0x60000;

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
            return remoteCalls.ApiOf(invocation.TargetMethod) is { } api
                ? new Reach(new RemoteCall(invocation, api), ImmutableArray<string>.Empty)
                : null;
        }

        if (!Symbols.IsTaskLike(invocation.Type) || !IsDropped(invocation))
        {
            return null;
        }

        if (remoteCalls.RemoteCallOf(invocation) is { } call)
        {
            return effects.IsKnownWrite(call) && !OrdinaryMembers.Closes(call) && !Effects.IsForgottenOnPurpose(call)
                ? new Reach(call, ImmutableArray<string>.Empty)
                : null;
        }

        var reach =
            (StartsBackgroundWork(invocation) || IsContinuation(invocation)) && invocation.Arguments.Length > 0
                ? reachability.ReachOfFunction(invocation.Arguments[0].Value, Effect.FailingWrite, Reachability.DeepestChain)
            : functions.IsOwnMethod(invocation.TargetMethod) ? reachability.ReachOf(invocation, Effect.FailingWrite)
            : null;
        return reach is not null && !OrdinaryMembers.Closes(reach.Call) && !Effects.IsForgottenOnPurpose(reach.Call) ? reach : null;
    }

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
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } declarator } => values
                .UsesOf(local, declarator)
                .Count == 0
                && !Operations.IsDisposedByScope(declarator),
            ISimpleAssignmentOperation
            {
                Target: IFieldReferenceOperation { Field: var field },
                Parent: IExpressionStatementOperation
            } assignment when assignment.Value == value => IsOnlyFilled(field),
            IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation call } => call.Instance
                is IFieldReferenceOperation { Field: var collection }
                ? IsFilling(call) && IsOnlyFilled(collection)
                : IsIgnored(parameter, call),
            _ => false,
        };
    }

    /// <summary>The expression around a task that stands for its outcome no less than the task itself.</summary>
    private static IOperation? PassedOnBy(IOperation task) =>
        task.Parent is IConversionOperation or IParenthesizedOperation ? task.Parent
        : task.Parent is IConditionalAccessOperation access && access.WhenNotNull == task ? access
        : Operations.ReceiverUse(task) is IInvocationOperation { TargetMethod.Name: var name } call
        && (name is "ConfigureAwait" or "AsTask" or "Unwrap" || (name == "ContinueWith" && IsForSuccessOnly(call)))
            ? call
        : null;

    private static bool IsContinuation(IInvocationOperation invocation) =>
        invocation.TargetMethod is { Name: "ContinueWith", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } };

    /// <summary>Handed to a method of the project that does not look at it.</summary>
    private bool IsIgnored(IParameterSymbol parameter, IInvocationOperation call)
    {
        var method = call.TargetMethod.OriginalDefinition;
        return functions.IsOwnMethod(method)
            && !Functions.IsReplaceable(method)
            && functions.BodyOf(method) is { } body
            && !body.Descendants()
                .Any(use =>
                    use is IParameterReferenceOperation reference
                    && SymbolEqualityComparer.Default.Equals(reference.Parameter, method.Parameters[parameter.Ordinal])
                );
    }

    private static bool IsFilling(IInvocationOperation call) =>
        call is { TargetMethod.Name: "Add" or "Enqueue" or "Push" or "TryAdd", Parent: IExpressionStatementOperation };

    /// <summary>A private field that its type assigns, or a collection in one that its type fills, and that nothing ever reads.</summary>
    private bool IsOnlyFilled(IFieldSymbol field) =>
        field.DeclaredAccessibility == Accessibility.Private
        && field.GetAttributes().IsEmpty
        && onlyFilled.GetOrAdd(
            field.OriginalDefinition,
            own =>
            {
                foreach (var reference in own.ContainingType.DeclaringSyntaxReferences)
                {
                    foreach (var node in reference.GetSyntax().DescendantNodes())
                    {
                        if (
                            node is not IdentifierNameSyntax name
                            || name.Identifier.ValueText != own.Name
                            || !SymbolEqualityComparer.Default.Equals(
                                models.Of(node.SyntaxTree).GetSymbolInfo(node).Symbol?.OriginalDefinition,
                                own
                            )
                        )
                        {
                            continue;
                        }

                        var use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? (SyntaxNode)access : name;
                        var isOnlyFilled =
                            models.Of(node.SyntaxTree).GetOperation(use) is IFieldReferenceOperation value
                            && value.Parent switch
                            {
                                ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment => assignment.Target
                                    == value,
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
            }
        );

    private static bool IsForSuccessOnly(IInvocationOperation continuation)
    {
        foreach (var argument in continuation.Arguments)
        {
            if (
                argument.Value.ConstantValue is { HasValue: true, Value: int options }
                && argument.Parameter?.Type.Name == "TaskContinuationOptions"
                && (options & OnlyOnRanToCompletion) == OnlyOnRanToCompletion
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Kafka's <c>Produce</c> tells the outcome to its delivery handler only.</summary>
    private bool ReportsToMissingHandler(IInvocationOperation invocation)
    {
        if (invocation.TargetMethod.Name != "Produce" || remoteCalls.ApiOf(invocation.TargetMethod) is not { Replay: Replay.Accumulates })
        {
            return false;
        }

        foreach (var argument in invocation.Arguments)
        {
            if (
                argument.Parameter?.Type is INamedTypeSymbol { TypeKind: TypeKind.Delegate, TypeArguments.Length: 1 } handler
                && handler.TypeArguments[0].Name == "DeliveryReport"
            )
            {
                return argument.ArgumentKind == ArgumentKind.DefaultValue
                    || argument.Value.ConstantValue is { HasValue: true, Value: null };
            }
        }

        return false;
    }

    /// <summary>
    /// Why nobody sees an exception that leaves the function around an operation, as messages say it: it is <c>async void</c>, a timer's
    /// callback, a thread's body, the loop of a hosted service or of a task that nobody waits for. Null where a caller sees it.
    /// </summary>
    public string? NobodyObserves(IOperation operation, ISymbol member)
    {
        switch (Operations.FunctionAround(operation))
        {
            case ILocalFunctionOperation { Symbol: { } local }:
                return OfMethod(local, member, operation);
            case IAnonymousFunctionOperation lambda:
                return lambda.Symbol is { IsAsync: true, ReturnsVoid: true } ? "an 'async void' lambda, where it ends the process"
                    : Functions.ConsumerOf(lambda) is IInvocationOperation own && RunsInPlace(own, lambda) && IsUnhandled(own)
                        ? NobodyObserves(own, member)
                    : UnobservedRunBy(Functions.ConsumerOf(lambda), operation);
        }

        return member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method ? null
            : method.Name == "ExecuteAsync" && clients.IsStartedByHost(method)
                ? IsInEndlessLoop(operation) ? "the loop of a hosted service, where it stops the host by default"
                    : null
            : OfMethod(method, method, operation);
    }

    private string? OfMethod(IMethodSymbol method, ISymbol member, IOperation operation)
    {
        if (method is { ReturnsVoid: true, IsAsync: true })
        {
            return $"'async void {method.Name}', where it ends the process";
        }

        if (method.DeclaredAccessibility is Accessibility.Private or Accessibility.NotApplicable)
        {
            foreach (var consumer in functions.ConsumersOf(method, member))
            {
                if (UnobservedRunBy(consumer, operation) is { } run)
                {
                    return run;
                }
            }
        }

        return null;
    }

    /// <summary>How messages name what runs a function with nobody above it; null where somebody may be.</summary>
    private string? UnobservedRunBy(IOperation? consumer, IOperation operation) =>
        consumer switch
        {
            IObjectCreationOperation { Type: { Name: "Thread", ContainingNamespace.Name: "Threading" } } =>
                "the body of a thread, where it ends the process",
            IObjectCreationOperation { Type: { Name: "Timer", ContainingNamespace.Name: "Threading" } } =>
                "a timer's callback, where it ends the process",
            IInvocationOperation
            {
                TargetMethod: { Name: "QueueUserWorkItem" or "UnsafeQueueUserWorkItem", ContainingType.Name: "ThreadPool" }
            } => "a work item of the thread pool, where it ends the process",
            IEventAssignmentOperation
            {
                Adds: true,
                EventReference: IEventReferenceOperation
                {
                    Event: { Name: "Elapsed", ContainingType: { Name: "Timer", ContainingNamespace.Name: "Timers" } }
                }
            } => "a handler of 'Timer.Elapsed', where the timer drops it",

            // A write in it is what DIST3003 reports.
            IInvocationOperation run
                when StartsBackgroundWork(run) && IsInEndlessLoop(operation) && IsDropped(run) && UnobservedWriteOf(run) is null =>
                "a background loop that nobody waits for, where it ends the loop without a trace",
            _ => null,
        };

    private static bool StartsBackgroundWork(IInvocationOperation run) =>
        run.TargetMethod
            is { Name: "Run" or "StartNew", ContainingType: { Name: "Task" or "TaskFactory", ContainingNamespace.Name: "Tasks" } };

    /// <summary>In a loop that is not over some items at hand: work that is meant to go on.</summary>
    private static bool IsInEndlessLoop(IOperation operation)
    {
        for (
            var ancestor = operation.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (ancestor is IWhileLoopOperation or IForEachLoopOperation { IsAsynchronous: true } or IForLoopOperation { Condition: null })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The remote call whose failure leaves the function around an invocation unhandled: the invocation itself, or one that it reaches.
    /// Null where any handler on the way may take it, and where a pipeline or a helper runs the call.
    /// </summary>
    public Reach? UnhandledFailureOf(IInvocationOperation invocation)
    {
        if (remoteCalls.RemoteCallOf(invocation) is { } call)
        {
            return !OrdinaryMembers.Closes(call) && runners.IsWaitedFor(invocation) && IsUnhandled(invocation)
                ? new Reach(call, ImmutableArray<string>.Empty)
                : null;
        }

        return
            functions.IsOwnMethod(invocation.TargetMethod)
            && !invocation.Arguments.Any(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
            && runners.IsWaitedFor(invocation)
            && reachability.ReachOf(invocation, Effect.Fails) is { } reach
            && !OrdinaryMembers.Closes(reach.Call)
            && IsUnhandled(invocation)
            ? reach
            : null;
    }

    private bool IsUnhandled(IInvocationOperation call) =>
        flowGraphs.Around(call) is { } graph
        && failurePaths.FlowAfter(call, graph, loop: null, Hypothesis.AmbiguousException)
            is { Throws: true, Returns: false, MayRepeat: false };
}

using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What becomes of a message whose processing failed.</summary>
internal sealed partial class FailedDeliveries(
    Deliveries deliveries,
    CatalogIndex catalog,
    Project project,
    WellKnownTypes types,
    Values values,
    Functions functions,
    RemoteCalls remoteCalls,
    Handlers handlers
)
{
    /// <summary>
    /// Does a call put a message back whatever made it fail: in a handler of every exception, under no condition, with no limit of the queue's
    /// in sight? A message that can never be processed then comes back for ever.
    /// </summary>
    public bool IsPutBackForEver(RemoteCall call) =>
        (
            call.Api.PutsBack
                ? IsOnEveryFailure(call.Invocation)
                : call.Api.RequeueParameter is { } requeue
                    && call.ArgumentFor(requeue) is { } argument
                    && (
                        deliveries.IsTrue(argument.Value)
                            ? IsOnEveryFailure(call.Invocation)
                            : IsToldToPutBack(call.Invocation, argument.Value)
                    )
        ) && !project.Spells(Spelled.DeliveryLimit);

    private bool IsOnEveryFailure(IInvocationOperation call) =>
        HandlerAround(call) is { } handler
            ? CatchesEverything(handler) && IsUnconditional(call, handler)
            : IsCalledOnFailure(call) || IsToldOfFailure(call);

    /// <summary>
    /// The call that settles a message after its work, where this handler of the work's failures settles it in no way: the broker keeps it for
    /// this consumer until the connection ends, and then delivers it again. Null where a failure is passed on or the handler may settle it.
    /// </summary>
    public RemoteCall? NeverSettledAfter(ICatchClauseOperation handler)
    {
        if (handler is not { Parent: ITryOperation attempt } || !handlers.IsEmptyOrLogs(handler.Handler))
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (
                operation is IInvocationOperation call
                && Operations.FunctionAround(call) == Operations.FunctionAround(handler)
                && remoteCalls.RemoteCallOf(call) is { Api.Completes: true } settling
                && IsHeldUntilSettled(settling)
                && !IsRepeatedHere(attempt, deliveries.MessageOf(settling.Invocation))
                && !IsSettledBehind(attempt)
            )
            {
                return settling;
            }
        }

        return null;
    }

    /// <summary>The broker has no time after which it takes a message back: it offers to put it back instead.</summary>
    private bool IsHeldUntilSettled(RemoteCall settling) =>
        settling
            .Invocation.TargetMethod.ContainingType.GetMembers()
            .OfType<IMethodSymbol>()
            .Any(method => catalog.HasMember(method.Name) && remoteCalls.ApiOf(method)?.RequeueParameter is not null);

    /// <summary>The next pass of the loop has the same message.</summary>
    private static bool IsRepeatedHere(ITryOperation attempt, HashSet<ISymbol> message) =>
        Operations.NearestLoopAround(attempt) is { } loop
        && !message.Any(symbol => symbol.DeclaringSyntaxReferences.Any(place => loop.Syntax.Span.Contains(place.Span)));

    private bool IsSettledBehind(ITryOperation attempt)
    {
        var function = Operations.FunctionAround(attempt) ?? Values.RootOf(attempt);
        return function
            .Descendants()
            .OfType<IInvocationOperation>()
            .Any(call =>
                !attempt.Body.Syntax.Span.Contains(call.Syntax.Span)
                && (
                    remoteCalls.RemoteCallOf(call)?.Api is { Acknowledges: true } or { Completes: true }
                    || (functions.IsOwnMethod(call.TargetMethod) && Settles(call.TargetMethod))
                )
            );
    }

    private bool Settles(IMethodSymbol method) =>
        functions.BodyOf(method.OriginalDefinition) is { } body
        && body.Descendants().OfType<IInvocationOperation>().Any(call => remoteCalls.RemoteCallOf(call)?.Api is { Acknowledges: true });

    private bool CatchesEverything(ICatchClauseOperation handler) =>
        handler.Filter is null
        && (
            handler.ExceptionType is null or { SpecialType: SpecialType.System_Object }
            || SymbolEqualityComparer.Default.Equals(handler.ExceptionType, types.Exception)
        );

    // Whether the channel is still open says nothing of the message.
    private bool IsUnconditional(IInvocationOperation call, ICatchClauseOperation handler) =>
        Guards
            .Of(call)
            .Where(guard => handler.Handler.Syntax.Span.Contains(guard.Condition.Syntax.Span))
            .All(guard => IsAboutReceiver(guard, call));

    private static ICatchClauseOperation? HandlerAround(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ICatchClauseOperation handler)
            {
                return handler;
            }

            if (around is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>A private step does what it is told, and a handler of every exception tells it to put the message back.</summary>
    private bool IsToldToPutBack(IInvocationOperation call, IOperation flag) =>
        Values.Unwrap(flag) is IParameterReferenceOperation { Parameter: var told }
        && HandlerAround(call) is null
        && Guards.Of(call).All(guard => IsAboutReceiver(guard, call))
        && functions
            .ArgumentsPassedFor(told)
            .Any(passed =>
                deliveries.IsTrue(passed)
                && HandlerAround(passed) is { } handler
                && CatchesEverything(handler)
                && !Guards.Of(passed).Any(guard => handler.Handler.Syntax.Span.Contains(guard.Condition.Syntax.Span))
            );

    /// <summary>A private step that only handlers of every exception call.</summary>
    private bool IsCalledOnFailure(IInvocationOperation call)
    {
        if (
            Operations.EnclosingMethodOf(call) is not { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary } step
            || Guards.Of(call).Any()
        )
        {
            return false;
        }

        var callers = functions.CallsInType(step, step.ContainingType).ToList();
        return callers.Count > 0
            && callers.All(caller =>
                HandlerAround(caller) is { } handler && CatchesEverything(handler) && IsUnconditional(caller, handler)
            );
    }
}

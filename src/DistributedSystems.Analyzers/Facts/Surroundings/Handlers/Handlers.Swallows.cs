using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Handlers
{
    /// <summary>
    /// The remote write whose failure a catch clause keeps from the caller: the clause is empty or only logs, and the function then ends
    /// as it does after success. Null in loops that go on with the next item and in functions that have no caller to tell.
    /// </summary>
    public Reach? WriteSwallowedBy(ICatchClauseOperation handler, ISymbol member)
    {
        if (
            handler is not { Parent: ITryOperation attempt, Filter: null }
            || member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
            || !TellsOnlySuccess(method)
            || Operations.FunctionAround(handler) is not null
            || Operations.IsInLoop(handler)
            || !CatchesOutages(handler.ExceptionType)
            || !IsEmptyOrLogs(handler.Handler)
        )
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (
                operation is IInvocationOperation invocation
                && Operations.FunctionAround(invocation) is null
                && runners.IsWaitedFor(invocation)
                && !IsInTryInside(invocation, attempt)
            )
            {
                var write = remoteCalls.RemoteCallOf(invocation) is { } call
                    ? MattersToTheCaller(call)
                        ? new Reach(call, ImmutableArray<string>.Empty)
                        : null
                    : functions.IsOwnMethod(invocation.TargetMethod)
                    && reachability.ReachOf(invocation, Effect.FailingWrite) is { } reach
                    && MattersToTheCaller(reach.Call)
                        ? reach
                        : null;
                if (write is not null)
                {
                    return write;
                }
            }
        }

        return null;
    }

    /// <summary>A public promise without a result: returning is saying that it was done.</summary>
    private bool TellsOnlySuccess(IMethodSymbol method) =>
        (method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal || !method.ExplicitInterfaceImplementations.IsEmpty)
        && (
            method.ReturnsVoid
                ? !method.IsAsync
                : method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.IsEmpty: true }
        )
        && !clients.IsStartedByHost(method)
        && OrdinaryMembers.OrdinaryLooking(method) is null
        && method.Name is not "DisposeAsync";

    /// <summary>
    /// A write that is set only under a condition is mostly a cache's, closing is done with anyway, and a message whose acknowledgement
    /// fails comes again.
    /// What may be repeated of other libraries is also an open connection or an entry of a cache.
    /// </summary>
    private bool MattersToTheCaller(RemoteCall call) =>
        !OrdinaryMembers.Closes(call)
        && !Effects.IsForgottenOnPurpose(call)
        && replays.Of(call).Replay switch
        {
            Replay.Accumulates or Replay.Keyed => true,
            Replay.Idempotent => call.Api is not { IsHttp: false, HttpRequestParameter: null, SqlParameter: null, SqlMember: null },
            _ => false,
        };

    /// <summary>Every exception, or one that stands for a broken connection or a timeout. What else a library throws is an
    /// answer.</summary>
    private static bool CatchesOutages(ITypeSymbol? caught) =>
        caught is null or { SpecialType: SpecialType.System_Object }
        || caught.FullName() is "System.Exception"
        || RemoteFailures.AmbiguousFailures.Contains(caught.FullName());

    private static bool IsInTryInside(IOperation operation, ITryOperation outer)
    {
        for (var ancestor = operation.Parent; ancestor is not null && ancestor != outer; ancestor = ancestor.Parent)
        {
            if (ancestor is ITryOperation { Catches.IsEmpty: false })
            {
                return true;
            }
        }

        return false;
    }

    private bool IsEmptyOrLogs(IBlockOperation handler)
    {
        foreach (var operation in handler.Descendants())
        {
            switch (operation)
            {
                case IInvocationOperation call when !IsLogging(call):
                case IAssignmentOperation
                or IIncrementOrDecrementOperation
                or IThrowOperation
                or IReturnOperation
                or IBranchOperation
                or IConditionalOperation
                or IAwaitOperation
                or IEventAssignmentOperation:
                    return false;
            }
        }

        return true;
    }

    private bool IsLogging(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        return type is { Name: "LoggerExtensions" or "ILogger" or "Console" or "Debug" or "Trace" or "Log" or "Logger" }
            || type.ContainingNamespace?.Name is "Logging" or "Serilog" or "NLog"
            || (
                type.SpecialType == SpecialType.System_String
                || type.SpecialType == SpecialType.System_Object
                || call.TargetMethod.Name == "ToString"
            )
            || (
                call.Instance is IPropertyReferenceOperation { Type: { Name: "TextWriter" } }
                && call.TargetMethod.Name is "WriteLine" or "Write"
            );
    }
}

using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Handlers
{
    // Parts of the names that libraries give to what takes away, opens, listens or asks.
    private static readonly string[] NotStoring =
    {
        "Bind",
        "Connect",
        "Declare",
        "Delete",
        "Expire",
        "Flush",
        "Open",
        "Ping",
        "Prepare",
        "Purge",
        "Remove",
        "Subscribe",
    };

    /// <summary>
    /// The remote write whose failure a catch clause keeps from the caller: the clause is empty or only logs, and the function then ends
    /// as it does after success. Null in loops that go on with the next item and in functions that have no caller to tell.
    /// </summary>
    public Reach? WriteSwallowedBy(ICatchClauseOperation handler, ISymbol member)
    {
        if (
            handler is not { Parent: ITryOperation attempt, Filter: null }
            || member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
            || !TellsOnlySuccess(method, attempt)
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

    /// <summary>A public promise whose result, if it has one, is the same after success: returning is saying that it was done.</summary>
    private bool TellsOnlySuccess(IMethodSymbol method, ITryOperation attempt) =>
        (method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal || !method.ExplicitInterfaceImplementations.IsEmpty)
        && (
            method.ReturnsVoid
                ? !method.IsAsync
                : method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.IsEmpty: true }
                    || ReturnsTheSameAfter(attempt)
        )
        && !clients.IsStartedByHost(method)
        && OrdinaryMembers.OrdinaryLooking(method) is null
        && method.Name is not "DisposeAsync";

    /// <summary>What is returned behind a try block that returns nothing itself and writes nothing that the result is made of.</summary>
    private static bool ReturnsTheSameAfter(ITryOperation attempt)
    {
        if (attempt.Parent is not IBlockOperation block || attempt.Body.Descendants().Any(part => part is IReturnOperation))
        {
            return false;
        }

        var written = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var part in attempt.Body.Descendants())
        {
            var target = part switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation step => step.Target,
                IArgumentOperation { Parameter.RefKind: not RefKind.None } given => given.Value,
                _ => null,
            };
            if (target is not null && SymbolOf(target) is { } symbol)
            {
                written.Add(symbol);
            }
        }

        var after = block.Operations.Skip(block.Operations.IndexOf(attempt) + 1).ToList();
        return after.Count > 0
            && after[after.Count - 1] is IReturnOperation
            && !after.Any(statement =>
                statement is not IReturnOperation and not IExpressionStatementOperation and not IVariableDeclarationGroupOperation
                || statement.Descendants().Any(part => SymbolOf(part) is { } read && written.Contains(read))
            );
    }

    private static ISymbol? SymbolOf(IOperation reference) =>
        reference switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IMemberReferenceOperation member => member.Member,
            _ => null,
        };

    /// <summary>
    /// A write that is set only under a condition is mostly a cache's, closing is done with anyway, and a message whose acknowledgement
    /// fails comes again.
    /// </summary>
    private bool MattersToTheCaller(RemoteCall call) =>
        !OrdinaryMembers.Closes(call)
        && !Effects.IsForgottenOnPurpose(call)
        && replays.Of(call).Replay switch
        {
            Replay.Accumulates or Replay.Keyed => true,
            Replay.Idempotent => call.Api is not { IsHttp: false, HttpRequestParameter: null, SqlParameter: null, SqlMember: null }
                || Stores(call),
            _ => false,
        };

    /// <summary>What may be repeated is also an open connection, an acknowledgement, an entry of a cache, which expires, or something that is
    /// missing anyway once it was removed.</summary>
    private static bool Stores(RemoteCall call) =>
        call.Api is { Acknowledges: false, Lock: LockRole.None, Expensive: false }
        && !NotStoring.Any(word => call.Invocation.TargetMethod.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
        && call.Invocation.Arguments.Any(argument =>
            argument.ArgumentKind != ArgumentKind.DefaultValue
            && argument.Value != Operations.ReceiverOf(call.Invocation)
            && argument.Parameter?.Type.Name != nameof(CancellationToken)
        )
        && !call.Invocation.Arguments.Any(argument =>
            argument.ArgumentKind != ArgumentKind.DefaultValue
            && argument.Value.DescendantsAndSelf().Any(part => part.Type is { Name: "TimeSpan" })
        );

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

    /// <summary>Does a handler do nothing but tell a log?</summary>
    public bool IsEmptyOrLogs(IBlockOperation handler)
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

    public static bool IsLogging(IInvocationOperation call)
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

using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A remote call that code of the project makes again, directly or through its own methods, and the place that makes it so.</summary>
/// <param name="Call">The invocation whose outcome decides.</param>
/// <param name="Name">How messages name it.</param>
/// <param name="Description">The place, as messages begin with it: <c>This loop</c>.</param>
/// <param name="Loop">What is repeated; null where that is the whole function.</param>
internal sealed record RepeatedCall(IInvocationOperation Call, string Name, string Description, SyntaxNode? Loop)
{
    /// <summary>The invocation that makes the call again, where it is not the call itself: of the method by itself, in a catch.</summary>
    public SyntaxNode? Again { get; init; }

    /// <summary>Success ends it, so that going round is for failures alone.</summary>
    public bool EndsWithSuccess { get; init; }

    /// <summary>Success ends it, and a failure that may pass goes round: a retry, and not the next poll.</summary>
    public bool IsRetried { get; init; }

    /// <summary>How often the call is made at most, the first time included; null where that is not known.</summary>
    public int? Rounds { get; init; }

    /// <summary>It is known to leave the process. What is not is awaited, or a function that somebody else has given, and may do
    /// anything.</summary>
    public bool IsRemote { get; init; } = true;

    /// <summary>It runs a function that the method around it was given: the loop is a helper's.</summary>
    public bool RunsDelegate => RunsGivenFunction(Call);

    public static bool RunsGivenFunction(IInvocationOperation call) =>
        call is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } callee }
        && Values.Unwrap(callee) is IParameterReferenceOperation;
}

/// <summary>The one enumeration of what code written by hand repeats: loops, jumps back, calls of a method by itself, catches that try once more.</summary>
internal sealed partial class RepeatedCalls(
    Functions functions,
    RemoteCalls remoteCalls,
    Runners runners,
    FailurePaths failurePaths,
    Reachability reachability,
    Attempts attempts,
    SecondAttempts secondAttempts,
    Retries retries
)
{
    // A helper hands its function on to one that repeats it, and seldom through a third.
    private const int DeepestHandOn = 2;

    private readonly ConcurrentDictionary<IParameterSymbol, bool> runsRemote = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<RepeatedCall>> callsByPlace = new();
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<RepeatedCall>> unknownByLoop = new();

    /// <summary>
    /// The remote calls that are made again, as the same operation, because of what stands at a place: a loop, a jump back, a call by which a
    /// method calls itself, a catch that tries once more. Calls of nested loops belong to those.
    /// </summary>
    /// <param name="place">A loop, a jump, a catch clause or an invocation.</param>
    /// <param name="containing">The member it stands in.</param>
    public ImmutableArray<RepeatedCall> At(IOperation place, ISymbol containing) =>
        place switch
        {
            ILoopOperation loop => By(loop),
            ICatchClauseOperation clause => callsByPlace.GetOrAdd(clause.Syntax, _ => RepeatedByCatch(clause)),
            IBranchOperation or IInvocationOperation => RetryOnBackEdge(place, containing) is { } retry
                ? ImmutableArray.Create(retry)
                : ImmutableArray<RepeatedCall>.Empty,
            _ => ImmutableArray<RepeatedCall>.Empty,
        };

    /// <summary>The remote calls of a loop that are the same operation each time it comes round: retries, and polls.</summary>
    public ImmutableArray<RepeatedCall> By(ILoopOperation loop) => callsByPlace.GetOrAdd(loop.Syntax, _ => Looped(loop));

    /// <summary>
    /// What a loop retries without anybody knowing that it leaves the process: awaited work, and functions that the method was given. For
    /// questions whose answer does not depend on what is repeated, such as whether a cancellation is swallowed.
    /// </summary>
    public ImmutableArray<RepeatedCall> UnknownBy(ILoopOperation loop) => unknownByLoop.GetOrAdd(loop.Syntax, _ => LoopedUnknown(loop));

    /// <summary>The first remote call that a loop retries; null where it retries none.</summary>
    public RepeatedCall? RetryIn(ILoopOperation loop)
    {
        foreach (var call in By(loop))
        {
            if (call.IsRetried)
            {
                return call;
            }
        }

        return null;
    }

    private ImmutableArray<RepeatedCall> Looped(ILoopOperation loop)
    {
        var calls = ImmutableArray.CreateBuilder<RepeatedCall>();
        foreach (var call in SameEachTimeIn(loop, MayLeave))
        {
            // Who gives a function is looked for in the whole project, so only where the answer matters.
            var endsWithSuccess = retries.EndsWithSuccess(call, loop.Syntax);
            if ((endsWithSuccess || IsPoll(call, loop)) && NameOf(call, asksCallers: endsWithSuccess) is { } name)
            {
                calls.Add(
                    new RepeatedCall(call, name, "This loop", loop.Syntax)
                    {
                        EndsWithSuccess = endsWithSuccess,
                        IsRetried = endsWithSuccess && GoesRound(call, loop.Syntax),
                        Rounds = attempts.RoundsOf(loop) ?? attempts.RoundsGuarded(loop),
                    }
                );
            }
        }

        return calls.ToImmutable();
    }

    /// <summary>
    /// The calls of a loop that change something, or that run a function somebody gave, and are the same operation each time it comes round,
    /// whatever their outcome leads to.
    /// </summary>
    public IEnumerable<RepeatedCall> EffectsOf(ILoopOperation loop) =>
        SameEachTimeIn(loop, call => MayLeave(call) && (IsGivenFunction(call) || reachability.Changes(call)))
            .Select(call => new RepeatedCall(call, NameOf(call, asksCallers: false) ?? NameAsWritten(call), "This loop", loop.Syntax));

    private ImmutableArray<RepeatedCall> LoopedUnknown(ILoopOperation loop)
    {
        var calls = ImmutableArray.CreateBuilder<RepeatedCall>();
        foreach (var call in SameEachTimeIn(loop, IsUnknownWork))
        {
            if (retries.EndsWithSuccess(call, loop.Syntax) && GoesRound(call, loop.Syntax) && NameOf(call) is null)
            {
                calls.Add(
                    new RepeatedCall(call, NameAsWritten(call), "This loop", loop.Syntax)
                    {
                        EndsWithSuccess = true,
                        IsRetried = true,
                        IsRemote = false,
                        Rounds = attempts.RoundsOf(loop) ?? attempts.RoundsGuarded(loop),
                    }
                );
            }
        }

        return calls.ToImmutable();
    }

    /// <summary>The wanted calls of a loop's own rounds that are the same operation in each of them.</summary>
    private IEnumerable<IInvocationOperation> SameEachTimeIn(ILoopOperation loop, Func<IInvocationOperation, bool> isWanted)
    {
        var function = Operations.FunctionAround(loop)?.Syntax;
        foreach (var operation in loop.Descendants())
        {
            if (
                operation is IInvocationOperation call
                && Operations.FunctionAround(call)?.Syntax == function
                && Operations.NearestLoopAround(call) == loop
                && isWanted(call)
                && retries.MayBeRepeated(call)
                && attempts.IsSameEachTime(call, loop.Syntax)
            )
            {
                yield return call;
            }
        }
    }

    private bool IsGivenFunction(IInvocationOperation call) => RepeatedCall.RunsGivenFunction(call) && runners.IsWaitedFor(call);

    private bool MayLeave(IInvocationOperation call) => remoteCalls.OperationOf(call) is not null || reachability.MayReach(call);

    /// <summary>A given function that is run and waited for, or a task of somebody else's that is awaited. Waiting itself is no work.</summary>
    private bool IsUnknownWork(IInvocationOperation call) =>
        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            ? IsGivenFunction(call)
            : Symbols.IsTaskLike(call.Type)
                && call.TargetMethod.ContainingNamespace?.FullName().StartsWith("System.Threading", StringComparison.Ordinal) == false
                && runners.IsWaitedFor(call);

    private bool GoesRound(IInvocationOperation call, SyntaxNode loop) =>
        failurePaths.WaysOf(call, loop, FailureKinds.Passing).Any(way => way.Path.MayRepeat);

    /// <summary>How messages name a call that waits for another process, or a delegate of which the code around it, or who passes it, says so;
    /// null for any other.</summary>
    private string? NameOf(IInvocationOperation call, bool asksCallers = true) =>
        reachability.RemoteNameOf(call) ?? (RunsRemoteDelegate(call, asksCallers) ? NameAsWritten(call) : null);

    /// <summary>A given function by the expression that runs it, any other call by its method.</summary>
    private static string NameAsWritten(IInvocationOperation call) =>
        call is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance.Syntax: var function }
            ? $"'{function}'"
            : $"'{Symbols.NameOf(call.TargetMethod)}'";

    private ImmutableArray<RepeatedCall> RepeatedByCatch(ICatchClauseOperation clause)
    {
        if (secondAttempts.In(clause) is var (first, again) && NameOf(first) is { } name)
        {
            return ImmutableArray.Create(
                new RepeatedCall(first, name, "This catch", clause.Parent!.Syntax)
                {
                    Again = again.Syntax,
                    EndsWithSuccess = true,
                    IsRetried = true,
                    Rounds = 2,
                }
            );
        }

        return ImmutableArray<RepeatedCall>.Empty;
    }

    /// <summary>
    /// Asks a service the same thing over and over. A counted loop goes through something; a listener that receives again at once does
    /// what it is there for.
    /// </summary>
    private bool IsPoll(IInvocationOperation call, ILoopOperation loop) =>
        loop is IWhileLoopOperation or IForLoopOperation { Condition: null }
        && remoteCalls.OperationOf(call) is not { Api: { Streaming: true } or { WeakDeadlineEvidence: true } };

    /// <summary>
    /// Is this the run of a delegate that a method was given, and known to call another process: by its answer, by a failure that only such calls
    /// have and the code around it catches, or because somebody in the project gives one that does?
    /// </summary>
    private bool RunsRemoteDelegate(IInvocationOperation call, bool asksCallers) =>
        IsGivenFunction(call)
        && (
            failurePaths.TellsFailureByAnswer(call)
            || CatchesRemoteFailure(call)
            || (asksCallers && retries.MayBeRepeated(call) && IsGivenRemote(call))
        );

    private bool IsGivenRemote(IInvocationOperation call) =>
        call.Instance is { } callee
        && Values.Unwrap(callee) is IParameterReferenceOperation { Parameter: var given }
        && runsRemote.GetOrAdd(given, one => IsGivenRemote(one, DeepestHandOn));

    private bool IsGivenRemote(IParameterSymbol given, int remaining) =>
        functions
            .ArgumentsPassedAnywhereFor(given)
            .Any(argument =>
                Values.Unwrap(argument) is IParameterReferenceOperation { Parameter: var further }
                    ? remaining > 0 && IsGivenRemote(further, remaining - 1)
                    : reachability.ReachOfFunction(argument, Effect.Waits, Reachability.DeepestChain) is not null
            );

    private static bool CatchesRemoteFailure(IInvocationOperation call) =>
        Operations
            .TriesAround(call)
            .Any(attempt => attempt.Catches.Any(clause => clause.ExceptionType is { } caught && RemoteFailures.IsOnlyRemote(caught)));
}

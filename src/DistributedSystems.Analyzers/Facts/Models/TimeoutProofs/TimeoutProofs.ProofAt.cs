using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Something done because an answer did not come in time, as if that proved a failure.</summary>
/// <param name="Action">What is done: the declared member.</param>
/// <param name="Occasion">The catch or the expiry, for messages.</param>
/// <param name="Model">The model in force, in which it proves nothing.</param>
internal sealed record TimeoutProof(IMethodSymbol Action, string Occasion, DeclaredModel Model);

internal sealed partial class TimeoutProofs
{
    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol?> actionsOnFailure = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Does a call take a timeout for a proof of failure: is it made on a timeout or an expiry, outside the synchronous model, and does it
    /// declare somebody failed or act as leader with no fencing token? Null where any of this is not known.
    /// </summary>
    public TimeoutProof? TimeoutProofAt(IInvocationOperation call, ISymbol site) =>
        declaredModels.ModelOf(site) is { } model
        && !SystemModels.TimeoutProvesFailure(model.Timing)
        && (
            declarations.Carries(call.TargetMethod, Annotations.DeclaresFailed)
            || declarations.Carries(call.TargetMethod, Annotations.RequiresLeadership)
            || IsInCatch(call)
            || Guards.Of(call).Any()
        )
        && ActionOnFailure(call.TargetMethod, depth: 0) is { } action
        && !AdmitsMistakes(site)
        && OccasionOf(call) is { } occasion
        && !fencing.IsFenced(call)
        && !TakesToken(call)
            ? new TimeoutProof(action, occasion, model)
            : null;

    /// <summary>The member that declares a failure or requires leadership: the method itself, or one that it certainly calls.</summary>
    private IMethodSymbol? ActionOnFailure(IMethodSymbol method, int depth)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (declarations.Carries(method, Annotations.DeclaresFailed) || declarations.Carries(method, Annotations.RequiresLeadership))
        {
            return method;
        }

        if (depth >= Reachability.DeepestChain || !functions.IsOwnMethod(method) || method.IsVirtual || method.IsAbstract)
        {
            return null;
        }

        if (actionsOnFailure.TryGetValue(method, out var known))
        {
            return known;
        }

        IMethodSymbol? found = null;
        foreach (var operation in functions.BodyOf(method)?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            // What a helper asks more about before it acts is its own affair.
            if (
                operation is IInvocationOperation call
                && !SymbolEqualityComparer.Default.Equals(call.TargetMethod, method)
                && !Guards.Of(call).Any()
                && !IsInCatch(call)
                && ActionOnFailure(call.TargetMethod, depth + 1) is { } action
                && !fencing.IsFenced(call)
            )
            {
                found = action;
                break;
            }
        }

        if (depth == 0 || found is not null)
        {
            actionsOnFailure.TryAdd(method, found);
        }

        return found;
    }

    private static bool IsInCatch(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ICatchClauseOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A new epoch is taken beside the action, or the action's own code uses one: whether it is used everywhere is asked in
    /// there.</summary>
    private bool TakesToken(IInvocationOperation action)
    {
        var read = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return Values
                .RootOf(action)
                .Descendants()
                .Any(operation =>
                    operation switch
                    {
                        IAssignmentOperation assignment => fencing.IsToken(assignment.Target),
                        IIncrementOrDecrementOperation step => fencing.IsToken(step.Target),
                        _ => false,
                    }
                ) || UsesToken(action.TargetMethod, depth: 0);

        bool UsesToken(IMethodSymbol method, int depth) =>
            functions.IsOwnMethod(method)
            && read.Add(method.OriginalDefinition)
            && functions.BodyOf(method.OriginalDefinition) is { } body
            && body.Descendants()
                .Any(operation =>
                    fencing.IsToken(operation)
                    || (
                        depth < Reachability.DeepestChain
                        && operation is IInvocationOperation call
                        && UsesToken(call.TargetMethod, depth + 1)
                    )
                );
    }

    private string? OccasionOf(IOperation action)
    {
        if (TimeoutCaughtAround(action) is { } caught)
        {
            return caught;
        }

        foreach (var guard in Guards.Of(action))
        {
            if (ExpiryIn(guard.Condition) is { } expiry && expiry.When == guard.When)
            {
                return $"'{expiry.Evidence}'";
            }
        }

        for (var around = action.Parent; around is not null; around = around.Parent)
        {
            if (around is IForEachLoopOperation loop && ExpiryOfElements(loop.Collection) is { } occasion)
            {
                return occasion;
            }

            // source.Token.Register(() => …)
            if (
                around
                    is IInvocationOperation
                    {
                        TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: { Name: "CancellationToken" } type }
                    } registration
                && Symbols.IsSystem(type, "System.Threading")
                && IsTimed(registration.Instance)
            )
            {
                return $"'{registration.Instance!.Syntax}'";
            }
        }

        return null;
    }

    /// <summary>Why a loop's elements are taken for dead: members.Where(member => now - member.Seen > limit)</summary>
    private string? ExpiryOfElements(IOperation collection)
    {
        while (
            values.ValueOf(collection)
                is IInvocationOperation
                {
                    TargetMethod: { ContainingType: { Name: "Enumerable" }, Name: var name },
                    Arguments: { Length: > 0 } arguments
                }
        )
        {
            if (
                name == "Where"
                && arguments[1].Value.Descendants().OfType<IReturnOperation>().FirstOrDefault()?.ReturnedValue is { } condition
                && ExpiryIn(condition) is { When: true } expiry
            )
            {
                return $"'{expiry.Evidence}'";
            }

            collection = arguments[0].Value;
        }

        return null;
    }

    /// <summary>The catch around an operation that receives a timeout: of an exception that says so, or of any failure of a remote
    /// call.</summary>
    private string? TimeoutCaughtAround(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ICatchClauseOperation { Parent: ITryOperation attempt } handler && Receives(handler, attempt))
            {
                return NameOf(handler);
            }
        }

        return null;
    }

    private bool Receives(ICatchClauseOperation handler, ITryOperation attempt) =>
        IsTimeout(handler.ExceptionType)
        || FiltersTimeouts(handler)
        || (RemoteFailures.MayCatch(handler.ExceptionType, thrown: null) && attempt.Body.Descendants().Any(MayTimeOut));

    private static string NameOf(ICatchClauseOperation handler) =>
        handler.ExceptionType is { SpecialType: not SpecialType.System_Object } type ? $"a caught {type.Name}" : "a caught exception";

    /// <summary>The catch of a timeout that leads from the try that one operation is the success of to another one behind it.</summary>
    private string? TimeoutSwallowedBetween(IOperation success, IOperation later)
    {
        for (IOperation inner = success; inner.Parent is { } around; inner = around)
        {
            if (around is ITryOperation attempt && attempt.Body == inner && !attempt.Syntax.Span.Contains(later.Syntax.Span))
            {
                return
                    attempt.Catches.FirstOrDefault(handler =>
                        Receives(handler, attempt)
                        && !handler
                            .Handler.Descendants()
                            .Any(operation => operation is IReturnOperation or IThrowOperation or IBranchOperation or IAssignmentOperation)
                    )
                        is { } handler
                    ? NameOf(handler)
                    : null;
            }
        }

        return null;
    }

    /// <summary>catch (Exception e) when (e is TimeoutException)</summary>
    private static bool FiltersTimeouts(ICatchClauseOperation handler) =>
        handler
            .Filter?.DescendantsAndSelf()
            .Any(part =>
                part switch
                {
                    IIsTypeOperation test => IsTimeout(test.TypeOperand),
                    ITypePatternOperation pattern => IsTimeout(pattern.MatchedType),
                    IDeclarationPatternOperation pattern => IsTimeout(pattern.MatchedType),
                    IRecursivePatternOperation pattern => IsTimeout(pattern.MatchedType),
                    _ => false,
                }
            ) == true;

    /// <summary>A call that is known to be remote, or is given a token that is cancelled after some time.</summary>
    private bool MayTimeOut(IOperation operation) =>
        operation is IInvocationOperation call
        && (
            remoteCalls.RemoteCallOf(call) is not null
            || call.Arguments.Any(argument => types.IsToken(argument.Parameter?.Type) && IsTimed(argument.Value))
        );

    private static bool IsTimeout(ITypeSymbol? exception)
    {
        for (var type = exception; type is not null; type = type.BaseType)
        {
            if (type is { Name: "TimeoutException" or "OperationCanceledException" } or { Name: "TimeoutRejectedException" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Inside a failure detector that is declared to make mistakes, a suspicion is not a proof and is taken back.</summary>
    private static bool AdmitsMistakes(ISymbol site) =>
        Declarations.NearestOf(site, Annotations.FailureDetector, out _) is { } detector
        && Annotations.Member<Accuracy>(detector, "accuracy") is { } accuracy
        && accuracy != Accuracy.Strong;
}

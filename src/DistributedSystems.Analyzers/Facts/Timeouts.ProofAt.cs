using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>Something done because an answer did not come in time, as if that proved a failure.</summary>
/// <param name="Action">What is done: the declared member.</param>
/// <param name="Occasion">The catch or the expiry, for messages.</param>
/// <param name="Model">The model in force, in which it proves nothing.</param>
internal sealed record TimeoutProof(IMethodSymbol Action, string Occasion, DeclaredModel Model);

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol?> actionsOnFailure = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Does a call take a timeout for a proof of failure: is it made on a timeout or an expiry, outside the synchronous model, and does it
    /// declare somebody failed or act as leader with no fencing token? Null where any of this is not known.
    /// </summary>
    public TimeoutProof? TimeoutProofAt(IInvocationOperation call, ISymbol site) =>
        ModelOf(site) is { } model && !SystemModels.TimeoutProvesFailure(model.Timing)
        && (Carries(call.TargetMethod, Annotations.DeclaresFailed) || Carries(call.TargetMethod, Annotations.RequiresLeadership) || IsInCatch(call) || Guards.Of(call).Any())
        && ActionOnFailure(call.TargetMethod, depth: 0) is { } action
        && !AdmitsMistakes(site)
        && OccasionOf(call) is { } occasion
        && !IsFenced(call)
            ? new TimeoutProof(action, occasion, model)
            : null;

    /// <summary>The member that declares a failure or requires leadership: the method itself, or one that it certainly calls.</summary>
    private IMethodSymbol? ActionOnFailure(IMethodSymbol method, int depth)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (Carries(method, Annotations.DeclaresFailed) || Carries(method, Annotations.RequiresLeadership))
        {
            return method;
        }

        if (depth >= DeepestChain || !IsOwnMethod(method) || method.IsVirtual || method.IsAbstract)
        {
            return null;
        }

        if (actionsOnFailure.TryGetValue(method, out var known))
        {
            return known;
        }

        IMethodSymbol? found = null;
        foreach (var operation in BodyOf(method)?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            // What a helper asks more about before it acts is its own affair.
            if (operation is IInvocationOperation call && !SymbolEqualityComparer.Default.Equals(call.TargetMethod, method)
                && !Guards.Of(call).Any() && !IsInCatch(call) && ActionOnFailure(call.TargetMethod, depth + 1) is { } action && !IsFenced(call))
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

        return null;
    }

    /// <summary>The catch around an operation that receives a timeout: of an exception that says so, or of any failure of a remote call.</summary>
    private string? TimeoutCaughtAround(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ICatchClauseOperation { Parent: ITryOperation attempt } handler
                && (IsTimeout(handler.ExceptionType) || FiltersTimeouts(handler) || (MayCatch(handler.ExceptionType, thrown: null) && attempt.Body.Descendants().Any(MayTimeOut))))
            {
                return handler.ExceptionType is { SpecialType: not SpecialType.System_Object } type ? $"a caught {type.Name}" : "a caught exception";
            }
        }

        return null;
    }

    /// <summary>catch (Exception e) when (e is TimeoutException)</summary>
    private static bool FiltersTimeouts(ICatchClauseOperation handler) => handler.Filter?.DescendantsAndSelf().Any(part => part switch
    {
        IIsTypeOperation test => IsTimeout(test.TypeOperand),
        ITypePatternOperation pattern => IsTimeout(pattern.MatchedType),
        IDeclarationPatternOperation pattern => IsTimeout(pattern.MatchedType),
        IRecursivePatternOperation pattern => IsTimeout(pattern.MatchedType),
        _ => false,
    }) == true;

    /// <summary>A call that is known to be remote, or is given a token that is cancelled after some time.</summary>
    private bool MayTimeOut(IOperation operation) =>
        operation is IInvocationOperation call && (RemoteCallOf(call) is not null || call.Arguments.Any(argument => IsToken(argument.Parameter?.Type) && IsTimed(argument.Value)));

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
        NearestOf(site, Annotations.FailureDetector, out _) is { } detector && Annotations.Member<Accuracy>(detector, "accuracy") is { } accuracy && accuracy != Accuracy.Strong;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>Why a call cannot keep the bounds that the synchronous model around it declares; null elsewhere, and where its wait is not known.</summary>
    public string? TimingConflictAt(IInvocationOperation call, ISymbol site)
    {
        if (ModelOf(site) is not { Timing: Timing.Synchronous } model)
        {
            return null;
        }

        var (remote, declared) = (RemoteCallOf(call), DeadlineOf(call.TargetMethod));
        // How long a WaitAsync waits is its own limit.
        if ((remote is null && declared is null) || call.Parent is IInvocationOperation { TargetMethod.Name: "WaitAsync" })
        {
            return null;
        }

        if (declared is null && BoundOf(remote!.Value).Answer == Bounded.No)
        {
            return "nothing ends the wait for it, and a synchronous component answers within a known time";
        }

        // A caller that gives up earlier does not wait for what the called side promises.
        var own = remote is { } bounded ? LongestWaitOf(bounded) : null;
        return (own < declared ? own : declared ?? own) is { } wait && model.MaxDelay is { } delay && wait > delay
            ? $"it may take {DurationText.Of(wait)}, longer than the declared MaxDelay of {DurationText.Of(delay)}"
            : null;
    }

    /// <summary>The deadline declared for a method, by itself or its type.</summary>
    private TimeSpan? DeadlineOf(IMethodSymbol method)
    {
        var declared = DeclaredFor(method.OriginalDefinition, Annotations.Deadline) ?? (method is { MethodKind: MethodKind.Ordinary, ContainingType: { } type } ? DeclaredFor(type, Annotations.Deadline) : null);
        return declared is not null && Durations.TryParse(Annotations.Text(declared, "duration"), out var limit) ? limit : null;
    }
}

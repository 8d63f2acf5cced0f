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
        if (remote is null && declared is null)
        {
            return null;
        }

        if (declared is null && BoundOf(remote!.Value).Answer == Bounded.No)
        {
            return "nothing ends the wait for it, and a synchronous component answers within a known time";
        }

        return (declared ?? LongestWaitOf(remote!.Value)) is { } wait && model.MaxDelay is { } delay && wait > delay
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

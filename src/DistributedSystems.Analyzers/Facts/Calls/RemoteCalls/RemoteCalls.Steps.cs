using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>The only code that a call of a method runs, and the remote calls it makes.</summary>
internal readonly record struct RemoteStep(IMethodSymbol Target, List<RemoteCall> Calls);

internal sealed partial class RemoteCalls
{
    // A step that makes more calls does more than one thing.
    private const int MostCallsOfStep = 3;

    /// <summary>
    /// A step of the project that makes a few remote calls at most; an interface counts where one class of the project implements it. Null where other
    /// code may run, and where it makes more calls.
    /// </summary>
    /// <param name="method">The method that is called.</param>
    /// <param name="counts">Which remote calls are asked about.</param>
    public RemoteStep? StepOf(IMethodSymbol method, Func<CatalogEntry, bool> counts)
    {
        var targets = functions.TargetsOf(method);
        if (targets.Length != 1 || !MayCall(targets[0]) || functions.BodyOf(targets[0]) is not { } body)
        {
            return null;
        }

        var calls = body.Descendants()
            .OfType<IInvocationOperation>()
            .Select(RemoteCallOf)
            .Where(inner => inner is { Api: { Remote: true } api } && counts(api))
            .Select(static inner => inner!.Value)
            .Take(MostCallsOfStep + 1)
            .ToList();
        return calls.Count > MostCallsOfStep ? null : new RemoteStep(targets[0], calls);
    }
}

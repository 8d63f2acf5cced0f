using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>What may take time on the way to the next attempt.</summary>
internal sealed class Waits(WellKnownTypes types, Values values)
{
    /// <summary>Is each of these delays, of which there is one, by a time that is computed without chance?</summary>
    public bool AreComputed(IReadOnlyCollection<IInvocationOperation> delays) =>
        delays.Count > 0
        && delays.All(delay => IsWithoutChance(DelayIn(delay)!, new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default)));

    /// <summary>The time that a call lets pass: <c>Task.Delay(t)</c>, <c>Thread.Sleep(t)</c>, with a <c>TimeProvider</c> or without. A
    /// delay that nobody awaits lets none pass.</summary>
    public static IOperation? DelayIn(IInvocationOperation call) =>
        call.TargetMethod
            is { Name: "Delay", ContainingType.Name: "Task" or "TimeProviderTaskExtensions" }
                or { Name: "Sleep", ContainingType.Name: "Thread" }
        && call.TargetMethod.ContainingNamespace.FullName() is "System.Threading.Tasks" or "System.Threading"
        && (call.TargetMethod.ReturnsVoid || !IsThrownAway(call))
            ? call
                .Arguments.FirstOrDefault(argument =>
                    argument.Parameter?.Name is "delay" or "millisecondsDelay" or "millisecondsTimeout" or "timeout"
                )
                ?.Value
            : null;

    private static bool IsThrownAway(IInvocationOperation task) =>
        task.Parent switch
        {
            IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } chained => IsThrownAway(chained),
            _ => false,
        };

    private bool IsWithoutChance(IOperation value, HashSet<ILocalSymbol> seen)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            switch (part)
            {
                case IAwaitOperation or IAnonymousFunctionOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation:
                case IInvocationOperation { TargetMethod: var method } when !(IsOf(method, types.Math) || IsOf(method, types.TimeSpan)):
                case IObjectCreationOperation { Constructor: { } constructor } when !IsOf(constructor, types.TimeSpan):
                case ILocalReferenceOperation { Local: var local } reference
                    when seen.Add(local) && !WritesTo(reference).All(written => IsWithoutChance(written, seen)):
                    return false;
            }
        }

        return true;

        static bool IsOf(IMethodSymbol method, INamedTypeSymbol? type) =>
            SymbolEqualityComparer.Default.Equals(method.ContainingType, type);
    }

    /// <summary>Everything that goes into a local, also by <c>+=</c> and the like; for the variable of a <c>foreach</c>, what it goes
    /// through.</summary>
    private IEnumerable<IOperation> WritesTo(ILocalReferenceOperation reference)
    {
        for (var ancestor = reference.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is IForEachLoopOperation each && each.Locals.Contains(reference.Local, SymbolEqualityComparer.Default))
            {
                yield return values.ValueOf(each.Collection);
            }
        }

        foreach (var written in values.WritesTo(reference).Values)
        {
            yield return written;
        }

        foreach (var use in values.UsesOf(reference.Local, reference))
        {
            if (use.Parent is ICompoundAssignmentOperation compound && compound.Target == use)
            {
                yield return compound.Value;
            }
            else if (use.Parent is IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Parent: { } call })
            {
                yield return call;
            }
        }
    }

    // Logging is what stands in nearly every catch; it does not hold the caller up.
    public static bool IsLogging(string space) =>
        space.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal)
        || space is "Serilog" or "NLog" or "log4net" or "log4net.Core";
}

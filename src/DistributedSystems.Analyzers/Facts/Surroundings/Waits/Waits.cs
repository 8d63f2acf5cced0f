using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>What may take time on the way to the next attempt.</summary>
internal sealed class Waits(WellKnownTypes types, Values values, Functions functions, RemoteCalls remoteCalls)
{
    private const int DeepestWait = 4;

    /// <summary>Does a loop delay its next round, and always by a time that is computed without chance?</summary>
    public bool HasOnlyComputedDelays(ILoopOperation loop)
    {
        var any = false;
        foreach (var part in loop.Descendants())
        {
            if (part is IInvocationOperation call && DelayIn(call) is { } delay)
            {
                any = true;
                if (!IsWithoutChance(delay, new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default)))
                {
                    return false;
                }
            }
        }

        return any;
    }

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

    /// <summary>
    /// May time pass while this operation runs: a delay, anything awaited, a call of which nothing is known? Only what surely goes on at
    /// once is answered with no: computing, logging, and the project's own methods that do nothing else.
    /// </summary>
    public bool MayWaitAt(IOperation operation) => MayWait(operation, DeepestWait);

    private bool MayWait(IOperation operation, int remaining)
    {
        switch (operation)
        {
            case IAnonymousFunctionOperation or ILocalFunctionOperation or IFlowAnonymousFunctionOperation:
                return false;
            case IAwaitOperation { Operation: var awaited } when !IsOwnTask(awaited):
                return true;
            case IDynamicInvocationOperation or IFunctionPointerInvocationOperation:
                return true;
            case IInvocationOperation call when MayWait(call, remaining):
                return true;
        }

        foreach (var part in operation.ChildOperations)
        {
            if (MayWait(part, remaining))
            {
                return true;
            }
        }

        return false;
    }

    // What an own method's task waits for is asked of its body.
    private bool IsOwnTask(IOperation awaited)
    {
        awaited = Values.Unwrap(awaited);
        while (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task })
        {
            awaited = Values.Unwrap(task);
        }

        return awaited is IInvocationOperation { TargetMethod: var method }
            && functions.IsOwnMethod(method)
            && method.MethodKind != MethodKind.DelegateInvoke;
    }

    private bool MayWait(IInvocationOperation call, int remaining)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (functions.IsOwnMethod(method))
        {
            // An interface's or a virtual method may be anything.
            return remaining == 0
                || method.MethodKind == MethodKind.DelegateInvoke
                || (call.IsVirtual && Functions.IsReplaceable(method))
                || functions.BodyOf(method) is not { } body
                || body.ChildOperations.Any(part => MayWait(part, remaining - 1));
        }

        var space = method.ContainingNamespace?.FullName() ?? "";
        return method.MethodKind == MethodKind.DelegateInvoke
            || method is { Name: "ReadLine" or "ReadKey", ContainingType.Name: "Console" }
            || method.Name is "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "GetResult" or "Join" or "Sleep" or "SpinUntil" or "SpinOnce"
            || !(
                IsLogging(space) || (Symbols.IsFrameworkNamespace(method.ContainingNamespace) && remoteCalls.ApiOf(method)?.Remote != true)
            );
    }

    // Logging is what stands in nearly every catch; it does not hold the caller up.
    public static bool IsLogging(string space) =>
        space.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal)
        || space is "Serilog" or "NLog" or "log4net" or "log4net.Core";
}

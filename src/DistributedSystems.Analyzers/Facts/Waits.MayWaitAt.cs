using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private const int DeepestWait = 4;

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

        return awaited is IInvocationOperation { TargetMethod: var method } && IsOwnMethod(method) && method.MethodKind != MethodKind.DelegateInvoke;
    }

    private bool MayWait(IInvocationOperation call, int remaining)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (IsOwnMethod(method))
        {
            // An interface's or a virtual method may be anything.
            return remaining == 0
                || method.MethodKind == MethodKind.DelegateInvoke
                || (call.IsVirtual && IsReplaceable(method))
                || BodyOf(method) is not { } body
                || body.ChildOperations.Any(part => MayWait(part, remaining - 1));
        }

        var space = method.ContainingNamespace?.FullName() ?? "";
        return method.MethodKind == MethodKind.DelegateInvoke
            || method is { Name: "ReadLine" or "ReadKey", ContainingType.Name: "Console" }
            || method.Name is "Wait" or "WaitOne" or "WaitAll" or "WaitAny" or "GetResult" or "Join" or "Sleep" or "SpinUntil" or "SpinOnce"
            || !(IsLogging(space) || (IsFrameworkNamespace(method.ContainingNamespace) && ApiOf(method)?.Remote != true));
    }

    // Logging is what stands in nearly every catch; it does not hold the caller up.
    private static bool IsLogging(string space) =>
        space.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal) || space is "Serilog" or "NLog" or "log4net" or "log4net.Core";
}

using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Calls of the framework that end after some time.</summary>
internal static class TimedWaits
{
    public static bool IsDelay(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod: { Name: "Delay", ContainingType: { Name: "Task" } type } }
        && Symbols.IsSystem(type, "System.Threading.Tasks");

    /// <summary>A wait whose answer is whether it was over in time.</summary>
    public static bool HasLimit(IInvocationOperation call) =>
        call.TargetMethod
            is {
                Name: "Wait" or "WaitOne" or "WaitAsync" or "WaitAll" or "Join" or "TryEnter" or "SignalAndWait",
                ContainingNamespace: { } space
            } method
        && space.FullName() is "System.Threading" or "System.Threading.Tasks"
        // Task.WaitAsync gives what the task gives, and throws when time is up.
        && method is not { Name: "WaitAsync", ContainingType.Name: "Task" }
        && (
            call.Type?.SpecialType == SpecialType.System_Boolean
            || call.Type is INamedTypeSymbol { Name: "Task", TypeArguments: { Length: 1 } result }
                && result[0].SpecialType == SpecialType.System_Boolean
        )
        && call.TargetMethod.Parameters.Any(parameter =>
            parameter.Type.SpecialType == SpecialType.System_Int32 || parameter.Type.Name == "TimeSpan"
        );
}

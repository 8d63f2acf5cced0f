using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>Whose thread a function runs on, and whether it could give it back while it waits.</summary>
internal enum ThreadUse
{
    /// <summary>The function is asynchronous: an await gives the thread back.</summary>
    Async,

    /// <summary>It is synchronous, and its own author may make it asynchronous.</summary>
    Synchronous,

    /// <summary>An interface, a base class or a delegate's type asks for a synchronous function.</summary>
    Prescribed,

    /// <summary>The thread is its own: the program's main thread, or one started for it.</summary>
    Own,
}

internal sealed partial class CompilationFacts
{
    private readonly Lazy<IMethodSymbol?> entryPoint;
    private readonly Lazy<bool> isCommandLineTool;

    /// <summary>A program that no host runs: it serves one user, once, so what a server could not afford is a matter of taste.</summary>
    public bool IsCommandLineTool => isCommandLineTool.Value;

    private bool IsProgram => Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    /// <summary>Many a tool references a host with the libraries that it shares with a service, but makes none and has nothing that one would run.</summary>
    private bool RunsWithoutHost() =>
        IsProgram
        && (Types.HostedService is null || (!CallSites.MakesHost && !IsDerivedFrom(Types.HostedService) && !IsDerivedFrom(Types.BackgroundService) && !IsDerivedFrom(Types.ControllerBase) && !IsDerivedFrom(Types.Controller)));

    private bool IsDerivedFrom(INamedTypeSymbol? type) => type is not null && !Hierarchy.DerivedFrom(type).IsEmpty;

    /// <summary>Whose thread waits where an operation blocks.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="member">The member it stands in.</param>
    public ThreadUse ThreadOf(IOperation operation, ISymbol member)
    {
        switch (FunctionAround(operation))
        {
            case ILocalFunctionOperation { Symbol: { } local }:
                return local.IsAsync ? ThreadUse.Async : IsEntryPoint(member) || IsStartedAsThread(local, member) ? ThreadUse.Own : ThreadUse.Synchronous;
            case IAnonymousFunctionOperation lambda:
                return lambda.Symbol.IsAsync ? ThreadUse.Async : ThreadOf(lambda, IsEntryPoint(member));
        }

        return member switch
        {
            IMethodSymbol { IsAsync: true } => ThreadUse.Async,
            IMethodSymbol method when IsEntryPoint(method) || IsStartedAsThread(method, method) => ThreadUse.Own,
            IMethodSymbol method when method.IsOverride || FulfilsContract(method) => ThreadUse.Prescribed,
            IMethodSymbol => ThreadUse.Synchronous,
            _ => ThreadUse.Prescribed,
        };
    }

    private static bool FulfilsContract(IMethodSymbol method)
    {
        foreach (var _ in CatalogIndex.ContractsOf(method))
        {
            return true;
        }

        return false;
    }

    private static ThreadUse ThreadOf(IAnonymousFunctionOperation lambda, bool inEntryPoint)
    {
        switch (ArgumentHolding(lambda)?.Parent)
        {
            case IObjectCreationOperation { Type: { Name: "Thread", ContainingNamespace.Name: "Threading" } }:
                return ThreadUse.Own;
            case IInvocationOperation { TargetMethod: { Name: "StartNew", ContainingType.Name: "TaskFactory" } } start:
                return start.Arguments.Any(argument => argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & (int)TaskCreationOptions.LongRunning) != 0) ? ThreadUse.Own : ThreadUse.Synchronous;
            case IInvocationOperation { TargetMethod: { Name: "Run", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } } }:
                return ThreadUse.Synchronous;
            default:
                return inEntryPoint ? ThreadUse.Own : ThreadUse.Prescribed;
        }
    }

    private bool IsEntryPoint(ISymbol member) => entryPoint.Value is { } main && SymbolEqualityComparer.Default.Equals(main, member);

    /// <summary>Does the type start a thread with this method: <c>new Thread(Run)</c>?</summary>
    private bool IsStartedAsThread(IMethodSymbol method, ISymbol member) =>
        ConsumersOf(method, member).Any(consumer => consumer is IObjectCreationOperation { Type: { Name: "Thread", ContainingNamespace.Name: "Threading" } });
}

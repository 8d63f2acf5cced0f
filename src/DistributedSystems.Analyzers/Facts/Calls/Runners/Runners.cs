using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Who runs a function that is given away as a delegate, and whether its result is waited for.</summary>
internal sealed class Runners(Functions functions, RemoteCalls remoteCalls)
{
    private const int DeepestHandOn = 3;

    private readonly ConcurrentDictionary<IParameterSymbol, ImmutableArray<IInvocationOperation>> runsOfParameters = new(
        SymbolEqualityComparer.Default
    );

    /// <summary>Execution stops here until the answer is in: a synchronous call, an await, or a blocking wait on the task.</summary>
    public bool IsWaitedFor(IInvocationOperation call)
    {
        if (!Symbols.IsTaskLike(call.Type))
        {
            return true;
        }

        IOperation value = call;
        while (value.Parent is { } parent)
        {
            switch (parent)
            {
                case IAwaitOperation:
                    return true;
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                case IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" } wait when wait.Instance == value:
                    return true;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" or "WaitAsync" } chained
                    when chained.Instance == value:
                case IPropertyReferenceOperation or IConversionOperation or IParenthesizedOperation:
                    value = parent;
                    break;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return IsWaitedForLater(declarator.Symbol, call);
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>A task kept in a local that the same function waits for, and nobody else gets.</summary>
    private bool IsWaitedForLater(ILocalSymbol task, IInvocationOperation call)
    {
        var isWaitedFor = false;
        foreach (var operation in (Operations.FunctionAround(call) ?? Values.RootOf(call)).Descendants())
        {
            if (operation is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, task))
            {
                if (
                    use.Parent
                    is not (
                        IAwaitOperation
                        or IPropertyReferenceOperation { Property.Name: "Result" }
                        or IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" or "ConfigureAwait" }
                    )
                )
                {
                    return false;
                }

                isWaitedFor = true;
            }
        }

        return isWaitedFor;
    }

    /// <summary>
    /// The invocation that runs the function an operation stands in, where the catalog knows that it runs its delegate
    /// (<c>pipeline.ExecuteAsync(…)</c>); null where the function is called in some other way.
    /// </summary>
    public IInvocationOperation? RunnerOf(IOperation function) =>
        Operations.ArgumentHolding(function) is { Parent: IInvocationOperation invocation } argument
        && remoteCalls.ApiOf(invocation.TargetMethod)?.RunsParameter is { } parameter
        && argument.Parameter?.Name == parameter
            ? invocation
            : null;

    /// <summary>The argument of this project's own method, which runs the function an operation stands in while it is waited for.</summary>
    public IArgumentOperation? OwnRunnerOf(IOperation function) =>
        Operations.ArgumentHolding(function) is { Parameter: { } parameter, Parent: IInvocationOperation invocation } argument
        && MayRun(invocation, parameter)
        && RunsOf(invocation.TargetMethod, parameter).Any(runs => !runs.IsEmpty)
            ? argument
            : null;

    public bool IsGivenToOwnMethod(IOperation function) =>
        Operations.ArgumentHolding(function) is { Parameter: { } parameter, Parent: IInvocationOperation invocation }
        && MayRun(invocation, parameter);

    public bool IsOwn(IMethodSymbol method) => functions.IsOwnMethod(method);

    /// <summary>The calls that a method of the project makes itself.</summary>
    public IEnumerable<IInvocationOperation> CallsIn(IMethodSymbol method) =>
        functions.BodyOf(method) is { } body
            ? body.Descendants().OfType<IInvocationOperation>().Take(Reachability.MostStepsRead)
            : Enumerable.Empty<IInvocationOperation>();

    public bool MayRun(IInvocationOperation invocation, IParameterSymbol parameter) =>
        parameter.Type.TypeKind == TypeKind.Delegate && functions.IsOwnMethod(invocation.TargetMethod);

    /// <summary>Where each method that a call may run invokes one of its delegate parameters, or hands it to one that does, and waits for
    /// it.</summary>
    public IEnumerable<ImmutableArray<IInvocationOperation>> RunsOf(IMethodSymbol method, IParameterSymbol parameter)
    {
        foreach (var target in functions.TargetsOf(method))
        {
            if (parameter.Ordinal < target.Parameters.Length)
            {
                yield return runsOfParameters.GetOrAdd(target.Parameters[parameter.Ordinal], RunsIn);
            }
        }
    }

    private ImmutableArray<IInvocationOperation> RunsIn(IParameterSymbol parameter) => RunsIn(parameter, DeepestHandOn);

    private ImmutableArray<IInvocationOperation> RunsIn(IParameterSymbol parameter, int remaining)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || functions.BodyOf(method) is not { } body)
        {
            return ImmutableArray<IInvocationOperation>.Empty;
        }

        return body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(invocation => Invokes(invocation, parameter) || (remaining > 0 && HandsOn(invocation, parameter, remaining - 1)))
            .Where(invocation => IsWaitedFor(invocation) || Operations.IsReturned(invocation))
            .ToImmutableArray();
    }

    private static bool Invokes(IInvocationOperation invocation, IParameterSymbol parameter) =>
        invocation is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } callee } && IsParameter(callee, parameter);

    private bool HandsOn(IInvocationOperation invocation, IParameterSymbol parameter, int remaining) =>
        HandedOnAs(invocation, parameter) is { } further
        && functions
            .TargetsOf(invocation.TargetMethod)
            .All(target => further.Ordinal < target.Parameters.Length && !RunsIn(target.Parameters[further.Ordinal], remaining).IsEmpty);

    /// <summary>The parameter of another method of the project for which a method hands its delegate on as it is.</summary>
    public IParameterSymbol? HandedOnAs(IInvocationOperation invocation, IParameterSymbol parameter)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (
                argument.Parameter is { } further
                && IsParameter(argument.Value, parameter)
                && MayRun(invocation, further)
                && !SymbolEqualityComparer.Default.Equals(further.OriginalDefinition, parameter.OriginalDefinition)
            )
            {
                return further;
            }
        }

        return null;
    }

    public static bool IsParameter(IOperation value, IParameterSymbol parameter) =>
        Values.Unwrap(value) is IParameterReferenceOperation reference
        && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);
}

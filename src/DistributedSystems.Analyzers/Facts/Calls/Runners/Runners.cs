using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Who runs a function that is given away as a delegate, and whether its result is waited for.</summary>
internal sealed class Runners(Functions functions, RemoteCalls remoteCalls)
{
    // A method that hands its delegate on hands it to one that runs it, and seldom through a third.
    private const int DeepestHandOn = 3;

    // Framework methods that run a function they are given before their own result is there. What else takes one keeps it.
    private static readonly HashSet<string> RunningTypes = new(StringComparer.Ordinal)
    {
        "Enumerable",
        "Parallel",
        "ParallelEnumerable",
        "ExecutionContext",
    };

    private static readonly HashSet<string> RunningMembers = new(StringComparer.Ordinal)
    {
        "AddOrUpdate",
        "ContinueWith",
        "ForEach",
        "GetOrAdd",
        "GetOrAddAsync",
        "Invoke",
        "Run",
        "Send",
        "StartNew",
    };

    // Keyed by how much further a delegate may be handed on, so that an answer does not depend on who asked first.
    private readonly ConcurrentDictionary<(IParameterSymbol Parameter, int Remaining), ImmutableArray<IInvocationOperation>> runs = new(
        new HandOnComparer()
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

    /// <summary>The parameters that a call depends on are handed on as they are.</summary>
    public static bool PassesOn(IInvocationOperation again, IInvocationOperation repeated) =>
        repeated
            .Descendants()
            .All(part =>
                part
                    is not IParameterReferenceOperation
                    {
                        Parameter:
                        { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } } parameter
                    }
                || again.Arguments.Any(argument =>
                    argument.Parameter?.Ordinal == parameter.Ordinal && IsParameter(argument.Value, parameter)
                )
            );

    public bool IsOwn(IMethodSymbol method) => functions.IsOwnMethod(method);

    /// <summary>The calls that a method of the project makes itself.</summary>
    public IEnumerable<IInvocationOperation> CallsIn(IMethodSymbol method) =>
        functions.BodyOf(method) is { } body
            ? body.Descendants().OfType<IInvocationOperation>().Take(Reachability.MostStepsRead)
            : Enumerable.Empty<IInvocationOperation>();

    public bool MayRun(IInvocationOperation invocation, IParameterSymbol parameter) =>
        parameter.Type.TypeKind == TypeKind.Delegate && functions.IsOwnMethod(invocation.TargetMethod);

    /// <summary>
    /// Where each method that a call may run invokes one of its delegate parameters, or hands it to one that does, and waits for it.
    /// </summary>
    public IEnumerable<ImmutableArray<IInvocationOperation>> RunsOf(IMethodSymbol method, IParameterSymbol parameter) =>
        RunsOf(method, parameter, DeepestHandOn);

    private IEnumerable<ImmutableArray<IInvocationOperation>> RunsOf(IMethodSymbol method, IParameterSymbol parameter, int remaining)
    {
        foreach (var target in functions.TargetsOf(method))
        {
            if (parameter.Ordinal < target.Parameters.Length)
            {
                yield return runs.GetOrAdd((target.Parameters[parameter.Ordinal], remaining), RunsIn);
            }
        }
    }

    private ImmutableArray<IInvocationOperation> RunsIn((IParameterSymbol Parameter, int Remaining) key)
    {
        var (parameter, remaining) = key;
        if (parameter.ContainingSymbol is not IMethodSymbol method || functions.BodyOf(method) is not { } body)
        {
            return ImmutableArray<IInvocationOperation>.Empty;
        }

        return body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(invocation => Invokes(invocation, parameter) || (remaining > 0 && HandsOn(invocation, parameter, remaining - 1)))
            .Where(invocation => (IsWaitedFor(invocation) || Operations.IsReturned(invocation)) && IsRunIn(body, invocation, remaining))
            .ToImmutableArray();
    }

    /// <summary>
    /// Does an operation run while its method does? What stands in a lambda that is stored, hooked to an event or returned runs some other
    /// time, for another caller.
    /// </summary>
    private bool IsRunIn(IOperation body, IOperation operation, int remaining)
    {
        // Two local functions that call each other are run by neither.
        var followed = new HashSet<SyntaxNode>();
        while (Operations.FunctionAround(operation) is { } function && function.Syntax != body.Syntax)
        {
            if (!followed.Add(function.Syntax) || RunOf(body, function, remaining) is not { } run)
            {
                return false;
            }

            operation = run;
        }

        return true;
    }

    /// <summary>The operation by which a method runs a function that is written inside it, and waits for it or hands its task back.</summary>
    private IOperation? RunOf(IOperation body, IOperation function, int remaining)
    {
        if (function is ILocalFunctionOperation local)
        {
            return body.Descendants()
                .FirstOrDefault(part =>
                    !function.Syntax.Span.Contains(part.Syntax.Span)
                    && (
                        part is IInvocationOperation call
                            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, local.Symbol)
                        || part is IMethodReferenceOperation use
                            && SymbolEqualityComparer.Default.Equals(use.Method.OriginalDefinition, local.Symbol)
                            && RunnerGiven(use, remaining) is not null
                    )
                );
        }

        return Operations.KeptIn(Operations.HeldAs(function)) is ILocalSymbol kept
            ? body.Descendants()
                .FirstOrDefault(part =>
                    part is ILocalReferenceOperation use
                    && SymbolEqualityComparer.Default.Equals(use.Local, kept)
                    && !function.Syntax.Span.Contains(use.Syntax.Span)
                    && (
                        use.Parent is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call
                            && call.Instance == use
                        || RunnerGiven(use, remaining) is not null
                    )
                )
            : RunnerGiven(function, remaining);
    }

    private IInvocationOperation? RunnerGiven(IOperation function, int remaining) =>
        Operations.ArgumentHolding(function) is { Parameter: { } parameter, Parent: IInvocationOperation invocation }
        && (IsWaitedFor(invocation) || Operations.IsReturned(invocation))
        && (
            RunnerOf(function) is not null
            || IsFrameworkRunner(invocation.TargetMethod)
            || (
                remaining > 0
                && MayRun(invocation, parameter)
                && RunsOf(invocation.TargetMethod, parameter, remaining - 1).Any(found => !found.IsEmpty)
            )
        )
            ? invocation
            : null;

    private static bool IsFrameworkRunner(IMethodSymbol method) =>
        Symbols.IsFrameworkNamespace(method.ContainingNamespace)
        && (RunningTypes.Contains(method.ContainingType.Name) || RunningMembers.Contains(method.Name));

    private static bool Invokes(IInvocationOperation invocation, IParameterSymbol parameter) =>
        invocation is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } callee } && IsParameter(callee, parameter);

    private bool HandsOn(IInvocationOperation invocation, IParameterSymbol parameter, int remaining) =>
        HandedOnAs(invocation, parameter) is { } further
        && functions
            .TargetsOf(invocation.TargetMethod)
            .All(target =>
                further.Ordinal < target.Parameters.Length
                && !runs.GetOrAdd((target.Parameters[further.Ordinal], remaining), RunsIn).IsEmpty
            );

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

    private sealed class HandOnComparer : IEqualityComparer<(IParameterSymbol Parameter, int Remaining)>
    {
        public bool Equals((IParameterSymbol Parameter, int Remaining) left, (IParameterSymbol Parameter, int Remaining) right) =>
            left.Remaining == right.Remaining && SymbolEqualityComparer.Default.Equals(left.Parameter, right.Parameter);

        public int GetHashCode((IParameterSymbol Parameter, int Remaining) key) =>
            (SymbolEqualityComparer.Default.GetHashCode(key.Parameter) * 4) + key.Remaining;
    }
}

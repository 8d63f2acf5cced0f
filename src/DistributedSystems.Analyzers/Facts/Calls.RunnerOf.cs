using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<IParameterSymbol, ImmutableArray<IInvocationOperation>> runsOfParameters = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The invocation that runs the function an operation stands in, where the catalog knows that it runs its delegate
    /// (<c>pipeline.ExecuteAsync(…)</c>); null where the function is called in some other way.
    /// </summary>
    public IInvocationOperation? RunnerOf(IOperation function) =>
        ArgumentHolding(function) is { Parent: IInvocationOperation invocation } argument
        && ApiOf(invocation.TargetMethod)?.RunsParameter is { } parameter
        && argument.Parameter?.Name == parameter
            ? invocation
            : null;

    /// <summary>The argument of this project's own method, which runs the function an operation stands in while it is waited for.</summary>
    private IArgumentOperation? OwnRunnerOf(IOperation function) =>
        ArgumentHolding(function) is { Parameter: { } parameter, Parent: IInvocationOperation invocation } argument
        && MayRun(invocation, parameter)
        && RunsOf(invocation.TargetMethod, parameter).Any(runs => !runs.IsEmpty)
            ? argument
            : null;

    private bool IsGivenToOwnMethod(IOperation function) =>
        ArgumentHolding(function) is { Parameter: { } parameter, Parent: IInvocationOperation invocation } && MayRun(invocation, parameter);

    private bool MayRun(IInvocationOperation invocation, IParameterSymbol parameter) => parameter.Type.TypeKind == TypeKind.Delegate && IsOwnMethod(invocation.TargetMethod);

    private static IArgumentOperation? ArgumentHolding(IOperation function) => HolderOf(function) as IArgumentOperation;

    /// <summary>What takes a function as a delegate.</summary>
    private static IOperation? HolderOf(IOperation function)
    {
        var value = function;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent;
    }

    /// <summary>Where each method that a call may run invokes one of its delegate parameters and waits for it.</summary>
    private IEnumerable<ImmutableArray<IInvocationOperation>> RunsOf(IMethodSymbol method, IParameterSymbol parameter)
    {
        foreach (var target in TargetsOf(method))
        {
            if (parameter.Ordinal < target.Parameters.Length)
            {
                yield return runsOfParameters.GetOrAdd(target.Parameters[parameter.Ordinal], RunsIn);
            }
        }
    }

    private ImmutableArray<IInvocationOperation> RunsIn(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || BodyOf(method) is not { } body)
        {
            return ImmutableArray<IInvocationOperation>.Empty;
        }

        return body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(invocation => invocation.TargetMethod.MethodKind == MethodKind.DelegateInvoke && invocation.Instance is { } callee && IsParameter(callee, parameter))
            .Where(invocation => IsWaitedFor(invocation) || IsReturned(invocation))
            .ToImmutableArray();
    }

    private static bool IsParameter(IOperation value, IParameterSymbol parameter) =>
        Values.Unwrap(value) is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter);
}

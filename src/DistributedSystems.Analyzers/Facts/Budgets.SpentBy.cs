using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A wait of known length on every way through a method.</summary>
internal sealed record Wait(IInvocationOperation Call, WorstCase Cost);

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// The waits that a method makes one after the other on every way through it, as far as their length is declared or set in sight: pipelines, calls
    /// with a constant timeout, methods with a declared deadline, retry loops. A library's untouched defaults do not count.
    /// </summary>
    public IReadOnlyList<Wait> SpentBy(IMethodSymbol method)
    {
        var waits = new List<Wait>();
        var limits = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);
        if (BodyOf(method) is not { } body)
        {
            return waits;
        }

        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation call && (IsAwaitedInPlace(call) || IsReturned(call)) && IsNewLimit(call, limits) && !IsConditional(call, body) && !IsInHandler(call) && CostOf(call) is { } cost)
            {
                waits.Add(new Wait(call, cost));
            }
            else if (operation is ILoopOperation loop && !IsConditional(loop, body) && !IsInHandler(loop) && WorstCaseOf(loop) is { } retried)
            {
                waits.Add(retried);
            }
        }

        return waits;
    }

    private WorstCase? CostOf(IInvocationOperation call)
    {
        if (call.Arguments.Any(argument => IsToken(argument.Parameter?.Type) && argument.ArgumentKind != ArgumentKind.DefaultValue && BoundOfToken(argument.Value).Answer != Bounded.No && !HasConstantLimit(argument.Value)))
        {
            // A caller's token may end it earlier.
            return null;
        }

        if (call.Instance is { } pipeline && ApiOf(call.TargetMethod)?.RunsParameter is not null && PipelineOf(pipeline) is { Complete: true } built)
        {
            return WorstCaseOf(built.Strategies);
        }

        var limit = DeadlineOf(call.TargetMethod) ?? (RemoteCallOf(call) is { } remote ? ExplicitLimitOf(remote) : null);
        return limit is { } duration ? new WorstCase(duration, DurationText.Of(duration)) : null;
    }

    private TimeSpan? ExplicitLimitOf(RemoteCall call)
    {
        foreach (var argument in call.Invocation.Arguments)
        {
            if (IsToken(argument.Parameter?.Type) && Values.ValueOf(argument.Value) is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source })
            {
                return TimeoutOfSource(source, call.Invocation)?.Duration;
            }
        }

        return null;
    }

    private bool HasConstantLimit(IOperation token) => Values.ValueOf(token) is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } && TimeoutOfSource(source, token) is not null;

    /// <summary>A source that several calls share limits all of them together.</summary>
    private static bool IsNewLimit(IInvocationOperation call, HashSet<ILocalSymbol> limits)
    {
        foreach (var argument in call.Arguments)
        {
            if (Values.Unwrap(argument.Value) is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation { Local: var source } })
            {
                return limits.Add(source);
            }
        }

        return true;
    }

    private static bool IsAwaitedInPlace(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } or IPropertyReferenceOperation { Property.Name: "ResponseAsync" })
        {
            value = value.Parent;
        }

        return value.Parent is IAwaitOperation;
    }

    private static bool IsInHandler(IOperation operation)
    {
        for (var ancestor = operation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (ancestor is ICatchClauseOperation or ICoalesceOperation or IConditionalAccessOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr })
            {
                return true;
            }
        }

        return false;
    }
}

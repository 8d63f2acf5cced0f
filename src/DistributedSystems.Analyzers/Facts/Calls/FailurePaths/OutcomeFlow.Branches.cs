using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class OutcomeFlow
{
    private bool IsStoppedIn(ControlFlowRegion region)
    {
        for (var ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
        {
            if (FlowBlocks.OperationsOf(graph.Blocks[ordinal]).Any(stop!))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Queues the handlers that may catch an exception thrown in a region, from the inside out.</summary>
    /// <param name="region">Where it is thrown.</param>
    /// <param name="exception">Its type; null for the failure of the call itself.</param>
    /// <param name="variables">What is known there.</param>
    /// <param name="opaque">The path crossed a condition that could not be read.</param>
    /// <param name="refusing">The handler of this region whose filter has refused it: only those behind it are asked.</param>
    private void Throw(
        ControlFlowRegion? region,
        ITypeSymbol? exception,
        ImmutableDictionary<object, Held> variables,
        bool opaque,
        ControlFlowRegion? refusing = null
    )
    {
        var caughtNearer = ImmutableList<ITypeSymbol>.Empty;

        // A lambda's graph is rooted in the regions of the function around it, which are not its own to catch with.
        for (; region is not (null or { Kind: ControlFlowRegionKind.Root }); region = region.EnclosingRegion)
        {
            if (
                (
                    refusing is null
                        ? region.Kind == ControlFlowRegionKind.Try
                            ? region.EnclosingRegion
                            : null
                        : region
                )
                is not { Kind: ControlFlowRegionKind.TryAndCatch } handlers
            )
            {
                continue;
            }

            foreach (var handler in handlers.NestedRegions)
            {
                if (
                    handler.Kind is not (ControlFlowRegionKind.Catch or ControlFlowRegionKind.FilterAndHandler)
                    || handler.FirstBlockOrdinal <= refusing?.FirstBlockOrdinal
                )
                {
                    continue;
                }

                var caught = handler.ExceptionType ?? handler.NestedRegions.FirstOrDefault()?.ExceptionType;
                if (
                    !RemoteFailures.MayCatch(caught, exception)
                    || caughtNearer.Exists(nearer => Symbols.DerivesFrom(caught, nearer))
                    || (hypothesis == Hypothesis.PromptException && exception is null && RemoteFailures.CatchesTimeouts(caught))
                )
                {
                    continue;
                }

                var taken =
                    caught is not null && (exception is null ? !TakesEverything(caught) : Symbols.DerivesFrom(caught, exception))
                        ? caught
                        : exception;
                Enqueue(graph.Blocks[handler.FirstBlockOrdinal], variables, opaque, taken);
                if (handler.Kind == ControlFlowRegionKind.FilterAndHandler)
                {
                    // What has such a code is of such a type: only the filter's refusal leads further.
                    if (exception is null && witness.Code is { } code && OutcomeCodes.IsCarriedBy(caught, code))
                    {
                        return;
                    }

                    continue;
                }

                if (caught is null || TakesEverything(caught) || (exception is not null && Symbols.DerivesFrom(exception, caught)))
                {
                    return;
                }

                caughtNearer = caughtNearer.Add(caught);
            }

            refusing = null;
        }

        found.Throws = true;

        static bool TakesEverything(ITypeSymbol caught) =>
            caught is { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace.Name: "System" };
    }

    /// <summary>Does a returned value say that the function has succeeded (true, a value) or that it has failed (false, null)?</summary>
    private Truth AnswerIn(IOperation? returned, ImmutableDictionary<object, Held> variables) =>
        returned is null ? Truth.Both
        : Values.Unwrap(returned) is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } } ? Truth.False
        : returned.Type?.SpecialType == SpecialType.System_Boolean ? outcomes.Evaluate(returned, variables)
        : Values.Unwrap(returned) is IObjectCreationOperation or { ConstantValue.HasValue: true } or IAwaitOperation
        || outcomes.IsOutcome(returned, variables)
            ? Truth.True
        : Truth.Both;

    private void Enqueue(BasicBlock? block, ImmutableDictionary<object, Held> variables, bool opaque, ITypeSymbol? thrown)
    {
        if (block is null)
        {
            return;
        }

        if (visited.Add((block.Ordinal, opaque, variables.IsEmpty ? "" : KeyOf(variables), thrown?.MetadataName)))
        {
            pending.Enqueue(new State(block, variables, opaque, thrown));
        }
    }

    /// <summary>The same for the same values of the same variables. To spell out a symbol would cost more than to follow it.</summary>
    private string KeyOf(ImmutableDictionary<object, Held> variables)
    {
        var key = new List<int>(variables.Count);
        foreach (var pair in variables)
        {
            if (!numbers.TryGetValue(pair.Key, out var number))
            {
                numbers.Add(pair.Key, number = numbers.Count);
            }

            key.Add((number << 8) | (int)pair.Value);
        }

        key.Sort();
        return string.Join(";", key);
    }

    private ImmutableDictionary<object, Held> Assign(IOperation operation, ImmutableDictionary<object, Held> variables)
    {
        if (operation is IExpressionStatementOperation statement)
        {
            operation = statement.Operation;
        }

        switch (operation)
        {
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                return Set(target.Local, assignment.Value);
            // A parameter is a local that the caller has filled first.
            case ISimpleAssignmentOperation
            {
                Target: IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }
            } assignment:
                return Set(parameter, assignment.Value);
            case IFlowCaptureOperation capture:
                return Set(capture.Id, capture.Value);
            case ICompoundAssignmentOperation { Target: ILocalReferenceOperation target }:
                return variables.Remove(target.Local);
            case ICompoundAssignmentOperation { Target: IParameterReferenceOperation target }:
                return variables.Remove(target.Parameter);
            default:
                return variables;
        }

        ImmutableDictionary<object, Held> Set(object variable, IOperation value)
        {
            if (outcomes.HeldBy(value, variables) is { } held)
            {
                return variables.SetItem(variable, held);
            }

            // A flag that is read behind '?.' is one that may be absent.
            if (Values.Unwrap(value).Type?.SpecialType != SpecialType.System_Boolean)
            {
                return outcomes.IsPart(variable, value, variables) ? variables.SetItem(variable, Held.Part) : variables.Remove(variable);
            }

            return outcomes.Evaluate(value, variables) switch
            {
                { ToBeFalse: Chance.No } => variables.SetItem(variable, Held.True),
                { ToBeTrue: Chance.No } => variables.SetItem(variable, Held.False),
                { ToBeTrue: Chance.Unread } or { ToBeFalse: Chance.Unread } => variables.SetItem(variable, Held.Part),
                _ => variables.Remove(variable),
            };
        }
    }

    private bool IsStatusCheckThatThrows(IOperation operation, ImmutableDictionary<object, Held> variables)
    {
        foreach (var nested in operation.DescendantsAndSelf())
        {
            if (
                nested is IInvocationOperation { TargetMethod.Name: "EnsureSuccessStatusCode", Instance: { } response }
                && outcomes.HeldBy(response, variables) == Held.Result
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A block that evaluates something outside the loop, or sets the loop up anew.</summary>
    private bool IsOutsideLoop(BasicBlock block)
    {
        if (loop is null)
        {
            return false;
        }

        foreach (var operation in FlowBlocks.OperationsOf(block))
        {
            // What the compiler adds (disposal, captures) carries the syntax of its cause, which may be the whole loop.
            var span = operation.Syntax.Span;
            if (!loop.Span.Contains(span) && !span.Contains(loop.Span))
            {
                return true;
            }

            if (
                loop is Microsoft.CodeAnalysis.CSharp.Syntax.ForStatementSyntax counted
                && (
                    counted.Declaration?.Span.Contains(span) == true
                    || counted.Initializers.Any(initializer => initializer.Span.Contains(span))
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private static ControlFlowRegion? EnclosingTryAndCatch(ControlFlowRegion? region)
    {
        while (region is not null && region.Kind != ControlFlowRegionKind.TryAndCatch)
        {
            region = region.EnclosingRegion;
        }

        return region;
    }

    private static ControlFlowRegion? EnclosingFilter(ControlFlowRegion? region)
    {
        while (region is not null && region.Kind != ControlFlowRegionKind.Filter)
        {
            region = region.EnclosingRegion;
        }

        return region;
    }
}

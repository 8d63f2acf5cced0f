using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Something done because an answer did not come in time, as if that proved a failure.</summary>
/// <param name="Action">What is done: the declared member.</param>
/// <param name="Occasion">The catch or the expiry, for messages.</param>
/// <param name="Model">The model in force, in which it proves nothing.</param>
internal sealed record TimeoutProof(IMethodSymbol Action, string Occasion, DeclaredModel Model);

internal sealed partial class TimeoutProofs
{
    private readonly ConcurrentDictionary<IMethodSymbol, IMethodSymbol?> actionsOnFailure = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Does a call take a timeout for a proof of failure: is it made on a timeout or an expiry, outside the synchronous model, and does it
    /// declare somebody failed or act as leader with no fencing token? Null where any of this is not known.
    /// </summary>
    public TimeoutProof? TimeoutProofAt(IInvocationOperation call, ISymbol site) =>
        declaredModels.ModelOf(site) is { } model
        && !SystemModels.TimeoutProvesFailure(model.Timing)
        && (
            declarations.Carries(call.TargetMethod, Annotations.DeclaresFailed)
            || declarations.Carries(call.TargetMethod, Annotations.RequiresLeadership)
            || IsInCatch(call)
            || Guards.Of(call).Any()
        )
        && ActionOnFailure(call.TargetMethod, depth: 0) is { } action
        && !Expiries.AdmitsMistakes(site)
        && OccasionOf(call) is { } occasion
        && !IsSettledBetween(occasion, call)
        && !fencing.IsFenced(call)
        && !TakesToken(call)
            ? new TimeoutProof(action, occasion.Text, model)
            : null;

    /// <summary>The member that declares a failure or requires leadership: the method itself, or one that it certainly calls.</summary>
    private IMethodSymbol? ActionOnFailure(IMethodSymbol method, int depth)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (declarations.Carries(method, Annotations.DeclaresFailed) || declarations.Carries(method, Annotations.RequiresLeadership))
        {
            return method;
        }

        if (depth >= Reachability.DeepestChain || !functions.IsOwnMethod(method) || method.IsVirtual || method.IsAbstract)
        {
            return null;
        }

        if (actionsOnFailure.TryGetValue(method, out var known))
        {
            return known;
        }

        IMethodSymbol? found = null;
        foreach (var operation in functions.BodyOf(method)?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            // What a helper asks more about before it acts is its own affair.
            if (
                operation is IInvocationOperation call
                && !SymbolEqualityComparer.Default.Equals(call.TargetMethod, method)
                && !Guards.Of(call).Any()
                && !IsInCatch(call)
                && ActionOnFailure(call.TargetMethod, depth + 1) is { } action
                && !fencing.IsFenced(call)
            )
            {
                found = action;
                break;
            }
        }

        if (depth == 0 || found is not null)
        {
            actionsOnFailure.TryAdd(method, found);
        }

        return found;
    }

    private static bool IsInCatch(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is ICatchClauseOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A new epoch is taken beside the action, or the action's own code uses one: whether it is used everywhere is asked in
    /// there.</summary>
    private bool TakesToken(IInvocationOperation action)
    {
        var read = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return Values
                .RootOf(action)
                .Descendants()
                .Any(operation =>
                    operation switch
                    {
                        IAssignmentOperation assignment => fencing.IsToken(assignment.Target),
                        IIncrementOrDecrementOperation step => fencing.IsToken(step.Target),
                        _ => false,
                    }
                ) || UsesToken(action.TargetMethod, depth: 0);

        bool UsesToken(IMethodSymbol method, int depth) =>
            functions.IsOwnMethod(method)
            && read.Add(method.OriginalDefinition)
            && functions.BodyOf(method.OriginalDefinition) is { } body
            && body.Descendants()
                .Any(operation =>
                    fencing.IsToken(operation)
                    || (
                        depth < Reachability.DeepestChain
                        && operation is IInvocationOperation call
                        && UsesToken(call.TargetMethod, depth + 1)
                    )
                );
    }

    private Occasion? OccasionOf(IInvocationOperation action)
    {
        if (expiries.CatchOfTimeoutAround(action) is { } caught)
        {
            return new Occasion(Expiries.NameOf(caught), caught);
        }

        if (expiries.ExpiryGuarding(action, default) is { } guarded)
        {
            return guarded;
        }

        for (var around = action.Parent; around is not null; around = around.Parent)
        {
            if (OccasionOfRunner(around) is { } occasion)
            {
                return new Occasion(occasion, around);
            }
        }

        // The one that was found: nodes.First(node => now - node.Seen > limit)
        foreach (var argument in action.Arguments)
        {
            if (ExpiryOfChosen(argument.Value) is { } chosen)
            {
                return new Occasion(chosen, argument);
            }
        }

        return
            Operations.FunctionAround(action) is null
            && Operations.MethodOf(Values.RootOf(action)) is { } method
            && functions.ConsumersOf(method, method).Select(PatienceOf).FirstOrDefault(patience => patience is not null) is { } given
            ? new Occasion(given, Values.RootOf(action))
            : null;
    }

    /// <summary>
    /// Is more asked or done between the timeout and the action: is the other node powered off or locked out, is a lock taken, is
    /// somebody asked who knows? A remote call whose answer decides too, or one that is made about the same node, may be any of these.
    /// </summary>
    private bool IsSettledBetween(Occasion occasion, IInvocationOperation action)
    {
        var timedOut = occasion.Place;
        foreach (var guard in Guards.Of(action))
        {
            if (guard.Condition.Syntax == timedOut.Syntax)
            {
                // expired && await power.OffAsync(node)
                if (Operations.ConjunctsOf(guard.Condition).Any(part => expiries.ExpiryIn(part) is null && AsksOthers(part)))
                {
                    return true;
                }
            }
            else if (guard.Condition.Syntax.SpanStart > timedOut.Syntax.SpanStart && AsksOthers(guard.Condition))
            {
                return true;
            }
        }

        for (IOperation inner = action; inner.Parent is { } around && inner != timedOut; inner = around)
        {
            if (
                around is IBlockOperation block
                && block
                    .Operations.TakeWhile(statement => statement != inner)
                    .Where(statement => statement.Syntax.SpanStart > timedOut.Syntax.SpanStart)
                    .SelectMany(statement => statement.DescendantsAndSelf())
                    .Any(operation => operation is IInvocationOperation call && (Fences(call) || IsMadeAbout(call, action)))
            )
            {
                return true;
            }
        }

        return false;
    }

    private bool AsksOthers(IOperation condition) =>
        origins.Find(condition, part => part is IInvocationOperation call && (Fences(call) || remoteCalls.RemoteCallOf(call) is not null))
            is not null;

    private bool Fences(IInvocationOperation call) => declarations.Carries(call.TargetMethod, Annotations.Fences);

    /// <summary>A remote call about what the action is about: power.OffAsync(node) before Bury(node).</summary>
    private bool IsMadeAbout(IInvocationOperation call, IInvocationOperation action) =>
        remoteCalls.RemoteCallOf(call) is { } remote
        && fencing.IsWrite(remote)
        && Operations.FunctionAround(call) == Operations.FunctionAround(action)
        && call.Arguments.Any(given =>
            given is { ArgumentKind: ArgumentKind.Explicit, Value.ConstantValue.HasValue: false }
            && !types.IsToken(given.Parameter?.Type)
            && (
                action.Arguments.IsEmpty
                || action.Arguments.Any(argument => IsPartOf(given.Value, argument.Value) || IsPartOf(argument.Value, given.Value))
            )
        );

    private static bool IsPartOf(IOperation part, IOperation whole) =>
        whole.DescendantsAndSelf().Any(inner => SameExpression.Are(Values.Unwrap(inner), Values.Unwrap(part)));

    /// <summary>Why a loop, a registration or a timer runs what it runs.</summary>
    private string? OccasionOfRunner(IOperation runner) =>
        runner switch
        {
            IForEachLoopOperation loop => ExpiryOfElements(loop.Collection),
            IInvocationOperation { TargetMethod: { Name: "ForEach", ContainingType.Name: "List" }, Instance: { } list } => ExpiryOfElements(
                list
            ),
            IInvocationOperation { TargetMethod.ContainingType.Name: "Array" or "Parallel", Arguments: { Length: > 0 } arguments } =>
                ExpiryOfElements(arguments[0].Value),
            // source.Token.Register(() => …)
            IInvocationOperation
            {
                TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: { Name: "CancellationToken" } type }
            } registration => Symbols.IsSystem(type, "System.Threading") && expiries.IsTimed(registration.Instance)
                ? $"'{registration.Instance!.Syntax}'"
                : null,
            _ => PatienceOf(runner),
        };

    /// <summary>
    /// A timer that fires where nobody pushes it back: the one that counts the silence. One that is only set up, or changed by its own
    /// function, measures nothing.
    /// </summary>
    private string? PatienceOf(IOperation consumer)
    {
        if (
            consumer is not (IObjectCreationOperation { Type.Name: "Timer" } or IInvocationOperation { TargetMethod.Name: "CreateTimer" })
            || Operations.KeptIn(consumer) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
        )
        {
            return null;
        }

        return functions
            .UsesInType(field)
            .Any(use =>
                Operations.ReceiverUse(use) switch
                {
                    IInvocationOperation { TargetMethod.Name: "Change", Arguments: { Length: 2 } times } change =>
                        !consumer.Syntax.Span.Contains(change.Syntax.Span)
                            && Values.Unwrap(times[0].Value).ConstantValue.Value is not (-1 or -1L)
                            && !IsRunBy(consumer, change),
                    // Thrown away for the one that is made here, which begins to count anew.
                    IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" } end => end.Syntax.SpanStart
                        < consumer.Syntax.SpanStart
                        && Values.RootOf(end).Syntax == Values.RootOf(consumer).Syntax
                        && !IsRunBy(consumer, end),
                    _ => false,
                }
            )
            ? $"'{field.Name}'"
            : null;
    }

    private bool IsRunBy(IOperation consumer, IOperation operation) =>
        Operations.MethodOf(Values.RootOf(operation)) is { } method
        && functions.ConsumersOf(method, method).Any(other => other.Syntax == consumer.Syntax);

    /// <summary>Why a loop's elements are taken for dead: members.Where(member => now - member.Seen > limit), or whatever was put there on a
    /// timeout.</summary>
    private string? ExpiryOfElements(IOperation collection)
    {
        while (
            values.ValueOf(collection)
                is IInvocationOperation
                {
                    TargetMethod: { ContainingType: { Name: "Enumerable" or "List" or "Array" }, Name: var name }
                } call
            && Operations.ReceiverOf(call) is { } source
        )
        {
            if (name is "Where" or "FindAll" && expiries.ExpiryOfPredicate(call) is { } expiry)
            {
                return expiry;
            }

            collection = source;
        }

        return expiries.FilledOnTimeout(collection) is { } occasion ? $"'{collection.Syntax}' ({occasion})" : null;
    }

    private string? ExpiryOfChosen(IOperation value) =>
        values.ValueOf(value)
            is IInvocationOperation
            {
                TargetMethod:
                {
                    ContainingType.Name: "Enumerable" or "List",
                    Name: "First" or "FirstOrDefault" or "Single" or "Last" or "LastOrDefault" or "Find"
                }
            } call
            ? expiries.ExpiryOfPredicate(call)
                ?? (Operations.ReceiverOf(call) is { } source && call.Arguments.Length <= 1 ? ExpiryOfElements(source) : null)
            : null;
}

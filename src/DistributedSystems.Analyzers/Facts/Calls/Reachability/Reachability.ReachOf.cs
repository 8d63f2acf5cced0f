using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>A remote call that a method of this project makes, itself or through others.</summary>
/// <param name="Call">The remote call.</param>
/// <param name="Through">The methods on the way there, as messages name them.</param>
internal sealed record Reach(RemoteCall Call, ImmutableArray<string> Through)
{
    /// <summary>The invocations on the way there, the first one outermost; the one that was asked about and the call itself are not among
    /// them.</summary>
    public ImmutableArray<IInvocationOperation> Steps { get; init; } = ImmutableArray<IInvocationOperation>.Empty;

    /// <summary>How messages say it of a call: <c>'Shop.PlaceAsync' reaches 'HttpClient.PostAsync' through
    /// 'Gateway.ChargeAsync'</c>.</summary>
    public string Describe(IInvocationOperation from)
    {
        var name = from is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance.Syntax: { } callee }
            ? callee.ToString()
            : Symbols.NameOf(from.TargetMethod);
        var steps = Through.Where(step => step != name).Select(step => $"'{step}'").ToList();
        return $"'{name}' reaches '{Call.Name}'{(steps.Count > 0 ? " through " : "")}{string.Join(" and ", steps)}";
    }
}

/// <summary>The kind of remote call that is looked for.</summary>
internal enum Effect
{
    /// <summary>The caller waits for it, and it neither has to be serialised nor fills a cache.</summary>
    Waits,

    /// <summary>The caller waits for it.</summary>
    Delays,

    /// <summary>The caller waits for it and sees it fail.</summary>
    Fails,

    /// <summary>The caller waits for it and sees it fail, and it changes something.</summary>
    FailingWrite,

    /// <summary>It hands a message to a broker or changes something over HTTP: no database transaction takes it back.</summary>
    Leaves,

    /// <summary>The caller waits for it, sees it fail, and a second execution adds its effect again.</summary>
    Accumulates,
}

internal sealed partial class Reachability
{
    // Counts, so that results do not depend on the machine: what lies further is unknown.
    public const int DeepestChain = 4;
    public const int MostStepsRead = 400;

    // A dispatcher that may call a hundred handlers is no chain that somebody overlooked, and would have half of a project bound.
    private const int MostMethodsRead = 32;

    // Keyed by how much further may be read, so that an answer does not depend on who asked first.
    private readonly ConcurrentDictionary<(IMethodSymbol Method, Effect Effect, int Remaining), Reach?> reaches = new(
        new ReachKeyComparer()
    );

    /// <summary>
    /// The remote call of the wanted kind that an invocation makes through this project's own code: its methods, every
    /// implementation of its interfaces and virtual methods, the delegate it invokes, or the one it hands to a method that
    /// invokes it. Null where none is known. Bodies are read on demand, once per method.
    /// </summary>
    public Reach? ReachOf(IInvocationOperation invocation, Effect effect) =>
        ReachOf(invocation, effect, DeepestChain, withLambdas: effect != Effect.Accumulates);

    /// <summary>Could an invocation run this project's own code at all?</summary>
    public bool MayReach(IInvocationOperation invocation) =>
        functions.IsOwnMethod(invocation.TargetMethod)
        || invocation.TargetMethod.MethodKind == MethodKind.DelegateInvoke
        || remoteCalls.ApiOf(invocation.TargetMethod)?.RunsParameter is not null;

    /// <param name="invocation">The invocation.</param>
    /// <param name="effect">What is looked for.</param>
    /// <param name="remaining">How many more methods may be read on the way.</param>
    /// <param name="withLambdas">
    /// Calls in lambdas that stand in the invocation's arguments count. A retry is looked for from those calls outwards, so there
    /// they are met by themselves.
    /// </param>
    private Reach? ReachOf(IInvocationOperation invocation, Effect effect, int remaining, bool withLambdas)
    {
        if (remaining == 0 || RemoteCalls.IsQuoted(invocation))
        {
            return null;
        }

        if (invocation.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        {
            return invocation.Instance is { } callee ? ReachOfFunction(callee, effect, remaining) : null;
        }

        if (IsDeclaredHarmless(invocation.TargetMethod, effect))
        {
            return null;
        }

        return ReachOf(invocation.TargetMethod, invocation.IsVirtual, IsEnumerated(invocation), effect, remaining)
            ?? ReachThroughDelegate(invocation, effect, remaining, withLambdas);
    }

    /// <summary>An attribute or a catalog line says what the method does a second time; its body is not asked.</summary>
    public bool IsDeclaredHarmless(IMethodSymbol method, Effect effect) =>
        remoteCalls.ApiOf(method) is { } api
        && (
            api is { Remote: false, RunsParameter: null }
            || (effect == Effect.Accumulates && api.Replay is Replay.Safe or Replay.Idempotent or Replay.Keyed or Replay.Conditional)
        );

    /// <summary>All that may run must reach such a call, or pass it on to another that does (a decorator); else nothing is known.</summary>
    private Reach? ReachOf(IMethodSymbol method, bool isVirtual, bool isEnumerated, Effect effect, int remaining)
    {
        Reach? first = null;
        foreach (
            var target in isVirtual ? functions.TargetsOf(method)
            : functions.IsOwnMethod(method) ? ImmutableArray.Create(method.OriginalDefinition)
            : ImmutableArray<IMethodSymbol>.Empty
        )
        {
            var reach = IsDeclaredHarmless(target, effect)
                ? null
                : reaches.GetOrAdd(
                    (target, effect, remaining),
                    key =>
                        functions.BodyOf(key.Method) is { } body ? Read(body, key.Effect, key.Remaining, Symbols.NameOf(key.Method)) : null
                );
            if (reach is null ? !PassesOn(target, method) : IsLazy(target) && !isEnumerated)
            {
                return null;
            }

            first ??= reach;
        }

        return first;
    }

    private bool PassesOn(IMethodSymbol decorator, IMethodSymbol contract) =>
        functions.BodyOf(decorator) is { } body
        && !SymbolEqualityComparer.Default.Equals(decorator, contract.OriginalDefinition)
        && body.Descendants()
            .Any(operation =>
                operation is IInvocationOperation inner
                && SymbolEqualityComparer.Default.Equals(inner.TargetMethod.OriginalDefinition, contract.OriginalDefinition)
                && (runners.IsWaitedFor(inner) || Operations.IsReturned(inner))
            );

    /// <summary>The first call of the wanted kind in a function's own code.</summary>
    private Reach? Read(IOperation body, Effect effect, int remaining, string? name)
    {
        var budget = MostStepsRead;
        var read = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        var function = body is ILocalFunctionOperation or IAnonymousFunctionOperation ? body.Syntax : null;
        foreach (var operation in body.Descendants())
        {
            var found = operation switch
            {
                IInvocationOperation invocation when Operations.FunctionAround(invocation)?.Syntax == function => budget-- > 0
                && (
                    !functions.IsOwnMethod(invocation.TargetMethod)
                    || remoteCalls.OperationOf(invocation) is not null
                    || MayRead(invocation.TargetMethod)
                )
                    ? Step(invocation, effect, remaining)
                    : null,
                IPropertyReferenceOperation { Property.GetMethod: { } getter } property
                    when functions.IsOwnMethod(getter) && IsRead(property) && Operations.FunctionAround(property)?.Syntax == function =>
                    budget-- > 0 && remaining > 1 && MayRead(getter)
                        ? ReachOf(getter, isVirtual: true, IsEnumerated(property), effect, remaining - 1)
                        : null,
                IObjectCreationOperation { Constructor: { } constructor } creation
                    when functions.IsOwnMethod(constructor) && Operations.FunctionAround(creation)?.Syntax == function => budget-- > 0
                && remaining > 1
                && MayRead(constructor)
                    ? ReachOf(constructor, isVirtual: false, isEnumerated: true, effect, remaining - 1)
                    : null,
                _ => null,
            };
            if (found is not null)
            {
                // A decorator is met again in what it decorates.
                return name is null || found.Through.Contains(name) ? found : found with { Through = found.Through.Insert(0, name) };
            }
        }

        return null;

        // What is declared without code costs nothing.
        bool MayRead(IMethodSymbol method) =>
            !HasCode(method) || read.Contains(method) || (read.Count < MostMethodsRead && read.Add(method));
    }

    private static bool HasCode(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences is { IsEmpty: false } declarations
        && declarations[0].GetSyntax() is not (TypeDeclarationSyntax or AccessorDeclarationSyntax { Body: null, ExpressionBody: null });

    private Reach? Step(IInvocationOperation invocation, Effect effect, int remaining)
    {
        // What is neither waited for nor handed back to a caller who waits is another rule's business.
        if (!runners.IsWaitedFor(invocation) && !Operations.IsReturned(invocation))
        {
            return null;
        }

        if (remoteCalls.OperationOf(invocation) is { } call)
        {
            return Has(call, effect) ? new Reach(call, ImmutableArray<string>.Empty) : null;
        }

        return
            ReachOf(invocation, effect, remaining - 1, withLambdas: true) is { } further
            && (!IncludesFailure(effect) || failurePaths.FailureIsTold(invocation))
            ? further with
            {
                Steps = further.Steps.Insert(0, invocation),
            }
            : null;
    }

    /// <summary>Through a delegate that the invoked method runs: a lambda or a method of this project.</summary>
    private Reach? ReachThroughDelegate(IInvocationOperation invocation, Effect effect, int remaining, bool withLambdas)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (
                argument.Parameter is not { Type.TypeKind: TypeKind.Delegate } parameter
                || (!withLambdas && Values.Unwrap(argument.Value) is IDelegateCreationOperation { Target: IAnonymousFunctionOperation })
            )
            {
                continue;
            }

            var isRun =
                remoteCalls.ApiOf(invocation.TargetMethod)?.RunsParameter == parameter.Name
                || (
                    runners.MayRun(invocation, parameter)
                    && runners
                        .RunsOf(invocation.TargetMethod, parameter)
                        .Any(runs => runs.Any(run => !IncludesFailure(effect) || failurePaths.FailureEscapes(run)))
                );
            if (isRun && ReachOfFunction(argument.Value, effect, remaining) is { } reach)
            {
                return reach;
            }
        }

        return null;
    }

    public Reach? ReachOfFunction(IOperation value, Effect effect, int remaining) =>
        values.ValueOf(value) is IDelegateCreationOperation { Target: var target }
            ? target switch
            {
                IAnonymousFunctionOperation lambda => Read(lambda, effect, remaining, name: null),
                IMethodReferenceOperation reference when !IsDeclaredHarmless(reference.Method, effect) => ReachOf(
                    reference.Method,
                    reference.IsVirtual,
                    isEnumerated: false,
                    effect,
                    remaining
                ),
                _ => null,
            }
            : null;

    private bool Has(RemoteCall call, Effect effect) =>
        effect switch
        {
            Effect.Accumulates => replays.IsAccumulating(call) && failurePaths.FailureIsTold(call.Invocation),
            Effect.Delays => call.Api.Remote == true,
            Effect.Fails => call.Api.Remote == true && failurePaths.FailureIsTold(call.Invocation),
            Effect.Leaves => effects.IsBeyondTransactions(call),
            Effect.FailingWrite => call.Api.Remote == true && effects.IsKnownWrite(call) && failurePaths.FailureIsTold(call.Invocation),
            _ => call.Api.Remote == true && !remoteCalls.NeedsSerialAccess(call) && !effects.FillsCache(call),
        };

    private static bool IncludesFailure(Effect effect) => effect is Effect.Accumulates or Effect.Fails or Effect.FailingWrite;

    /// <summary>An iterator runs when it is enumerated.</summary>
    private bool IsLazy(IMethodSymbol method) =>
        method.ReturnType.Name is "IAsyncEnumerable" or "IEnumerable" or "IAsyncEnumerator" or "IEnumerator"
        && functions.BodyOf(method) is { } body
        && body.Descendants().Any(operation => operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    private static bool IsEnumerated(IOperation sequence)
    {
        var value = sequence;
        while (
            value.Parent
                is IConversionOperation
                    or IParenthesizedOperation
                    or IArgumentOperation
                    or IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" }
        )
        {
            value = value.Parent;
        }

        return value.Parent is IForEachLoopOperation loop && loop.Collection == value;
    }

    private static bool IsRead(IPropertyReferenceOperation property) =>
        property.Parent is not (ISimpleAssignmentOperation or IMemberInitializerOperation)
        || (property.Parent as ISimpleAssignmentOperation)?.Value == property;

    private sealed class ReachKeyComparer : IEqualityComparer<(IMethodSymbol Method, Effect Effect, int Remaining)>
    {
        public bool Equals(
            (IMethodSymbol Method, Effect Effect, int Remaining) left,
            (IMethodSymbol Method, Effect Effect, int Remaining) right
        ) =>
            left.Effect == right.Effect
            && left.Remaining == right.Remaining
            && SymbolEqualityComparer.Default.Equals(left.Method, right.Method);

        public int GetHashCode((IMethodSymbol Method, Effect Effect, int Remaining) key) =>
            (((SymbolEqualityComparer.Default.GetHashCode(key.Method) * 8) + key.Remaining) * 4) + (int)key.Effect;
    }
}

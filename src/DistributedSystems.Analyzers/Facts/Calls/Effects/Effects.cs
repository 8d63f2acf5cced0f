using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Effects of remote calls that matter to nobody, are lost on purpose, or are undone with the transaction around them.</summary>
internal sealed class Effects(Functions functions, Replays replays)
{
    private const int MostFlowRounds = 8;
    private const int FireAndForgetFlag = 2;

    /// <summary>
    /// Does the code fetch a value once for everybody: it looks at a field (or cache), and where the value is missing makes the
    /// call and stores its result there? Waiting for that is what such a mutex is for.
    /// </summary>
    public bool FillsCache(RemoteCall call) => FillsCache(call.Invocation);

    /// <inheritdoc cref="FillsCache(RemoteCall)"/>
    public bool FillsCache(IInvocationOperation call)
    {
        var body = Operations.FunctionAround(call) ?? Values.RootOf(call);
        return StoresOf(call, body)
            .Any(fill => fill.Operation is ICoalesceAssignmentOperation || IsLookedAt(fill.Store, body, fill.Operation));
    }

    /// <summary>Is what such a call fills a table with an entry per key? Then it is filled again and again, and whoever wants what is known
    /// already waits with whoever asked for what is not.</summary>
    public bool FillsTable(IInvocationOperation call)
    {
        var body = Operations.FunctionAround(call) ?? Values.RootOf(call);
        return StoresOf(call, body)
            .Any(fill =>
                fill.Operation
                    is IInvocationOperation
                        or ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.IsEmpty: false } }
                && IsLookedAt(fill.Store, body, fill.Operation)
            );
    }

    /// <summary>Does a method that reaches a remote call renew a member that the code around its own call has found missing or
    /// old?</summary>
    public bool FillsCache(IInvocationOperation caller, RemoteCall reached)
    {
        var body = Operations.FunctionAround(caller) ?? Values.RootOf(caller);
        return StoresOf(reached.Invocation, Operations.FunctionAround(reached.Invocation) ?? Values.RootOf(reached.Invocation))
            .Select(fill => fill.Store)
            .Concat(functions.TargetsOf(caller.TargetMethod).SelectMany(MembersAssignedBy))
            .Any(store => IsLookedAt(store, body, caller));
    }

    private IEnumerable<ISymbol> MembersAssignedBy(IMethodSymbol method) =>
        functions.BodyOf(method) is not { } body
            ? Enumerable.Empty<ISymbol>()
            : body.Descendants().OfType<ISimpleAssignmentOperation>().Select(assignment => StoreOf(assignment.Target)).OfType<ISymbol>();

    /// <summary>The members that take the call's result, and the operations that put it there.</summary>
    private static IEnumerable<(ISymbol Store, IOperation Operation)> StoresOf(IInvocationOperation call, IOperation body)
    {
        var results = LocalsHolding(call, body);
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case ICoalesceAssignmentOperation { Target: IMemberReferenceOperation { Member: { } store } } fill
                    when Carries(fill.Value, call, results):
                    yield return (store, fill);
                    break;
                case ISimpleAssignmentOperation assignment
                    when StoreOf(assignment.Target) is { } store && Carries(assignment.Value, call, results):
                    yield return (store, assignment);
                    break;
                case IInvocationOperation { Instance: IMemberReferenceOperation { Member: { } store } } put
                    when put.Arguments.Length > 1 && put.Arguments.Any(argument => Carries(argument.Value, call, results)):
                    yield return (store, put);
                    break;
                case IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments.Length: > 2 } put
                    when Values.Unwrap(put.Arguments[0].Value) is IMemberReferenceOperation { Member: { } store }
                        && put.Arguments.Skip(1).Any(argument => Carries(argument.Value, call, results)):
                    yield return (store, put);
                    break;
            }
        }
    }

    private static ISymbol? StoreOf(IOperation target) =>
        target switch
        {
            IPropertyReferenceOperation { Arguments.IsEmpty: false, Instance: IMemberReferenceOperation indexed } => indexed.Member,
            IMemberReferenceOperation member => member.Member,
            _ => null,
        };

    /// <summary>Some decision of the body reads the store, other than in the statement that fills it.</summary>
    public static bool IsLookedAt(ISymbol store, IOperation body, IOperation fill)
    {
        foreach (var operation in body.Descendants())
        {
            var decision = operation switch
            {
                IConditionalOperation conditional => conditional.Condition,
                ICoalesceOperation coalesce => coalesce.Value,
                IWhileLoopOperation loop => loop.Condition,
                ISwitchExpressionOperation choice => choice.Value,
                _ => null,
            };
            if (
                decision is not null
                && !fill.Syntax.Span.Contains(decision.Syntax.Span)
                && decision
                    .DescendantsAndSelf()
                    .Any(part =>
                        part is IMemberReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Member, store)
                    )
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The locals that hold the call's result, something made from it, or the object that the call prepares.</summary>
    private static HashSet<ILocalSymbol> LocalsHolding(IInvocationOperation call, IOperation body)
    {
        var holding = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);

        // var client = new Client(); await client.ConnectAsync(); clients[key] = client;
        if (call.Instance is { } receiver && Values.Unwrap(receiver) is ILocalReferenceOperation made)
        {
            holding.Add(made.Local);
        }

        for (var round = 0; round < MostFlowRounds; round++)
        {
            var before = holding.Count;
            foreach (var operation in body.Descendants())
            {
                var (local, value) = operation switch
                {
                    IVariableDeclaratorOperation { Initializer: { } initializer } declarator => (declarator.Symbol, initializer.Value),
                    ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment => (target.Local, assignment.Value),
                    _ => default((ILocalSymbol?, IOperation?)),
                };
                if (local is not null && value is not null && Carries(value, call, holding))
                {
                    holding.Add(local);
                }
            }

            if (holding.Count == before)
            {
                break;
            }
        }

        return holding;
    }

    private static bool Carries(IOperation value, IInvocationOperation call, HashSet<ILocalSymbol> holding)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            if (
                part.Syntax == call.Syntax && part is IInvocationOperation
                || part is ILocalReferenceOperation local && holding.Contains(local.Local)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Is a call known to change something? False also where its effect is not known.</summary>
    public bool IsKnownWrite(RemoteCall call) =>
        call.Api.Writes || replays.Of(call).Replay is Replay.Idempotent or Replay.Keyed or Replay.Conditional or Replay.Accumulates;

    /// <summary>Redis: an explicit flag. What a batch or transaction sends has no effect of its own (<see cref="Replays.Of"/>): its
    /// execution is what is waited for.</summary>
    public static bool IsForgottenOnPurpose(RemoteCall call)
    {
        foreach (var argument in call.Invocation.Arguments)
        {
            if (
                argument.Parameter?.Type is { Name: "CommandFlags", ContainingNamespace.Name: "Redis" }
                && (argument.Value.ConstantValue is not { HasValue: true, Value: int flags } || (flags & FireAndForgetFlag) != 0)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A message handed to a broker or a change made over HTTP: a rollback does not take it back.</summary>
    public bool IsBeyondTransactions(RemoteCall call) =>
        call.Api.Publishes || (call.Api is { Remote: true, IsHttp: true } && IsKnownWrite(call));
}

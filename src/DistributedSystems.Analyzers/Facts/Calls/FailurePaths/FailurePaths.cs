using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Where control goes after a remote call has failed, or succeeded.</summary>
internal sealed partial class FailurePaths(WellKnownTypes types, FlowGraphs flowGraphs, Functions functions)
{
    private readonly ConcurrentDictionary<(SyntaxNode Call, SyntaxNode? Loop, Hypothesis Hypothesis), OutcomeDestinations> flowsAfter =
        new();

    // Asked at every statement of every way that is followed.
    private readonly ConcurrentDictionary<IMethodSymbol, bool> neverReturning = new(SymbolEqualityComparer.Default);

    public Functions Functions => functions;

    /// <summary>What a response throws that is asked to make sure that it tells of success.</summary>
    public ITypeSymbol? StatusException => types.HttpRequestException;

    /// <summary>What a call throws that never returns, as far as is known.</summary>
    public ITypeSymbol? AnyException => types.Exception;

    /// <summary>Does a statement call what throws for its caller: it says so, or all that its body does is to throw?</summary>
    public bool NeverReturns(IOperation statement)
    {
        if (
            statement is not IExpressionStatementOperation { Operation: var called }
            || Operations.WaitedFor(called) is not IInvocationOperation { IsVirtual: false, TargetMethod: { } method }
        )
        {
            return false;
        }

        return neverReturning.GetOrAdd(
            method.OriginalDefinition,
            one => Symbols.IsMarkedAsThrowing(one) || (functions.IsOwnMethod(one) && Symbols.OnlyThrows(one))
        );
    }

    /// <summary>Does a call tell its failure by the answer it returns, so that the code behind it decides what becomes of it?</summary>
    public bool TellsFailureByAnswer(IInvocationOperation call) => TellsByType(call) || AnswerOf(call).Answer != FailureAnswer.None;

    private static bool TellsByType(IInvocationOperation call) => RemoteFailures.TellsFailure(Symbols.UnwrapTask(call.Type));

    /// <summary>Reads conditions under a hypothesis about a call.</summary>
    public Outcomes OutcomesOf(SyntaxNode call, Witness witness, Func<IOperation, Truth>? assumed, bool readsSteps) =>
        new(functions, call, witness, assumed, readsSteps ? made => AnswerOf(made).Answer : null);

    /// <param name="graph">The graph of the function the call stands in.</param>
    /// <param name="call">The invocation whose outcome is assumed.</param>
    /// <param name="target">The invocation whose (renewed) execution is looked for; mostly the same one.</param>
    /// <param name="loop">Control that leaves this syntax is not followed; null follows the whole function.</param>
    /// <param name="hypothesis">What is assumed of the outcome.</param>
    public OutcomeDestinations After(
        ControlFlowGraph graph,
        IInvocationOperation call,
        SyntaxNode target,
        SyntaxNode? loop,
        Hypothesis hypothesis
    )
    {
        var flow = new OutcomeFlow(this, graph, call.Syntax, target, loop, AsThrown(call, new Witness(hypothesis)));
        flow.Start();
        flow.Run();
        return flow.Destinations;
    }

    /// <summary>Who blocks on a task is given its failure inside an <c>AggregateException</c>.</summary>
    private Witness AsThrown(IInvocationOperation call, Witness witness) =>
        witness.How.IsException() && witness.Thrown is null && IsWrapped(call)
            ? witness with
            {
                Thrown = types.AggregateException,
            }
            : witness;

    private static bool IsWrapped(IInvocationOperation call) =>
        Symbols.IsTaskLike(call.Type)
        && call.Parent switch
        {
            IPropertyReferenceOperation { Property: { Name: "Result", ContainingType.Name: "Task" } } => true,
            IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType.Name: "Task" } } wait => wait.Instance == call,
            _ => false,
        };

    /// <summary>The same question for each way a failure is taken up: one answer for each handler that may catch it, or one for the
    /// response that tells it.</summary>
    /// <param name="call">The invocation that fails.</param>
    /// <param name="loop">Control that leaves this syntax is not followed.</param>
    /// <param name="witness">How it fails.</param>
    /// <param name="stop">A path is not followed beyond an operation for which this says true.</param>
    /// <param name="target">The invocation whose execution is looked for, where it is not the same one.</param>
    /// <param name="assumed">What is assumed of conditions that the outcome does not decide.</param>
    public IEnumerable<OutcomeDestinations> AfterEach(
        IInvocationOperation call,
        SyntaxNode? loop,
        Witness witness,
        Func<IOperation, bool>? stop = null,
        SyntaxNode? target = null,
        Func<IOperation, Truth>? assumed = null
    )
    {
        if (flowGraphs.Around(call) is not { } graph)
        {
            yield break;
        }

        witness = AsThrown(call, witness);

        // What the first has read of the outcome on its way, the others go on with.
        var outcomes = OutcomesOf(call.Syntax, witness, assumed, readsSteps: true);
        var first = Create();
        first.Start();
        if (first.Destinations is { Stops: true } or { MayRepeat: true })
        {
            yield return first.Destinations;
        }

        while (first.Pending.Count > 0)
        {
            var flow = Create();
            var begun = first.Pending.Dequeue();
            flow.Destinations.TakenUpAt = begun.Block.Ordinal;
            flow.Pending.Enqueue(begun);
            flow.Run();
            yield return flow.Destinations;
        }

        OutcomeFlow Create() => new(this, graph, call.Syntax, target ?? call.Syntax, loop, witness, stop, assumed, outcomes);
    }

    /// <summary>Where each way of taking up a call's failure leads: one answer for each handler, and one for a response that tells
    /// it.</summary>
    public IEnumerable<OutcomeDestinations> AfterFailure(
        IInvocationOperation call,
        SyntaxNode? loop,
        Func<IOperation, bool>? stop,
        SyntaxNode? target = null,
        Func<IOperation, Truth>? assumed = null,
        Hypothesis thrownAs = Hypothesis.AmbiguousException
    )
    {
        var thrown = AnswerOf(call).Throws
            ? AfterEach(call, loop, new Witness(thrownAs), stop, target, assumed)
            : Enumerable.Empty<OutcomeDestinations>();
        return TellsFailureByAnswer(call)
            ? thrown.Concat(AfterEach(call, loop, new Witness(Hypothesis.AmbiguousResponse), stop, target, assumed))
            : thrown;
    }

    /// <summary>What flags hold when a call is reached, by its syntax: the same under every hypothesis about its outcome.</summary>
    public ConcurrentDictionary<SyntaxNode, ImmutableDictionary<object, Held>> FlagsBefore { get; } = new();

    public OutcomeDestinations FlowAfter(IInvocationOperation call, ControlFlowGraph graph, SyntaxNode? loop, Hypothesis hypothesis) =>
        flowsAfter.GetOrAdd((call.Syntax, loop, hypothesis), _ => After(graph, call, call.Syntax, loop, hypothesis));

    /// <summary>Every ambiguous failure leaves the function as an exception, so that what runs the function sees it.</summary>
    public bool FailureEscapes(IInvocationOperation call) =>
        flowGraphs.Around(call) is { } graph
        && FlowAfter(call, graph, loop: null, Hypothesis.AmbiguousException) is { Throws: true, Returns: false };

    /// <summary>The same, or the function answers whoever calls it that it has failed.</summary>
    public bool FailureIsTold(IInvocationOperation call) =>
        FailureEscapes(call) || (Operations.EnclosingMethodOf(call) is { } method && AnswerOf(method).Answer != FailureAnswer.None);
}

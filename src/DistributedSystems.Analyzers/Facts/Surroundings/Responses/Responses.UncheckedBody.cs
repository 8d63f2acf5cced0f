using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Responses
{
    private const int DeepestHandOn = 3;

    /// <summary>
    /// The HTTP call whose response's body an invocation reads although some path from the call through it to the function's end never
    /// looks at the status. Null where the response is given to anybody else, and where a handler of the project checks it.
    /// </summary>
    public RemoteCall? UncheckedBodyReadBy(IInvocationOperation read)
    {
        if (
            types.HttpContent is not { } content
            || Operations.ReceiverOf(read) is not { } receiver
            || Values.Unwrap(receiver) is not IPropertyReferenceOperation { Property.Name: "Content", Instance: { } response } body
            || !SymbolEqualityComparer.Default.Equals(body.Type, content)
            || !SymbolEqualityComparer.Default.Equals(response.Type, types.HttpResponseMessage)
            || HandlerChecksStatus.Value
        )
        {
            return null;
        }

        response = Values.Unwrap(response);
        return response is ILocalReferenceOperation local
            ? IsFirstUncheckedRead(local, read)
            && CallsKeptIn(local) is { } kept
            && Operations.FunctionAround(kept.Invocation)?.Syntax == Operations.FunctionAround(read)?.Syntax
                ? kept
                : null
            : response is IParameterReferenceOperation given
                ? CallGivenFor(given, read)
                : IsKeptAsTask(response)
                    ? null
                    : CallAwaitedBy(response);
    }

    /// <summary>A local holds the task, and what it is waited for elsewhere is the same response: its status may be looked at there.</summary>
    private bool IsKeptAsTask(IOperation response) =>
        AwaitedBy(response) is ILocalReferenceOperation { Local: var task } kept
        && values
            .UsesOf(task, kept)
            .Any(use =>
                use.Syntax != kept.Syntax
                && !(use.Parent is ISimpleAssignmentOperation assignment && assignment.Target == use)
                && !IsBodyOnly(use)
            );

    private static bool IsBodyOnly(IOperation task)
    {
        var value = task;
        while (
            value.Parent
                is IAwaitOperation
                    or IConversionOperation
                    or IParenthesizedOperation
                    or IPropertyReferenceOperation { Property.Name: "Result" }
                    or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" }
        )
        {
            value = value.Parent;
        }

        return value.Parent is IPropertyReferenceOperation { Property.Name: "Content" or "Headers" }
            || (
                value == Operations.OutOfConversions(task)
                && (
                    value.Parent
                        is IArrayInitializerOperation
                            or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: "Task" } }
                    || value.Parent?.Kind == Operations.CollectionExpression
                )
            );
    }

    /// <summary>Does a condition look at what was read? An answer that carries its own success marker may be checked by that.</summary>
    public bool DecidesByContent(IInvocationOperation read)
    {
        IOperation value = read;
        while (
            value.Parent
                is IAwaitOperation
                    or IConversionOperation
                    or IParenthesizedOperation
                    or ICoalesceOperation
                    or IVariableInitializerOperation
            || (value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } adapter && adapter.Instance == value)
        )
        {
            value = value.Parent;
        }

        var local = value.Parent switch
        {
            IVariableDeclaratorOperation declarator => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            _ => null,
        };
        return local is not null && values.UsesOf(local, read).Any(IsInCondition);
    }

    private static bool IsInCondition(IOperation use)
    {
        for (var inner = use; inner.Parent is { } outer and not IBlockOperation; inner = outer)
        {
            if (
                (outer is IConditionalOperation choice && choice.Condition == inner)
                || outer is ISwitchOperation { Value: { } value } && value == inner
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first of the calls whose responses alone a local ever holds.</summary>
    private RemoteCall? CallsKeptIn(ILocalReferenceOperation response)
    {
        var writes = values.WritesTo(response);
        var kept = writes.Values.Where(value => !constants.IsNothing(Values.Unwrap(value))).Select(CallAwaitedBy).ToList();
        return writes.Complete && kept.All(call => call is not null) ? kept.FirstOrDefault() : null;
    }

    private RemoteCall? CallAwaitedBy(IOperation value) => CallAwaitedBy(value, DeepestHandOn);

    private RemoteCall? CallAwaitedBy(IOperation value, int remaining, bool isTask = false)
    {
        if ((isTask ? value : AwaitedBy(value)) is not { } task)
        {
            return null;
        }

        if (task is IConditionalOperation { WhenFalse: { } otherwise } choice)
        {
            // Of two tasks one is awaited; of two awaited answers one is taken.
            Func<IOperation, RemoteCall?> callIn = task == Values.Unwrap(value) ? CallIn : CallOf;
            return callIn(choice.WhenTrue) is { } call && callIn(otherwise) is not null ? call : null;
        }

        return CallOf(task);

        RemoteCall? CallIn(IOperation answer) => CallAwaitedBy(answer, remaining);

        RemoteCall? CallOf(IOperation task) =>
            Operations.WithoutAdapters(values.ValueOf(task)) is not IInvocationOperation call
                ? null
                : remoteCalls.RemoteCallOf(call)
                    ?? (
                        remaining > 0 && !Functions.IsReplaceable(call.TargetMethod)
                            ? CallHandedOnBy(call.TargetMethod, remaining - 1)
                            : null
                    );
    }

    /// <summary>The call whose response, unlooked at, is all that a method of the project ever returns.</summary>
    private RemoteCall? CallHandedOnBy(IMethodSymbol method, int remaining)
    {
        RemoteCall? first = null;
        foreach (var returned in functions.ValuesReturnedBy(method))
        {
            var value = Values.Unwrap(returned);
            var task = value is IInvocationOperation && Symbols.IsTaskLike(value.Type) ? value : null;
            if ((task is not null ? CallAwaitedBy(task, remaining, isTask: true) : CallAwaitedBy(value, remaining)) is not { } call)
            {
                return null;
            }

            first ??= call;
        }

        return first;
    }

    private IInvocationOperation? InvocationAwaitedBy(IOperation value) =>
        AwaitedBy(value) is { } task ? Operations.WithoutAdapters(values.ValueOf(task)) as IInvocationOperation : null;

    /// <summary>What an expression waits for; the expression itself where it is no wait; null for a task that it leaves as one.</summary>
    private IOperation? AwaitedBy(IOperation value)
    {
        value = Values.Unwrap(value);
        return value is IAwaitOperation await ? Operations.WithoutAdapters(await.Operation)
            : Blocking.TaskBlockedOn(value) is { } task ? Operations.WithoutAdapters(task)
            : Symbols.IsTaskLike(value.Type) ? null
            : Operations.WithoutAdapters(value);
    }

    private bool IsFirstUncheckedRead(ILocalReferenceOperation response, IInvocationOperation read)
    {
        var isChecked = false;
        foreach (var use in values.UsesOf(response.Local, response))
        {
            switch (use.Parent)
            {
                case ISimpleAssignmentOperation assignment when assignment.Target == use:
                case ICoalesceAssignmentOperation otherwise when otherwise.Target == use:
                case IPropertyReferenceOperation { Property.Name: "Headers" or "TrailingHeaders" or "Version" or "RequestMessage" }:
                case IInvocationOperation { TargetMethod.Name: "Dispose" }:
                case IUsingOperation scope when scope.Resources == use:
                    break;
                case IPropertyReferenceOperation { Property.Name: "Content" } body
                    when Operations.ReceiverUse(body) is IInvocationOperation other:
                    // One report for all reads of a response.
                    if (other.Syntax.SpanStart < read.Syntax.SpanStart)
                    {
                        return false;
                    }

                    break;
                case IPropertyReferenceOperation { Property.Name: "Content" } body when body.Parent is IPropertyReferenceOperation:
                    break;
                case IInvocationOperation
                {
                    TargetMethod.Name: "EnsureSuccessStatusCode",
                    Parent: IExpressionStatementOperation { Parent: IBlockOperation checking }
                } check when checking.Syntax.Span.Contains(read.Syntax.Span) && check.Syntax.SpanStart < read.Syntax.SpanStart:
                    // Most code is as plain as this, and the graph of a body costs much more than a look at its statements.
                    return false;
                case IPropertyReferenceOperation { Property.Name: "StatusCode" or "IsSuccessStatusCode" }:
                case IInvocationOperation { TargetMethod.Name: "EnsureSuccessStatusCode" }:
                    isChecked = true;
                    break;
                default:
                    return false;
            }

            if (Operations.FunctionAround(use)?.Syntax != Operations.FunctionAround(read)?.Syntax)
            {
                return false;
            }
        }

        return !isChecked || (flowGraphs.Around(read) is { } graph && SomePathChecksNothing(graph, response.Local, read.Syntax));
    }

    /// <summary>Is there a way from where the response arrives, through the read, to a normal end, that looks at no status?</summary>
    private static bool SomePathChecksNothing(ControlFlowGraph graph, ILocalSymbol response, SyntaxNode read)
    {
        var pending = new Stack<(BasicBlock Block, bool HasRead, int From)>();
        var seen = new HashSet<(int, bool)>();
        foreach (var block in graph.Blocks)
        {
            for (var i = 0; i < block.Operations.Length; i++)
            {
                if (
                    (block.Operations[i] is IExpressionStatementOperation statement ? statement.Operation : block.Operations[i])
                        is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target }
                    && SymbolEqualityComparer.Default.Equals(target.Local, response)
                )
                {
                    pending.Push((block, false, i + 1));
                }
            }
        }

        while (pending.Count > 0)
        {
            var (block, hasRead, from) = pending.Pop();
            if (block.Kind == BasicBlockKind.Exit)
            {
                if (hasRead)
                {
                    return true;
                }

                continue;
            }

            var isChecked = false;
            for (var i = from; i <= block.Operations.Length && !isChecked; i++)
            {
                if ((i < block.Operations.Length ? block.Operations[i] : block.BranchValue) is { } operation)
                {
                    isChecked = ChecksStatus(operation);
                    hasRead |= operation.Syntax.Span.Contains(read.Span);
                }
            }

            if (!isChecked)
            {
                Follow(block.ConditionalSuccessor, hasRead);
                Follow(block.FallThroughSuccessor, hasRead);
            }
        }

        return false;

        void Follow(ControlFlowBranch? branch, bool hasRead)
        {
            if (
                branch?.Destination is { } next
                && branch.Semantics is ControlFlowBranchSemantics.Regular or ControlFlowBranchSemantics.Return
                && seen.Add((next.Ordinal, hasRead))
            )
            {
                pending.Push((next, hasRead, 0));
            }
        }
    }

    private static bool ChecksStatus(IOperation operation) => operation.DescendantsAndSelf().Any(ChecksStatusItself);

    private static bool ChecksStatusItself(IOperation part) =>
        part
            is IPropertyReferenceOperation
                {
                    Property: { Name: "StatusCode" or "IsSuccessStatusCode", ContainingType.Name: "HttpResponseMessage" }
                }
                or IInvocationOperation { TargetMethod: { Name: "EnsureSuccessStatusCode", ContainingType.Name: "HttpResponseMessage" } };

    /// <summary>Some message handler of the project looks at the status, so it may throw for all who use its client.</summary>
    private Lazy<bool> HandlerChecksStatus =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<bool>(SomeHandlerChecksStatus))!;

    private bool SomeHandlerChecksStatus() =>
        types.DelegatingHandler is { } handler
        && hierarchy
            .DerivedFrom(handler)
            .Any(type =>
                type.GetMembers()
                    .OfType<IMethodSymbol>()
                    .Any(method =>
                        functions.BodyOf(method) is { } body
                        && ChecksStatus(body)
                        && body.Descendants()
                            .Any(part => part is IThrowOperation or IInvocationOperation { TargetMethod.Name: "EnsureSuccessStatusCode" })
                    )
            );
}

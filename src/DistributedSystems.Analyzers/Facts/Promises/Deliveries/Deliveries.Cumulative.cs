using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Deliveries
{
    // RabbitMQ 7 names the parameter and the property alike but for the first letter.
    private const string Concurrency = "ConsumerDispatchConcurrency";

    /// <summary>
    /// The flag by which a call settles all earlier messages too, although others of them are at work at the same time: handlers run on several
    /// threads, in tasks of their own, or as functions that nobody waits for. Null where messages are handled one after the other.
    /// </summary>
    public IArgumentOperation? SettlesOthersAtWork(RemoteCall settling) =>
        settling.Api.CumulativeParameter is { } cumulative
        && settling.ArgumentFor(cumulative) is { } flag
        && IsTrue(flag.Value)
        && !Operations.IsInHandler(settling.Invocation)
        && !IsCounted(settling.Invocation)
        && (IsStartedApart(settling.Invocation) || IsUnawaitedHandler(settling.Invocation) || IsDispatchedTogether(settling.Invocation))
            ? flag
            : null;

    /// <summary>Only some messages settle those before them: every hundredth, the last of a batch.</summary>
    private static bool IsCounted(IInvocationOperation settling) => Guards.Of(settling).Any();

    private bool IsStartedApart(IInvocationOperation settling) =>
        Operations.FunctionAround(settling) is IAnonymousFunctionOperation function
        && Operations.ArgumentHolding(function) is { Parent: IInvocationOperation { TargetMethod.Name: "Run" or "StartNew" } start }
        && !runners.IsWaitedFor(start);

    /// <summary>An asynchronous function whose caller cannot wait for it, so that the next message comes at its first wait.</summary>
    private bool IsUnawaitedHandler(IInvocationOperation settling)
    {
        var function = Operations.FunctionAround(settling);
        var handler = function is IAnonymousFunctionOperation lambda ? lambda.Symbol : Operations.EnclosingMethodOf(settling);
        return handler is { IsAsync: true, ReturnsVoid: true }
            && (function ?? Values.RootOf(settling))
                .Descendants()
                .Any(wait => wait is IAwaitOperation && wait.Syntax.SpanStart < settling.Syntax.SpanStart)
            && !TakesOneAtATime(settling);
    }

    private bool IsDispatchedTogether(IInvocationOperation settling) =>
        (
            project.AssignmentsTo(Concurrency).Any(assignment => IsMany(assignment.Right))
            || MadeWith(settling).SelectMany(static place => place.DescendantNodesAndSelf()).Any(IsConcurrency)
        ) && !TakesOneAtATime(settling);

    /// <summary>Where the channel of a call is made, or else all of the type.</summary>
    private IEnumerable<SyntaxNode> MadeWith(IInvocationOperation settling) =>
        origins.Find(settling.Instance, static part => part is IInvocationOperation { TargetMethod.Name: "CreateChannelAsync" })
            is IInvocationOperation creation
            ? creation.Arguments.Select(argument => values.ValueOf(argument.Value).Syntax)
            : models.PartsAround(settling.Syntax);

    private bool IsConcurrency(SyntaxNode node) =>
        node is ArgumentSyntax { NameColon.Name.Identifier.ValueText: var name } given
        && name.Equals(Concurrency, StringComparison.OrdinalIgnoreCase)
        && IsMany(given.Expression);

    private bool IsMany(ExpressionSyntax count) =>
        models.Of(count.SyntaxTree).GetConstantValue(count) is { HasValue: true, Value: { } value }
        && value is IConvertible
        && Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) > 1;

    /// <summary>The broker hands out no second message before the first is settled.</summary>
    private bool TakesOneAtATime(IInvocationOperation settling) =>
        models
            .PartsAround(settling.Syntax)
            .SelectMany(static part => part.DescendantNodes())
            .Any(node =>
                node is InvocationExpressionSyntax written
                && Symbols.NameIn(written.Expression) is "BasicQos" or "BasicQosAsync"
                && models.Of(node.SyntaxTree).GetOperation(node) is IInvocationOperation limit
                && limit.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "prefetchCount")
                    is { Value.ConstantValue: { HasValue: true, Value: ushort and 1 } }
            );
}

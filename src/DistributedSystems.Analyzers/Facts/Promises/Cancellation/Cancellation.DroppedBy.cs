using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A token in scope that a remote call is not given.</summary>
/// <param name="Token">The token it should be given.</param>
/// <param name="Place">The argument that stands in its place, else the call.</param>
/// <param name="Passed">The token that is passed instead; null for none.</param>
/// <param name="IsExplicit">The code says that there is none: <c>default</c>, <c>CancellationToken.None</c>.</param>
/// <param name="Target">The method that takes it: the called one, or an overload of it.</param>
/// <param name="IsOnly">It is the only candidate, so that it may be inserted.</param>
internal sealed record DroppedToken(
    TokenInScope Token,
    IOperation Place,
    string? Passed,
    bool IsExplicit,
    IMethodSymbol Target,
    bool IsOnly
)
{
    /// <summary>The code may have its reason: the token is another method's, or the call is given the object's own.</summary>
    public bool IsWeak { get; init; }
}

internal sealed partial class Cancellation
{
    /// <summary>
    /// The caller's token, or a nearer one with a deadline, that a remote call could take and does not get. Null in clean-up, where
    /// the call takes no token, where it may get one in another way, and where it is not waited for.
    /// </summary>
    public DroppedToken? DroppedBy(RemoteCall call)
    {
        var invocation = call.Invocation;
        var argument = TokenArgument(invocation);
        var passed = argument is null || argument.ArgumentKind == ArgumentKind.DefaultValue ? null : values.ValueOf(argument.Value);
        if (passed is ISimpleAssignmentOperation { Value: var assigned })
        {
            passed = values.ValueOf(assigned);
        }

        var isNothing = passed is null || constants.IsNothing(passed) || passed is IObjectCreationOperation { Arguments.IsEmpty: true };
        var options = argument is null ? OptionsWithoutToken(invocation) : null;
        if (
            isNothing
                ? argument is null && options is null && CarriesTokenOtherwise(invocation)
                : passed is not IParameterReferenceOperation
        )
        {
            return isNothing ? null : CallersTokens.ReplacedByOwn(invocation, argument!);
        }

        var target =
            argument is null && options is null
                ? OverloadWithToken(invocation.TargetMethod, IsAwaited(invocation))
                : invocation.TargetMethod;
        // A blocking call in asynchronous code has its asynchronous twin to become first.
        if (
            target is null
            || IsOwnBody(target, invocation)
            || (call.Api.Blocking && AppliedDeadlines.IsAsynchronous(invocation) && !Symbols.IsTaskLike(invocation.Type))
            || call.Api.Lock == LockRole.Releases
            // Cancelled half-way it may count or not, and its caller never sees the message again: like a commit it goes to its end.
            || call.Api.Acknowledges
            || IsLetGo(invocation)
            || TokenJoinsLater(invocation)
        )
        {
            return null;
        }

        var candidates = tokens.TokensInScope(invocation).ToList();
        if (candidates.Count == 0 && passed is null && tokens.TokenOfType(invocation) is { } kept)
        {
            candidates.Add(kept);
        }

        if (candidates.Count == 0 && passed is null && !IsCleanUp(invocation) && CallersTokens.TokenOfCallers(invocation) is { } theirs)
        {
            return new DroppedToken(theirs, invocation, Passed: null, IsExplicit: false, target, IsOnly: false) { IsWeak = true };
        }

        if (candidates.Count == 0 || IsCleanUp(invocation) || deadlines.SetsDeadlineElsewhere(call))
        {
            return null;
        }

        if (!isNothing)
        {
            // An outer token is wrong only where a nearer one with a deadline is cancelled with it.
            var outer = ((IParameterReferenceOperation)passed!).Parameter;
            var nearer = candidates
                .TakeWhile(candidate => !SymbolEqualityComparer.Default.Equals(candidate.Symbol, outer))
                .FirstOrDefault(candidate =>
                    candidate.Bound.Answer == Bounded.Yes
                    && (candidate.Symbol is IParameterSymbol || candidate.Linked.Contains(outer, SymbolEqualityComparer.Default))
                );
            return nearer is null || IsReplaced(outer, invocation)
                ? null
                : new DroppedToken(nearer, argument!.Value, outer.Name, IsExplicit: false, target, IsOnly: true);
        }

        // A source whose last use lies before is meant for that part only.
        var token = candidates.FirstOrDefault(candidate => candidate.IsSure) ?? candidates[0];
        if (
            token.Symbol is IParameterSymbol
            && (
                Mentions(options, token.Symbol)
                || IsRootedIn(Operations.ReceiverOf(invocation), token.Symbol)
                || IsRootedIn(call.ArgumentFor(call.Api.DeadlineParameter)?.Value, token.Symbol)
            )
        )
        {
            return null;
        }

        var isExplicit = passed is not null;
        var isOnly =
            token.Symbol is not IParameterSymbol
            || candidates.Count(candidate =>
                candidate.Symbol is IParameterSymbol
                && SymbolEqualityComparer.Default.Equals(candidate.Symbol.ContainingSymbol, token.Symbol.ContainingSymbol)
            ) == 1;
        return isExplicit && IsExplained(argument!, invocation)
            ? null
            : new DroppedToken(token, isExplicit ? argument!.Value : invocation, Passed: null, isExplicit, target, isOnly);
    }

    private static bool IsAwaited(IOperation call) =>
        call.Parent is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Parent: IAwaitOperation };

    /// <summary>A parameter that is assigned may stand for the nearer token itself.</summary>
    private static bool IsReplaced(IParameterSymbol parameter, IOperation anywhereInBody) =>
        Values
            .RootOf(anywhereInBody)
            .Descendants()
            .Any(operation =>
                operation is IAssignmentOperation { Target: IParameterReferenceOperation target }
                && SymbolEqualityComparer.Default.Equals(target.Parameter, parameter)
            );

    /// <summary>An overload with a token that is written in terms of the one without: it would call itself.</summary>
    private static bool IsOwnBody(IMethodSymbol target, IInvocationOperation invocation)
    {
        var own = Operations.MethodOf(Values.RootOf(invocation));
        return own is not null
            && (
                SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, target.OriginalDefinition)
                || Symbols
                    .DeclarationsOf(own)
                    .Any(declaration => SymbolEqualityComparer.Default.Equals(declaration.OriginalDefinition, target.OriginalDefinition))
            );
    }

    /// <summary>Nobody waits for the call: a statement or discard of its own, which goes on by intent or is another rule's
    /// business.</summary>
    internal static bool IsLetGo(IInvocationOperation invocation)
    {
        if (!Symbols.IsTaskLike(invocation.Type))
        {
            return false;
        }

        IOperation value = invocation;
        while (
            value.Parent is IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation
            || value.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" }
            || AdaptedBy(value) is not null
        )
        {
            value = AdaptedBy(value) ?? value.Parent!;
        }

        return value.Parent
            is IExpressionStatementOperation
                or ISimpleAssignmentOperation { Target: IDiscardOperation }
                or IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } };
    }

    /// <summary>An extension of the task that gives something to wait for: a <c>ConfigureAwait</c> by another name, a step that is
    /// added.</summary>
    private static IInvocationOperation? AdaptedBy(IOperation task) =>
        task.Parent
            is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } adapter }
        && Symbols.IsTaskLike(adapter.Type)
        && Operations.OutOfConversions(adapter).Parent is IAwaitOperation
            ? adapter
            : null;

    /// <summary>
    /// The same of a call that reads or copies the body of a response that came with its headers only: it waits for the network as well.
    /// </summary>
    public DroppedToken? DroppedByRead(IInvocationOperation read) =>
        Symbols.IsTaskLike(read.Type) && read.Parent is not IArgumentOperation && responses.StreamedBodyReadBy(read) is not null
            ? DroppedBy(new RemoteCall(read, BodyOfResponse))
            : null;

    private static readonly CatalogEntry BodyOfResponse = new("HttpClient", "System.Net.Http.HttpContent", "*", "the body of a response")
    {
        Remote = true,
        Replay = Replay.Safe,
        IsHttp = true,
    };

    /// <summary>The token is given to what the call returns: <c>WithCancellation</c>, <c>WaitAsync</c>.</summary>
    private bool TokenJoinsLater(IInvocationOperation invocation)
    {
        IOperation value = invocation;
        while (value.Parent is { } parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IArgumentOperation or IPropertyReferenceOperation:
                    value = parent;
                    break;
                case IInvocationOperation next
                    when next.Instance == value || (next.TargetMethod.IsExtensionMethod && next.Arguments[0] == value):
                    if (
                        next.Arguments.Any(argument =>
                            types.IsToken(argument.Parameter?.Type) && argument.ArgumentKind != ArgumentKind.DefaultValue
                        )
                    )
                    {
                        return true;
                    }

                    value = next;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Does the receiver, or the deadline, come from the object that carries the token? Then it may know the token by
    /// itself.</summary>
    private bool IsRootedIn(IOperation? receiver, ISymbol symbol)
    {
        while (receiver is not null)
        {
            receiver = values.ValueOf(receiver);
            switch (receiver)
            {
                case IParameterReferenceOperation parameter:
                    return SymbolEqualityComparer.Default.Equals(parameter.Parameter, symbol);
                case IMemberReferenceOperation member:
                    receiver = member.Instance;
                    break;
                case IAwaitOperation awaited:
                    receiver = awaited.Operation;
                    break;
                case IInvocationOperation call:
                    receiver =
                        call.Instance
                        ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>An explicit "none" with its reason: a comment beside it, the end of a transaction, or a step after one that cannot be
    /// undone.</summary>
    private bool IsExplained(IArgumentOperation none, IInvocationOperation call)
    {
        if (
            SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.DbContextTransaction)
            || (types.DbTransaction is { } transaction && Symbols.DerivesFrom(call.TargetMethod.ContainingType, transaction))
            || IsCommented(none.Syntax)
        )
        {
            return true;
        }

        var function = Operations.FunctionAround(call) ?? Values.RootOf(call);
        foreach (var operation in function.Descendants())
        {
            if (
                operation is IInvocationOperation earlier
                && earlier.Syntax.Span.End <= call.Syntax.SpanStart
                && remoteCalls.RemoteCallOf(earlier) is { Api.Replay: not Replay.Safe }
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCommented(SyntaxNode none)
    {
        var statement = none.FirstAncestorOrSelf<StatementSyntax>() ?? none;
        foreach (var trivia in statement.DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            {
                return true;
            }
        }

        return false;
    }
}

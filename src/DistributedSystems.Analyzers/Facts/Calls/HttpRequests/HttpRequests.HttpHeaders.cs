using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class HttpRequests
{
    // Idempotency-Key is the IETF draft's name (draft-ietf-httpapi-idempotency-key-header), used by Stripe, Adyen and others;
    // the rest are what large public APIs call theirs (PayPal, Google, Twilio, Microsoft Graph and the Azure SDK guidelines).
    private static readonly HashSet<string> KeyHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Idempotency-Key",
        "X-Idempotency-Key",
        "PayPal-Request-Id",
        "X-Goog-Request-Id",
        "I-Twilio-Idempotency-Token",
        "Repeatability-Request-ID",
        "client-request-id",
    };

    private static readonly HashSet<string> PreconditionHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "If-Match",
        "If-None-Match",
        "If-Unmodified-Since",
    };

    private readonly ConcurrentDictionary<TypeDeclarationSyntax, bool> typesThatSetKey = new();

    private static ReplayAnswer? Preconditioned => new ReplayAnswer(Replay.Conditional, "a precondition header is set");

    /// <summary>What one call on a header collection says; null for a header that has nothing to do with repetition.</summary>
    public ReplayAnswer? HeaderAnswer(IInvocationOperation call)
    {
        if (
            call.TargetMethod.Name is "Add" or "ParseAdd" or "TryParseAdd"
            && CollectionAddedTo(call) is IPropertyReferenceOperation { Property.Name: "IfMatch" or "IfNoneMatch" }
        )
        {
            return Preconditioned;
        }

        var header =
            call.TargetMethod.Name is "Add" or "TryAddWithoutValidation"
            && types.HttpHeaders is { } headers
            && Symbols.DerivesFrom(call.TargetMethod.ContainingType, headers)
                ? call.Arguments[0]
            : remoteCalls.ApiOf(call.TargetMethod)?.HeaderParameter is { } parameter
                ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)
            : null;
        return header is null ? null
            : values.ValueOf(header.Value).ConstantValue is { HasValue: true, Value: string name }
                ? AnswerOfHeader(name, header.Syntax.SyntaxTree)
            : ReplayAnswer.Unknown;
    }

    /// <summary>In <c>Headers = { IfMatch = { tag } }</c> the collection is named by the initializer around the call.</summary>
    private static IOperation? CollectionAddedTo(IInvocationOperation add) =>
        add.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }
            ? (add.Parent?.Parent as IMemberInitializerOperation)?.InitializedMember
            : add.Instance;

    public ReplayAnswer? AnswerOfHeader(string name, SyntaxTree tree) =>
        KeyHeaders.Contains(name) || project.IsListedFor(tree, RuleOptions.IdempotencyHeaders, name)
            ? new ReplayAnswer(Replay.Keyed, $"the request carries '{name}'")
        : PreconditionHeaders.Contains(name) ? Preconditioned
        : null;

    /// <summary>A parameter that an attribute makes a header (<c>[Header("Idempotency-Key")] string key</c>), where the call gives it a
    /// value.</summary>
    public ReplayAnswer? HeaderParameterOf(RemoteCall call)
    {
        foreach (var argument in call.Invocation.Arguments)
        {
            foreach (var attribute in argument.Parameter?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty)
            {
                if (
                    attribute.ConstructorArguments.Length == 1
                    && attribute.ConstructorArguments[0] is { Kind: TypedConstantKind.Primitive, Value: string name }
                    && AnswerOfHeader(name, call.Invocation.Syntax.SyntaxTree) is { } answer
                    && !constants.IsNothing(values.ValueOf(argument.Value))
                )
                {
                    return answer;
                }
            }
        }

        return null;
    }

    /// <summary>The code around the call puts a key on the request, on its content, or on every request of the client.</summary>
    public ReplayAnswer? MayCarryKey(RemoteCall call)
    {
        foreach (var operation in Values.RootOf(call.Invocation).Descendants())
        {
            if (operation is IInvocationOperation add && HeaderAnswer(add) is { Replay: Replay.Keyed or Replay.Conditional } answer)
            {
                return answer;
            }
        }

        return SetsKeyByDefault(call.Invocation) ? new ReplayAnswer(Replay.Unknown, "the client's default headers may carry a key")
            : HandlerAddsKey.Value ? new ReplayAnswer(Replay.Unknown, "a message handler of the project adds a key")
            : null;
    }

    private bool SetsKeyByDefault(IOperation anywhereInType) =>
        (project.Spells(Spelled.DefaultHeader) || catalog.HasDefaultHeaders)
        && anywhereInType.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && typesThatSetKey.GetOrAdd(type, SetsKeyByDefault);

    private bool SetsKeyByDefault(TypeDeclarationSyntax type)
    {
        foreach (var node in type.DescendantNodes())
        {
            var add =
                node
                    is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "DefaultRequestHeaders",
                        Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax onHeaders }
                    }
                    ? onHeaders
                : node
                    is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } call
                && catalog.HasMember(name)
                    ? call
                : null;
            if (
                add is not null
                && models.Of(add.SyntaxTree).GetOperation(add) is IInvocationOperation operation
                && (node is MemberAccessExpressionSyntax || remoteCalls.ApiOf(operation.TargetMethod) is { IsDefaultHeader: true })
                && HeaderAnswer(operation) is not null
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Some <c>DelegatingHandler</c> of the project puts a key on the requests that pass through it; which clients it serves is
    /// not looked at.</summary>
    private Lazy<bool> HandlerAddsKey => field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<bool>(SomeHandlerAddsKey))!;

    private bool SomeHandlerAddsKey() => types.DelegatingHandler is { } handler && hierarchy.DerivedFrom(handler).Any(AddsKey);

    private bool AddsKey(INamedTypeSymbol handler)
    {
        foreach (var reference in handler.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (
                    node
                        is InvocationExpressionSyntax
                        {
                            Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add" or "TryAddWithoutValidation" }
                        } add
                    && models.Of(add.SyntaxTree).GetOperation(add) is IInvocationOperation operation
                    && HeaderAnswer(operation) is { Replay: not Replay.Conditional }
                )
                {
                    return true;
                }
            }
        }

        return false;
    }
}

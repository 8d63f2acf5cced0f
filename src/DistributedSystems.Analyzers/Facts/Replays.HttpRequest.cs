using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    // Idempotency-Key is the IETF draft's name (draft-ietf-httpapi-idempotency-key-header), used by Stripe, Adyen and others;
    // the rest are what large public APIs call theirs (PayPal, Google, Twilio, Microsoft Graph and the Azure SDK guidelines).
    private static readonly HashSet<string> KeyHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Idempotency-Key", "X-Idempotency-Key", "PayPal-Request-Id", "X-Goog-Request-Id", "I-Twilio-Idempotency-Token", "Repeatability-Request-ID", "client-request-id",
    };

    private static readonly HashSet<string> PreconditionHeaders = new(StringComparer.OrdinalIgnoreCase) { "If-Match", "If-None-Match", "If-Unmodified-Since" };

    /// <summary>What sending a request twice does: by its HTTP method, unless a key or a precondition header is set on it.</summary>
    private ReplayAnswer ReplayOfRequest(RemoteCall call, IOperation request)
    {
        if (Values.ValueOf(request) is not IObjectCreationOperation creation || !SymbolEqualityComparer.Default.Equals(creation.Type, Types.HttpRequestMessage))
        {
            return ReplayAnswer.Unknown;
        }

        var method = MethodOf(creation);
        var replay = method switch
        {
            "GET" or "HEAD" or "OPTIONS" or "TRACE" => Replay.Safe,
            "PUT" or "DELETE" => Replay.Idempotent,
            "POST" or "PATCH" => Replay.Accumulates,
            _ => Replay.Unknown,
        };
        if (replay == Replay.Accumulates && (HeadersOf(request, creation) ?? MayCarryKey(call)) is { } guarded)
        {
            return guarded;
        }

        return new ReplayAnswer(replay, $"the request's method is {method}");
    }

    /// <summary>The method given to the constructor or set in the initializer; GET is the type's default.</summary>
    private string? MethodOf(IObjectCreationOperation request)
    {
        IOperation? method = null;
        foreach (var argument in request.Arguments)
        {
            if (SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, Types.HttpMethod))
            {
                method = argument.Value;
            }
        }

        foreach (var initializer in request.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Method" } } assignment)
            {
                method = assignment.Value;
            }
        }

        if (method is null)
        {
            return "GET";
        }

        return Values.ValueOf(method) switch
        {
            IPropertyReferenceOperation { Property: { IsStatic: true } property } when SymbolEqualityComparer.Default.Equals(property.ContainingType, Types.HttpMethod) => property.Name.ToUpperInvariant(),
            IObjectCreationOperation { Arguments.Length: 1 } created when Values.ValueOf(created.Arguments[0].Value).ConstantValue is { HasValue: true, Value: string name } => name.ToUpperInvariant(),
            _ => null,
        };
    }

    /// <summary>
    /// What the code does to the request besides sending it. A key or precondition header changes the answer; a method that
    /// is handed the request may add one, so the answer is unknown. Null where nothing of the kind happens.
    /// </summary>
    private ReplayAnswer? HeadersOf(IOperation request, IObjectCreationOperation creation)
    {
        foreach (var initializer in creation.Initializer?.Descendants() ?? Enumerable.Empty<IOperation>())
        {
            if (initializer is IInvocationOperation add && HeaderAnswer(add) is { } answer)
            {
                return answer;
            }
        }

        if (Values.Unwrap(request) is not ILocalReferenceOperation local)
        {
            return Values.Unwrap(request) is IObjectCreationOperation ? null : ReplayAnswer.Unknown;
        }

        foreach (var operation in Values.RootOf(request).Descendants())
        {
            if (operation is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, local.Local))
            {
                continue;
            }

            // request.Method = …: the constructor's word no longer counts.
            if (use.Parent is IPropertyReferenceOperation { Property.Name: "Method", Parent: ISimpleAssignmentOperation })
            {
                return ReplayAnswer.Unknown;
            }

            IOperation value = use;
            while (value.Parent is IPropertyReferenceOperation or IConversionOperation)
            {
                value = value.Parent;
            }

            var answer = value.Parent switch
            {
                IInvocationOperation call when call.Instance == value => HeaderAnswer(call),
                ISimpleAssignmentOperation assignment when assignment.Target == value && value is IPropertyReferenceOperation { Property.Name: "IfMatch" or "IfNoneMatch" or "IfUnmodifiedSince" } => Preconditioned,
                IArgumentOperation { Parent: IInvocationOperation call } => ApiOf(call.TargetMethod)?.HttpRequestParameter is null ? ReplayAnswer.Unknown : null,
                _ => null,
            };
            if (answer is not null)
            {
                return answer;
            }
        }

        return null;
    }

    private static ReplayAnswer? Preconditioned => new ReplayAnswer(Replay.Conditional, "a precondition header is set");

    /// <summary>What one call on a header collection says; null for a header that has nothing to do with repetition.</summary>
    private ReplayAnswer? HeaderAnswer(IInvocationOperation call)
    {
        if (call.TargetMethod.Name is "Add" && call.Instance is IPropertyReferenceOperation { Property.Name: "IfMatch" or "IfNoneMatch" })
        {
            return Preconditioned;
        }

        if (call.TargetMethod.Name is not ("Add" or "TryAddWithoutValidation") || Types.HttpHeaders is not { } headers || !DerivesFrom(call.TargetMethod.ContainingType, headers))
        {
            return null;
        }

        return Values.ValueOf(call.Arguments[0].Value).ConstantValue is not { HasValue: true, Value: string name } ? ReplayAnswer.Unknown
            : KeyHeaders.Contains(name) ? new ReplayAnswer(Replay.Keyed, $"the request carries '{name}'")
            : PreconditionHeaders.Contains(name) ? Preconditioned
            : null;
    }

    private bool IsHttp(RemoteCall call) =>
        call.Invocation.Arguments.Length > 0 && (SymbolEqualityComparer.Default.Equals(UnwrapTask(call.Invocation.Type), Types.HttpResponseMessage) || call.Api.Library == "HttpClient");

    /// <summary>The type's own code puts a key on the content or on every request of the client.</summary>
    private ReplayAnswer? MayCarryKey(RemoteCall call)
    {
        foreach (var operation in Values.RootOf(call.Invocation).Descendants())
        {
            if (operation is IInvocationOperation add && HeaderAnswer(add) is { Replay: Replay.Keyed or Replay.Conditional } answer)
            {
                return answer;
            }
        }

        return SetsKeyByDefault(call.Invocation) ? new ReplayAnswer(Replay.Unknown, "the client's default headers may carry a key") : null;
    }

    private bool SetsKeyByDefault(IOperation anywhereInType)
    {
        var type = anywhereInType.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (type is null)
        {
            return false;
        }

        foreach (var node in type.DescendantNodes())
        {
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "DefaultRequestHeaders", Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax add } }
                && Models.Of(add.SyntaxTree).GetOperation(add) is IInvocationOperation operation
                && HeaderAnswer(operation) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static ITypeSymbol? UnwrapTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 } task ? task.TypeArguments[0] : type;
}

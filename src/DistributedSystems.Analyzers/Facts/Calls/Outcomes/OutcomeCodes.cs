using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>What a failure says of the attempt it ended and of the next.</summary>
[Flags]
internal enum FailureKinds
{
    None = 0,

    /// <summary>Whether the operation was carried out is open.</summary>
    Ambiguous = 1,

    /// <summary>It was not carried out, and may be later: too many requests, nobody listens.</summary>
    Refused = 2,

    /// <summary>It was not carried out, and never will be as it stands.</summary>
    Permanent = 4,

    /// <summary>Conflicts, redirections and what else is neither success nor one of those.</summary>
    Other = 8,

    /// <summary>What a retry is for.</summary>
    Passing = Ambiguous | Refused,
}

/// <summary>The status and error codes of the protocols, by the enumeration that names them.</summary>
internal static class OutcomeCodes
{
    private const string HttpStatus = "System.Net.HttpStatusCode";

    // What a code of a failure says, by RFC 9110 (section 15) and RFC 6585, Winsock's error codes, WebExceptionStatus and gRPC's status codes
    // (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). Conflicts and lost races are none of the three: another attempt is another operation.
    private static readonly ImmutableDictionary<string, ImmutableDictionary<object, FailureKinds>> Kinds = new Dictionary<
        string,
        ImmutableDictionary<object, FailureKinds>
    >(DatabaseCodes.Kinds)
    {
        [HttpStatus] = Kind(
            ambiguous: new[] { 408, 500, 502, 503, 504 },
            refused: new[] { 429 },
            permanent: new[] { 400, 401, 403, 404, 405, 406, 410, 411, 413, 414, 415, 422, 501, 505 }
        ),

        // Unknown, InvalidResponse, ResponseEnded; NameResolutionError, ConnectionError; UserAuthenticationError.
        ["System.Net.Http.HttpRequestError"] = Kind(ambiguous: new[] { 0, 9, 10 }, refused: new[] { 1, 2 }, permanent: new[] { 7 }),

        // ConnectionReset, TimedOut; NetworkDown, NetworkUnreachable, ConnectionRefused, HostDown, HostUnreachable, HostNotFound, TryAgain.
        ["System.Net.Sockets.SocketError"] = Kind(
            ambiguous: new[] { 10054, 10060 },
            refused: new[] { 10050, 10051, 10061, 10064, 10065, 11001, 11002 },
            permanent: Array.Empty<int>()
        ),

        // A response that tells a failure has been completed: Completed, Error, TimedOut.
        ["RestSharp.ResponseStatus"] = Kind(ambiguous: new[] { 1, 2, 3 }, refused: Array.Empty<int>(), permanent: Array.Empty<int>()),

        // ReceiveFailure, SendFailure, ProtocolError (a status, which may be 500), ConnectionClosed, KeepAliveFailure, Timeout; NameResolutionFailure,
        // ConnectFailure; TrustFailure.
        ["System.Net.WebExceptionStatus"] = Kind(ambiguous: new[] { 3, 4, 7, 8, 12, 14 }, refused: new[] { 1, 2 }, permanent: new[] { 9 }),

        // Unknown, DeadlineExceeded, Internal, Unavailable; ResourceExhausted; InvalidArgument, NotFound, PermissionDenied, OutOfRange, Unimplemented,
        // Unauthenticated.
        ["Grpc.Core.StatusCode"] = Kind(ambiguous: new[] { 2, 4, 13, 14 }, refused: new[] { 8 }, permanent: new[] { 3, 5, 7, 11, 12, 16 }),
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, ImmutableArray<object?>> Ambiguous = Kinds.ToImmutableDictionary(
        codes => codes.Key,
        codes =>
            codes
                .Value.Where(code => code.Value == FailureKinds.Ambiguous)
                .Select(code => (object?)code.Key)
                .OrderBy(code => code is int number ? number : int.MaxValue)
                .ThenBy(code => code as string, StringComparer.Ordinal)
                .ToImmutableArray()
    );

    /// <summary>What a code says of the failure that carries it; none for success.</summary>
    public static FailureKinds KindOf(OutcomeCode code) =>
        code.Value is null ? FailureKinds.Ambiguous
        : code.Value is not (int or string) || Equals(SuccessOf(code.Enumeration, code.Value), code.Value) ? FailureKinds.None
        : Kinds.TryGetValue(code.Enumeration, out var kinds) && kinds.TryGetValue(code.Value, out var kind) ? kind
        : FailureKinds.Other;

    /// <summary>A code that conditions mention, where it is of the kinds asked for, and of the same enumeration another that they do not and
    /// none at all.</summary>
    public static IEnumerable<OutcomeCode> With(
        OutcomeCode mentioned,
        IReadOnlyCollection<OutcomeCode> all,
        Hypothesis how,
        FailureKinds kinds
    )
    {
        if (
            (KindOf(mentioned) & kinds) != 0
            && (how.IsException() || mentioned.Value is not null)
            && !(how == Hypothesis.PromptException && IsTimeout(mentioned.Value))
        )
        {
            yield return mentioned;
        }

        if ((kinds & FailureKinds.Ambiguous) == 0 || !Ambiguous.TryGetValue(mentioned.Enumeration, out var codes))
        {
            yield break;
        }

        var others = codes.RemoveAll(code =>
            all.Contains(mentioned with { Value = code }) || (how == Hypothesis.PromptException && IsTimeout(code))
        );
        if (!others.IsEmpty)
        {
            // The last named of each is the plainest: 504, ResponseEnded, Unavailable.
            yield return mentioned with
            {
                Value = others[others.Length - 1],
            };
        }

        if (how.IsException() && mentioned.Enumeration is HttpStatus or "System.Net.Http.HttpRequestError")
        {
            yield return mentioned with
            {
                Value = null,
            };
        }
    }

    // What no repetition cures, where the number alone says nothing to a reader.
    private static readonly ImmutableDictionary<OutcomeCode, string> Names = new Dictionary<OutcomeCode, string>
    {
        [new("Grpc.Core.StatusCode", 3)] = "InvalidArgument",
        [new("Grpc.Core.StatusCode", 5)] = "NotFound",
        [new("Grpc.Core.StatusCode", 7)] = "PermissionDenied",
        [new("Grpc.Core.StatusCode", 11)] = "OutOfRange",
        [new("Grpc.Core.StatusCode", 12)] = "Unimplemented",
        [new("Grpc.Core.StatusCode", 16)] = "Unauthenticated",
        [new("System.Net.WebExceptionStatus", 9)] = "TrustFailure",
        [new("System.Net.Http.HttpRequestError", 7)] = "UserAuthenticationError",
    }.ToImmutableDictionary();

    /// <summary>How messages name a code: by its number, as HTTP's and databases' are known, or the name that stands for it.</summary>
    public static string Name(OutcomeCode code) => Names.TryGetValue(code, out var name) ? name : code.Value?.ToString() ?? "";

    private static ImmutableDictionary<object, FailureKinds> Kind(int[] ambiguous, int[] refused, int[] permanent) =>
        DatabaseCodes.Kind(ambiguous.Cast<object>(), refused.Cast<object>(), permanent.Cast<object>());

    /// <summary>The codes of an enumeration, or of a property that gives numbers, that leave open whether the operation was carried out; null where it
    /// is none that a protocol answers with.</summary>
    public static ImmutableArray<object?>? AmbiguousOf(string codes) => Ambiguous.TryGetValue(codes, out var ambiguous) ? ambiguous : null;

    /// <summary>The set of codes that a property gives one of: an enumeration's, or, of plain numbers and texts, the property's own.</summary>
    public static string CodesOf(IPropertySymbol property) =>
        TypeOfCode(property.Type) is { Length: > 0 } enumeration ? enumeration
        : property.Name is "Number" or "SqlState" ? DatabaseCodes.SetOf(property)
        : IsHttpStatus(property) ? HttpStatus
        : "";

    /// <summary>Do exceptions of a type have such a code?</summary>
    public static bool IsCarriedBy(ITypeSymbol? exception, OutcomeCode code) =>
        code.Value is not null
        && Symbols.MembersOf(exception).OfType<IPropertySymbol>().Any(property => CodesOf(property) == code.Enumeration);

    /// <summary>HTTP's status as a plain number, in the exception of a client.</summary>
    private static bool IsHttpStatus(IPropertySymbol property) =>
        RemoteFailures.IsException(property.ContainingType)
        && (
            property.Name is "StatusCode" or "HttpStatusCode" or "HttpStatus"
            || property is { Name: "Status", ContainingType: { Name: "RequestFailedException", ContainingNamespace.Name: "Azure" } }
        )
        && (
            property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
                ? nullable.TypeArguments[0]
                : property.Type
        ).SpecialType == SpecialType.System_Int32;

    /// <summary>The code by which an enumeration tells success: of HTTP whichever the code looks for.</summary>
    public static object SuccessOf(string enumeration, object? constant) =>
        enumeration switch
        {
            HttpStatus => constant is int and >= 200 and < 300 ? constant : 200,
            "RestSharp.ResponseStatus" => 1,
            "System.Net.Http.HttpRequestError" => -1,
            _ => 0,
        };

    public static bool IsTimeout(object? code) =>
        code
            is 4 // gRPC's DeadlineExceeded
                or 408
                or 504
                or 10060
                or DatabaseCodes.SqlServerTimeout;

    public static bool? Holds(object? sample, BinaryOperatorKind kind, object? constant)
    {
        if (sample is null || constant is null)
        {
            return kind switch
            {
                BinaryOperatorKind.Equals => sample is null && constant is null,
                BinaryOperatorKind.NotEquals => sample is null != constant is null,
                _ => false,
            };
        }

        if (sample is string && kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
        {
            return Equals(sample, constant) == (kind == BinaryOperatorKind.Equals);
        }

        if (sample is not int code || constant is not int bound)
        {
            return null;
        }

        return kind switch
        {
            BinaryOperatorKind.Equals => code == bound,
            BinaryOperatorKind.NotEquals => code != bound,
            BinaryOperatorKind.LessThan => code < bound,
            BinaryOperatorKind.LessThanOrEqual => code <= bound,
            BinaryOperatorKind.GreaterThan => code > bound,
            BinaryOperatorKind.GreaterThanOrEqual => code >= bound,
            _ => null,
        };
    }

    public static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) =>
        kind switch
        {
            BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
            BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
            BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
            BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
            _ => kind,
        };

    public static string TypeOfCode(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type?.TypeKind == TypeKind.Enum ? type.ToDisplayString() : "";
    }

    // A code on its way through locals and parameters.
    private const int MostHops = 8;

    /// <summary>The property that yields a code, seen through casts, <c>Nullable</c>'s own members and variables.</summary>
    /// <param name="observed">What a condition looks at.</param>
    /// <param name="keptIn">What a variable was made from; null where that is not known.</param>
    public static IPropertyReferenceOperation? PropertyOf(IOperation observed, Func<IOperation, IOperation?> keptIn)
    {
        for (var hops = 0; hops <= MostHops; )
        {
            observed = Values.Unwrap(observed);
            switch (observed)
            {
                case IPropertyReferenceOperation
                {
                    Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
                    Instance: { } nullable
                }:
                    observed = nullable;
                    break;
                case IInvocationOperation
                {
                    TargetMethod:
                    { Name: "GetValueOrDefault", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T },
                    Instance: { } nullable
                }:
                    observed = nullable;
                    break;
                case IPropertyReferenceOperation property:
                    return property;
                default:
                    if (keptIn(observed) is not { } kept)
                    {
                        return null;
                    }

                    observed = kept;
                    hops++;
                    break;
            }
        }

        return null;
    }

    /// <summary>Does a predicate hold for all codes, for some, or for none? It cannot be read where it gives no answer for one.</summary>
    public static Truth TruthFor(IEnumerable<object?> codes, Func<object?, bool?> predicate)
    {
        var (any, all) = (false, true);
        foreach (var code in codes)
        {
            if (predicate(code) is not { } holds)
            {
                return Truth.Opaque;
            }

            any |= holds;
            all &= holds;
        }

        return all ? Truth.True
            : any ? Truth.Both
            : Truth.False;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>The status and error codes of the protocols, by the enumeration that names them.</summary>
internal static class OutcomeCodes
{
    // Outcomes that leave open whether the operation was carried out. Those that prove it was not (connection refused,
    // DNS failure, 429) and definite answers (other 4xx) are deliberately absent.
    private static readonly ImmutableDictionary<string, ImmutableArray<object?>> Ambiguous = new Dictionary<string, ImmutableArray<object?>>
    {
        ["System.Net.HttpStatusCode"] = Codes(408, 500, 502, 503, 504),

        // Unknown, InvalidResponse, ResponseEnded.
        ["System.Net.Http.HttpRequestError"] = Codes(0, 9, 10),

        // ConnectionReset, TimedOut.
        ["System.Net.Sockets.SocketError"] = Codes(10054, 10060),

        // Unknown, DeadlineExceeded, Internal, Unavailable.
        ["Grpc.Core.StatusCode"] = Codes(2, 4, 13, 14),
    }.ToImmutableDictionary();

    /// <summary>The codes of an enumeration that leave open whether the operation was carried out; null where it is none that a protocol answers with.</summary>
    public static ImmutableArray<object?>? AmbiguousOf(ITypeSymbol? type) =>
        Ambiguous.TryGetValue(TypeOfCode(type), out var codes) ? codes : null;

    public static bool IsTimeout(object? code) =>
        code
            is 4 // gRPC's DeadlineExceeded
                or 408
                or 504
                or 10060;

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

    private static string TypeOfCode(ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type?.TypeKind == TypeKind.Enum ? type.ToDisplayString() : "";
    }

    private static ImmutableArray<object?> Codes(params object?[] codes) => codes.ToImmutableArray();
}

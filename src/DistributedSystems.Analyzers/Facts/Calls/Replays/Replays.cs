using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>What a second execution of a remote call does.</summary>
internal sealed partial class Replays(Values values, Constants constants, HttpRequests httpRequests)
{
    // SQLSTATE 23505 (https://www.postgresql.org/docs/current/errcodes-appendix.html); SQL Server 2627 and 2601; MySQL 1062; SQLite 1555
    // and 2067.
    private static readonly ImmutableHashSet<object?> DuplicateCodes = ImmutableHashSet.Create<object?>(
        "23505",
        2627,
        2601,
        1062,
        1555,
        2067
    );

    /// <summary>
    /// Does a handler around an operation ask whether a unique key was violated? The key was chosen before, then, and a second execution
    /// is refused.
    /// </summary>
    public static bool RecognisesDuplicates(IOperation operation)
    {
        for (var (inner, outer) = (operation, operation.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (
                outer is ITryOperation attempt
                && attempt.Body == inner
                && attempt.Catches.Any(handler => handler.Descendants().Any(IsDuplicateCode))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDuplicateCode(IOperation part) =>
        part is ILiteralOperation or IFieldReferenceOperation
        && part.ConstantValue is { HasValue: true, Value: { } code }
        && DuplicateCodes.Contains(code);
}

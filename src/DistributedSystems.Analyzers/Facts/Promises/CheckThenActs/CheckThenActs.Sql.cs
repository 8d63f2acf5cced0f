using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class CheckThenActs
{
    private static bool IsSql(StoreAccess access) => IsSql(access.Inner);

    private static bool IsSql(RemoteCall call) => call.Api is not { SqlParameter: null, SqlMember: null };

    private bool OverwritesRow(RemoteCall call) => replays.SqlOf(call) is { } text && SqlRow.Of(text) is { Changes: true };

    /// <summary>
    /// One table, the same columns choose the row, and the reading locks nothing: the write then asks for nothing that the reading has not asked for.
    /// </summary>
    private bool IsSameRow(StoreAccess reading, StoreAccess write) =>
        replays.SqlOf(reading.Inner) is { } asked
        && replays.SqlOf(write.Inner) is { } set
        && SqlRow.Of(asked) is { Changes: false, IsLocked: false } read
        && SqlRow.Of(set) is { Changes: true } changed
        && read.Table == changed.Table
        && changed.Columns.Count > 0
        && changed.Columns.IsSubsetOf(read.Columns)
        && !HasTransaction(reading.Call.Invocation)
        && !HasTransaction(write.Call.Invocation);

    private static bool HasTransaction(IInvocationOperation call) =>
        call.Arguments.Any(static argument =>
            argument.ArgumentKind != ArgumentKind.DefaultValue
            && argument.Parameter?.Name.IndexOf("transaction", StringComparison.OrdinalIgnoreCase) >= 0
        );

    /// <summary>A transaction is begun before the write, or handed to the function.</summary>
    public static bool BeginsTransaction(IOperation function, IInvocationOperation write) =>
        Operations.EnclosingMethodOf(write)?.Parameters.Any(static parameter => IsTransaction(parameter.Type)) == true
        || function
            .Descendants()
            .Any(part =>
                part is IInvocationOperation or IObjectCreationOperation or IMemberReferenceOperation
                && part.Syntax.SpanStart < write.Syntax.SpanStart
                && IsTransaction(Symbols.UnwrapTask(part.Type) ?? part.Type)
            );

    // Not what the project's own business calls by that word.
    private static bool IsTransaction(ITypeSymbol? type) =>
        type is { DeclaringSyntaxReferences.IsEmpty: true } && type.Name.IndexOf("Transaction", StringComparison.Ordinal) >= 0;
}

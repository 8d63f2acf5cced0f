using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Writes to a store that a reading of the same entry has decided, and that nobody between the two may disturb.</summary>
internal sealed partial class CheckThenActs(
    Project project,
    WellKnownTypes types,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Transactions transactions
)
{
    /// <summary>
    /// The reading that decides whether a write of the same entry happens, or what it stores, where the write asks for no version of it. Null
    /// where only a miss is asked for (a cache that is filled), and under a transaction or a lock.
    /// </summary>
    public RemoteCall? ReadingBehind(RemoteCall write)
    {
        var call = write.Invocation;
        if (
            write.Api
                is not {
                    Remote: true,
                    IsHttp: false,
                    SqlParameter: null,
                    SqlMember: null,
                    Lock: LockRole.None or LockRole.Acquires or LockRole.Releases
                }
            || replays.Of(write).Replay != Replay.Idempotent
            || call.Instance is not { } store
            || transactions.Around(call) is not null
        )
        {
            return null;
        }

        var function = Operations.FunctionAround(call) ?? Values.RootOf(call);
        foreach (var operation in function.Descendants())
        {
            if (
                operation is IInvocationOperation { Instance: { } readStore } read
                && read.Syntax.SpanStart < call.Syntax.SpanStart
                && SameExpression.Are(readStore, store)
                && remoteCalls.RemoteCallOf(read) is { } reading
                && replays.Of(reading).Replay == Replay.Safe
                && !AsksForPresence(read)
                && IsSameEntry(reading, write)
                && IsDecidedBy(call, read)
                && !IsLocked(function, call)
            )
            {
                return reading;
            }
        }

        return null;
    }

    /// <summary>Whether an entry is there is all that it tells (also wrapped in an answer of the library's).</summary>
    private static bool AsksForPresence(IInvocationOperation read) =>
        Symbols.UnwrapTask(read.Type) is { } answer
        && (answer is INamedTypeSymbol { TypeArguments: { Length: 1 } told } ? told[0] : answer).SpecialType == SpecialType.System_Boolean;

    /// <summary>The key is the same, or what is written is made of what was read.</summary>
    private bool IsSameEntry(RemoteCall reading, RemoteCall write) =>
        write.Invocation.Arguments.Any(argument => IsMadeOf(argument.Value, reading.Invocation))
        || KeyOf(reading) is { } read && write.Invocation.Arguments.Any(argument => SameExpression.Are(ValueIn(argument), read));

    private static IOperation? KeyOf(RemoteCall reading) =>
        reading.Invocation.Arguments.FirstOrDefault() is { } first ? ValueIn(first) : null;

    private static IOperation ValueIn(IArgumentOperation argument) => Values.Unwrap(argument.Value);

    /// <summary>A condition on the way to the write looks at what was read, at more than whether it was there.</summary>
    private bool IsDecidedBy(IInvocationOperation write, IInvocationOperation read) =>
        Guards
            .Of(write)
            .Any(guard =>
                !Operations.IsMiss(guard.Condition)
                && !guard.Condition.Syntax.Span.Contains(write.Syntax.Span)
                && IsMadeOf(guard.Condition, read)
            );

    private bool IsMadeOf(IOperation value, IInvocationOperation read) =>
        origins.Find(value, operation => operation is IInvocationOperation && operation.Syntax == read.Syntax) is not null;

    private bool IsLocked(IOperation function, IInvocationOperation write) =>
        function
            .Descendants()
            .OfType<IInvocationOperation>()
            .Any(call =>
                call.Syntax.SpanStart < write.Syntax.SpanStart
                && remoteCalls.RemoteCallOf(call) is { Api.Lock: LockRole.Acquires } taken
                && replays.Of(taken).Replay != Replay.Idempotent
            );
}

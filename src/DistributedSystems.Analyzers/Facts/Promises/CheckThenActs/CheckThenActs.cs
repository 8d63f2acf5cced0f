using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Writes to a store that a reading of the same entry has decided, and that nobody between the two may disturb.</summary>
internal sealed partial class CheckThenActs(
    SemanticModels models,
    Project project,
    WellKnownTypes types,
    Values values,
    Functions functions,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    CriticalSections criticalSections,
    Transactions transactions,
    Locks locks
)
{
    private const int DeepestFilter = 3;

    private readonly ConcurrentDictionary<(IMethodSymbol Method, bool Writes), StoreAccess?> steps = new(new StepComparer());

    /// <summary>An access to a store: the call in sight, and what it does there, itself or as a step of the project.</summary>
    /// <param name="Call">The call in sight, as far as messages and the values around it are concerned.</param>
    /// <param name="Inner">The call that leaves the process.</param>
    private sealed record StoreAccess(RemoteCall Call, RemoteCall Inner)
    {
        public bool IsStep => Call.Invocation.Syntax != Inner.Invocation.Syntax;
    }

    private readonly WriteLocks writeLocks = new(functions, remoteCalls, replays, criticalSections, locks);

    private SavedRows? rows;

    /// <summary>The reading of a row or document that is then changed and saved, where nothing tells its versions apart; of a guarded one, distributed
    /// locks do not count.</summary>
    public RemoteCall? ReadingBehindSave(IInvocationOperation save, bool isGuarded = false) => Rows.ReadingBehindSave(save, isGuarded);

    /// <summary>The look-up of a row that was not there and is then added and saved, where nothing keeps a second one out.</summary>
    public RemoteCall? LookupBehindSave(IInvocationOperation save) => Rows.LookupBehindSave(save);

    private SavedRows Rows =>
        rows ??= new(this, writeLocks, models, project, types, functions, origins, remoteCalls, replays, transactions);

    /// <summary>
    /// The reading that decides whether a write of the same entry happens, or what it stores, where the write asks for no version of it. Null
    /// where only a miss is asked for (a cache that is filled), and under a transaction or a lock; of a guarded one, distributed locks do not count.
    /// </summary>
    public RemoteCall? ReadingBehind(IInvocationOperation call, bool isGuarded = false)
    {
        if (WriteBy(call) is not { } write || transactions.Around(call) is not null)
        {
            return null;
        }

        var function = Operations.FunctionAround(call) ?? Values.RootOf(call);
        foreach (var operation in function.Descendants())
        {
            if (
                operation is IInvocationOperation read
                && read.Syntax.SpanStart < call.Syntax.SpanStart
                && ReadingBy(read) is { } reading
                && IsSameStore(reading, write)
                && (IsSql(write) ? IsSameRow(reading, write) : IsSameEntry(reading, write))
                && (IsDecidedBy(call, read) || (IsKeyKept(reading, write) && IsChangeOf(write, read, function)))
                && !FillsIn(call, read)
                && !BeginsTransaction(function, call)
                && !writeLocks.IsLocked(call, isGuarded)
            )
            {
                return reading.Call;
            }
        }

        return null;
    }

    /// <summary>A write that puts what it is given in the place of what is there, whatever that is, outside of a transaction and in a store that could be
    /// asked to refuse it.</summary>
    public RemoteCall? OverwriteBy(IInvocationOperation call) =>
        WriteBy(call) is { } write
        && transactions.Around(call) is null
        && !BeginsTransaction(Operations.FunctionAround(call) ?? Values.RootOf(call), call)
        && !HasTransaction(call)
        && (
            IsSql(write)
                ? replays.SqlOf(write.Inner) is { } text && SqlRow.Of(text) is { Columns.Count: 1 }
                : write.Inner.Api is { Conditions: not null } or { UpdateParameter: not null }
                    || write.Inner.ArgumentFor("filter") is not null
        )
            ? write.Call
            : null;

    private StoreAccess? WriteBy(IInvocationOperation call) =>
        remoteCalls.ApiOf(call.TargetMethod) is not null
            ? remoteCalls.RemoteCallOf(call) is { } direct && Overwrites(direct)
                ? new StoreAccess(direct, direct)
                : null
            : StepBy(call, writes: true);

    private StoreAccess? ReadingBy(IInvocationOperation call) =>
        remoteCalls.ApiOf(call.TargetMethod) is not null
            ? remoteCalls.RemoteCallOf(call) is { } direct && IsReading(direct)
                ? new StoreAccess(direct, direct)
                : null
            : StepBy(call, writes: false);

    private bool Overwrites(RemoteCall call) =>
        call.Api is { Remote: true, IsHttp: false, Lock: LockRole.None or LockRole.Acquires or LockRole.Releases }
        && (
            IsSql(call)
                ? OverwritesRow(call)
                : replays.Of(call).Replay == Replay.Idempotent
                    && Operations.ReceiverOf(call.Invocation) is not null
                    && !MayAskForVersion(call)
        );

    /// <summary>The options that would hold a condition come from elsewhere, or the filter compares more than a key.</summary>
    private bool MayAskForVersion(RemoteCall call) =>
        call.Invocation.Arguments.Any(argument =>
            argument.ArgumentKind != ArgumentKind.DefaultValue
            && (
                call.Api.Conditions?.Any(condition => condition.StartsWith(argument.Parameter?.Name + ".", StringComparison.Ordinal))
                    == true
                    && values.ValueOf(argument.Value)
                        is not IObjectCreationOperation { ConstantValue.HasValue: false }
                            and { ConstantValue.HasValue: false }
                || argument.Parameter?.Name == "filter" && ComparisonsIn(argument.Value, DeepestFilter) > 1
                || IsVersioned(argument.Value.Type)
            )
        );

    /// <summary>DynamoDB's mapper compares a version that the object itself holds:
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBContext.VersionSupport.html</summary>
    private static bool IsVersioned(ITypeSymbol? stored) =>
        stored is INamedTypeSymbol { SpecialType: SpecialType.None } type
        && type.GetMembers()
            .Any(static member =>
                member is IPropertySymbol
                && member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DynamoDBVersionAttribute")
            );

    private int ComparisonsIn(IOperation filter, int remaining) =>
        values
            .ValueOf(filter)
            .DescendantsAndSelf()
            .Sum(part =>
                IsComparison(part) ? 1
                : remaining > 0 && part is ILocalReferenceOperation && values.ValueOf(part) is var kept && kept != part
                    ? ComparisonsIn(kept, remaining - 1)
                : 0
            );

    // A predicate, or the driver's builder of one.
    private static bool IsComparison(IOperation part) =>
        part
            is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals }
                or IInvocationOperation { TargetMethod.Name: "Eq" or "Lt" or "Lte" or "Gt" or "Gte" or "Ne" or "In" or "Exists" };

    public bool IsReading(RemoteCall read) =>
        read.Api is { IsHttp: false } && replays.Of(read).Replay == Replay.Safe && (IsSql(read) || !AsksForPresence(read.Invocation));

    /// <summary>Whether an entry is there is all that it tells (also wrapped in an answer of the library's).</summary>
    private static bool AsksForPresence(IInvocationOperation read) =>
        Symbols.UnwrapTask(read.Type) is { } answer
        && (answer is INamedTypeSymbol { TypeArguments: { Length: 1 } told } ? told[0] : answer).SpecialType == SpecialType.System_Boolean;

    private bool IsSameStore(StoreAccess reading, StoreAccess write) =>
        (reading, write) switch
        {
            ({ IsStep: false }, { IsStep: false }) => IsSql(write)
                ? IsSql(reading)
                : IsOnSameObject(reading, write) || IsQueryOf(reading.Inner.Invocation, write.Inner.Invocation),
            _ => (
                IsSql(write)
                    ? IsSql(reading)
                    : reading.Inner.Api.Library == write.Inner.Api.Library
                        && !IsSql(reading)
                        && StoreOf(reading.Inner.Invocation) is { } store
                        && SymbolEqualityComparer.Default.Equals(store, StoreOf(write.Inner.Invocation))
            ) && (!reading.IsStep || !write.IsStep || IsSameReceiver(reading.Call.Invocation, write.Call.Invocation)),
        };

    private static bool IsOnSameObject(StoreAccess reading, StoreAccess write) =>
        SameExpression.Are(Operations.ReceiverOf(reading.Inner.Invocation), Operations.ReceiverOf(write.Inner.Invocation));

    /// <summary>The reading is the end of a query that begins at the store of the write.</summary>
    private static bool IsQueryOf(IInvocationOperation read, IInvocationOperation write)
    {
        for (var query = read; Operations.ReceiverOf(query) is { } source; )
        {
            if (Values.Unwrap(source) is not IInvocationOperation inner)
            {
                return query != read && SameExpression.Are(source, Operations.ReceiverOf(write));
            }

            query = inner;
        }

        return false;
    }

    private static bool IsSameReceiver(IInvocationOperation read, IInvocationOperation write) =>
        (read.Instance, write.Instance) switch
        {
            (IInstanceReferenceOperation or null, IInstanceReferenceOperation or null) => true,
            var (one, other) => SameExpression.Are(one, other),
        };

    /// <summary>The member or parameter that a call's store is, or is got from.</summary>
    private ISymbol? StoreOf(IInvocationOperation call)
    {
        var store = Operations.ReceiverOf(call);
        while (store is not null)
        {
            switch (values.ValueOf(store))
            {
                case IInvocationOperation got:
                    store = Operations.ReceiverOf(got);
                    break;
                case IMemberReferenceOperation { Instance: { } owner and not IInstanceReferenceOperation } member
                    when Values.Unwrap(owner) is not ILocalReferenceOperation:
                    return member.Member;
                case IMemberReferenceOperation member:
                    return member.Member;
                case IParameterReferenceOperation parameter:
                    return parameter.Parameter;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The key is the same, or what is written is made of what was read; a store that is asked for no key is the entry.</summary>
    private bool IsSameEntry(StoreAccess reading, StoreAccess write) =>
        (
            write.Call.Invocation.Arguments.Any(argument => IsMadeOf(argument.Value, reading.Call.Invocation))
            || KeyOf(reading.Call) is var key
                && (
                    key is null
                        ? !reading.IsStep && !write.IsStep && IsOnSameObject(reading, write)
                        : write.Call.Invocation.Arguments.Any(argument => SameExpression.Are(ValueIn(argument), key))
                )
        )
        && (ShapeOf(reading.Inner) is not { } shape || ShapeOf(write.Inner) is not { } other || shape == other)
        && AgreeOnNames(RequestOf(reading.Inner), RequestOf(write.Inner));

    private IObjectCreationOperation? RequestOf(RemoteCall call) =>
        ArgumentsOf(call.Invocation).FirstOrDefault() is { } first
            ? values.ValueOf(first.Value) as IObjectCreationOperation is { Type.TypeKind: TypeKind.Class } request
                ? request
                : null
            : null;

    /// <summary>What both requests name, a table or a bucket, is the same.</summary>
    private static bool AgreeOnNames(IObjectCreationOperation? reading, IObjectCreationOperation? write) =>
        reading?.Initializer is not { } asked
        || write is null
        || asked
            .Initializers.OfType<ISimpleAssignmentOperation>()
            .All(name =>
                name.Target is not IPropertyReferenceOperation { Property: { Type.SpecialType: SpecialType.System_String } member }
                || Operations.Option(write, member.Name) is not { } other
                || SameExpression.Are(name.Value, other)
            );

    /// <summary>What is written under another key is no change of what was read; an object that a step is given brings its key along.</summary>
    private bool IsKeyKept(StoreAccess reading, StoreAccess write) =>
        IsSql(write)
        || write.IsStep
        || KeyOf(reading.Call) is not { } key
        || IsQueryOf(reading.Inner.Invocation, write.Inner.Invocation)
        || key.Type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None }
        || write.Call.Invocation.Arguments.Any(argument => IsReadItself(argument.Value, reading.Call.Invocation))
        || write.Call.Invocation.Arguments.Any(argument => SameExpression.Are(ValueIn(argument), key));

    /// <summary>The very object that was read, which knows its key.</summary>
    private bool IsReadItself(IOperation value, IInvocationOperation read) =>
        value.Type is { TypeKind: TypeKind.Class, SpecialType: SpecialType.None }
        && Operations.InvocationIn(values.ValueOf(value))?.Syntax == read.Syntax;

    private IOperation? KeyOf(RemoteCall reading) =>
        ArgumentsOf(reading.Invocation)
            .FirstOrDefault(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && !types.IsToken(argument.Value.Type))
            is { } first
            ? ValueIn(first)
            : null;

    private static IEnumerable<IArgumentOperation> ArgumentsOf(IInvocationOperation call) =>
        call.Arguments.Skip(call.TargetMethod.IsExtensionMethod && call.Instance is null ? 1 : 0);

    private static IOperation ValueIn(IArgumentOperation argument) => Values.Unwrap(argument.Value);

    /// <summary>The constant text of a key, and of those of one family: <c>"cart:" + id</c>.</summary>
    private string? ShapeOf(RemoteCall call)
    {
        if (RequestOf(call) is not null || ArgumentsOf(call.Invocation).FirstOrDefault() is not { } key)
        {
            return null;
        }

        var text = string.Concat(
            values
                .ValueOf(key.Value)
                .DescendantsAndSelf()
                .Select(static part =>
                    part is ILiteralOperation or IInterpolatedStringTextOperation or IFieldReferenceOperation
                        ? part.ConstantValue.Value as string
                            ?? (part as IInterpolatedStringTextOperation)?.Text.ConstantValue.Value as string
                        : null
                )
                .Distinct()
        );
        return text.Length > 0 ? text : null;
    }

    private bool IsMadeOf(IOperation value, IInvocationOperation read) =>
        origins.Find(value, operation => operation is IInvocationOperation && operation.Syntax == read.Syntax) is not null;
}

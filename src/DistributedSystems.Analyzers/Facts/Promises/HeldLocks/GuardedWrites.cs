using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A write that only a distributed lock keeps apart from others.</summary>
/// <param name="Write">The write.</param>
/// <param name="Acquisition">The call that takes the lock.</param>
internal sealed record GuardedWrite(RemoteCall Write, RemoteCall Acquisition);

/// <summary>Writes under a distributed lock that may expire before they arrive.</summary>
internal sealed class GuardedWrites(
    WellKnownTypes types,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Locks locks,
    CheckThenActs checkThenActs
)
{
    /// <summary>
    /// A write that replaces what is in a store, behind an acquisition that expires by itself and was asked for its result, where the write carries nothing
    /// of the lock: in another store than the lock's own, or of what was read under the lock. Null for a write with a condition, in a transaction, with a
    /// number drawn from the lock's store, and with a token that the lock's loss cancels.
    /// </summary>
    public GuardedWrite? WriteAt(IInvocationOperation call)
    {
        var overwrite = checkThenActs.OverwriteBy(call);
        var isOfReading =
            checkThenActs.ReadingBehind(call, isGuarded: true) is not null
            || checkThenActs.ReadingBehindSave(call, isGuarded: true) is not null;
        if (
            (overwrite is null && !isOfReading)
            || (overwrite ?? remoteCalls.RemoteCallOf(call)) is not { Api.Lock: LockRole.None or LockRole.Acquires } write
        )
        {
            return null;
        }

        foreach (var operation in (Operations.FunctionAround(call) ?? Values.RootOf(call)).Descendants())
        {
            if (
                operation is IInvocationOperation taking
                && taking.Syntax.Span.End < call.Syntax.SpanStart
                && Operations.FunctionAround(taking) == Operations.FunctionAround(call)
                && locks.CallOf(taking) is { Api.Lock: LockRole.Acquires } taken
                && locks.AcquiresLock(taken)
                && locks.MayExpire(taken)
                && (isOfReading || write.Api.Library != taken.Api.Library)
                && IsHeldAt(call, taken)
                && !CarriesSomethingOf(taken, call)
            )
            {
                return new GuardedWrite(write, taken);
            }
        }

        return null;
    }

    private bool IsHeldAt(IInvocationOperation write, RemoteCall taken)
    {
        var function = Operations.FunctionAround(write) ?? Values.RootOf(write);
        return (Guards.Of(write).Any(guard => TellsTaken(guard.Condition, guard, taken)) || Throws(taken))
            && ScopeOf(taken).Span.Contains(write.Syntax.Span)
            && !locks
                .OtherUsesOfLock(taken)
                .Any(use =>
                    use.Api.Lock == LockRole.Releases
                    && function.Syntax.Span.Contains(use.Invocation.Syntax.Span)
                    && use.Invocation.Syntax.SpanStart > taken.Invocation.Syntax.SpanStart
                    && use.Invocation.Syntax.SpanStart < write.Syntax.SpanStart
                    && !Operations.IsConditional(use.Invocation, function)
                );
    }

    /// <summary>A condition on the way lets through who has the lock.</summary>
    private bool TellsTaken(IOperation condition, Guard guard, RemoteCall taken)
    {
        var (asked, when) = (Values.Unwrap(condition), guard.When);
        while (asked is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
        {
            (asked, when) = (Values.Unwrap(operand), !when);
        }

        return asked switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => when
                == (both.OperatorKind == BinaryOperatorKind.ConditionalAnd)
                && (
                    TellsTaken(both.LeftOperand, new Guard(both.LeftOperand, when), taken)
                    || TellsTaken(both.RightOperand, new Guard(both.RightOperand, when), taken)
                ),
            _ => origins.Find(asked, part => part is IInvocationOperation && part.Syntax == taken.Invocation.Syntax) is not null
                && (Operations.IsMiss(asked) ? !Guards.LetsAbsenceThrough(new Guard(asked, when)) : when == true),
        };
    }

    /// <summary>Where the lock cannot be had, nothing behind the acquisition runs.</summary>
    private static bool Throws(RemoteCall taken) =>
        taken.Api.AcquiredMember is null
        && Symbols.UnwrapTask(taken.Invocation.Type)
            is { SpecialType: not SpecialType.System_Boolean, NullableAnnotation: not NullableAnnotation.Annotated };

    /// <summary>As far as a handle that is disposed of reaches, or the block that the lock is taken in.</summary>
    private static SyntaxNode ScopeOf(RemoteCall taken)
    {
        for (IOperation inner = taken.Invocation; inner.Parent is { } around; inner = around)
        {
            if (around is IUsingOperation or IBlockOperation)
            {
                return around.Syntax;
            }
        }

        return taken.Invocation.Syntax;
    }

    /// <summary>The write is given the lock's answer, what tells its holder from others, a number that was drawn from the lock's store, or a token that
    /// is cancelled when the lock is lost.</summary>
    private bool CarriesSomethingOf(RemoteCall taken, IInvocationOperation write)
    {
        var owners = taken
            .Invocation.Arguments.Where(argument =>
                argument.ArgumentKind != ArgumentKind.DefaultValue
                && argument.Parameter?.Name != taken.Api.ResourceParameter
                && argument.Parameter?.Name != taken.Api.ExpiryParameter
                && !types.IsToken(argument.Value.Type)
            )
            .SelectMany(static argument => argument.Value.DescendantsAndSelf())
            .Where(static part => part is ILocalReferenceOperation or IParameterReferenceOperation)
            .ToList();
        return write
            .Arguments.Select(static argument => argument.Value)
            .Append(write.Instance)
            .Concat(GivenTo(write.Instance))
            .Any(given =>
                origins.Find(
                    given,
                    part =>
                        owners.Any(owner => SameExpression.Are(owner, part))
                        || part is IPropertyReferenceOperation { Property.Name: var name } && name == taken.Api.LostMember
                        || part is IInvocationOperation source
                            && (
                                source.Syntax == taken.Invocation.Syntax
                                || remoteCalls.RemoteCallOf(source) is { } drawn
                                    && drawn.Api.Library == taken.Api.Library
                                    && replays.IsAccumulating(drawn)
                            )
                )
                    is not null
            );
    }

    /// <summary>What was put into the object before that the write is called on: the parameters of a command.</summary>
    private static IEnumerable<IOperation> GivenTo(IOperation? receiver) =>
        receiver is ILocalReferenceOperation command
            ? Values
                .RootOf(command)
                .Descendants()
                .OfType<IInvocationOperation>()
                .Where(call =>
                    call.Instance is IPropertyReferenceOperation { Instance: ILocalReferenceOperation { Local: var local } }
                    && SymbolEqualityComparer.Default.Equals(local, command.Local)
                )
                .SelectMany(static call => call.Arguments.Select(static argument => argument.Value))
            : Enumerable.Empty<IOperation>();
}

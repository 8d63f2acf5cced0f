using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>The end of a lease, computed from a reading of a local clock.</summary>
/// <param name="Acquisition">The call that acquires or extends it.</param>
/// <param name="IsAfterReply">The reading is made after the call and no margin is taken off, so the end lies later than that of the lease
/// itself.</param>
internal sealed record LocalLease(RemoteCall Acquisition, bool IsAfterReply);

/// <summary>Distributed locks and leases: how they are taken, when they expire, what else is done with them.</summary>
internal sealed partial class Locks(
    CatalogIndex catalog,
    SemanticModels models,
    Values values,
    Functions functions,
    Constants constants,
    Origins origins,
    RemoteCalls remoteCalls
)
{
    private readonly ConcurrentDictionary<IMethodSymbol, CatalogEntry?> steps = new(SymbolEqualityComparer.Default);

    /// <summary>Is this call the acquisition of a distributed lock: a lock API, or a conditional set whose key the same type releases,
    /// deletes or extends?</summary>
    public bool AcquiresLock(RemoteCall call)
    {
        if (call.Api.Lock != LockRole.Acquires)
        {
            return false;
        }

        if (call.Api.ConditionParameter is not { } condition)
        {
            return true;
        }

        return call.ArgumentFor(condition) is { } argument
            && UnderConversions(argument.Value) is IMemberReferenceOperation { Member: { IsStatic: true } value }
            && value.Name == call.Api.ConditionValue
            && OtherUsesOfLock(call).Any();
    }

    /// <summary>What ends the lock by itself: an expiry, nothing, or something out of sight.</summary>
    public Bound ExpiryOf(RemoteCall call)
    {
        if (
            call.Api.ExpiryParameter is not { } parameter
            || call.Invocation.TargetMethod.Parameters.All(candidate => candidate.Name != parameter)
        )
        {
            return Bound.Unknown;
        }

        if (call.ArgumentFor(parameter) is not { } argument)
        {
            return Bound.No("no expiry is given");
        }

        var value = UnderConversions(argument.Value);
        return constants.IsNothing(value) ? Bound.No("no expiry is given")
            : constants.IsEndless(value)
            || value is IFieldReferenceOperation { Field.Name: "InfiniteLeaseDuration" }
            || (
                value is IInvocationOperation { TargetMethod.IsStatic: true, Arguments: { Length: > 0 } amount }
                && Clocks.IsNegative(amount[0].Value)
            )
                ? Bound.No("its expiry is infinite")
            : value is IParameterReferenceOperation or ILocalReferenceOperation or IMemberReferenceOperation ? Bound.Unknown
            : Bound.Yes("an expiry is given");
    }

    /// <summary>Does a lock end by itself, as far as anybody knows? One that a step takes does where the call in there says so.</summary>
    public bool MayExpire(RemoteCall taken) =>
        IsStep(taken)
            ? remoteCalls.StepOf(taken.Invocation.TargetMethod, static api => !api.Expensive) is { Calls: var calls }
                && calls.Any(inner => inner.Api.Lock == LockRole.Acquires && MayExpire(inner))
            : taken.Api.ExpiryParameter is not null && ExpiryOf(taken).Answer != Bounded.No;

    /// <summary>The calls of the same type that release, delete or extend the resource this call locks.</summary>
    public IEnumerable<RemoteCall> OtherUsesOfLock(RemoteCall acquisition) =>
        UsesOfLock(acquisition).Where(static use => use.Api.Lock is LockRole.Releases or LockRole.Extends);

    /// <summary>The calls of the same type that take, release, delete or extend the resource of a call.</summary>
    public IEnumerable<RemoteCall> UsesOfLock(RemoteCall call)
    {
        if (ResourceOf(call) is not { } resource)
        {
            return Enumerable.Empty<RemoteCall>();
        }

        var isStep = IsStep(call);
        return UsesIn(models.PartsAround(call.Invocation.Syntax), other => IsSameResource(resource, other), isStep)
            .Concat(UsesThroughHandle(call, resource, isStep));
    }

    private IEnumerable<RemoteCall> UsesIn(IEnumerable<SyntaxNode> places, Func<IOperation, bool> isResource, bool isStep)
    {
        foreach (var node in places.SelectMany(static part => part.DescendantNodes()))
        {
            if (
                node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
                && (isStep || catalog.HasMember(name))
                && models.Of(node.SyntaxTree).GetOperation(node) is IInvocationOperation invocation
                && (isStep ? CallOf(invocation) : remoteCalls.RemoteCallOf(invocation)) is { Api.Lock: not LockRole.None } use
                && ResourceOf(use) is { } other
                && isResource(other)
            )
            {
                yield return use;
            }
        }
    }

    /// <summary>What is locked: an argument, or the object itself where a lease is one.</summary>
    private static IOperation? ResourceOf(RemoteCall call) =>
        call.Api.ResourceParameter is { } parameter ? call.ArgumentFor(parameter)?.Value
        : call.Api is { AcquiredMember: null, LostMember: null } ? call.Invocation.Instance
        : null;

    private bool IsSameResource(IOperation left, IOperation right)
    {
        (left, right) = (UnderConversions(left), UnderConversions(right));
        if (Operations.ListedIn(right) is { IsDefault: false } listed)
        {
            return listed.Any(element => IsSameResource(left, element));
        }

        if (Operations.ListedIn(left) is { IsDefault: false } keys)
        {
            return keys.Any(key => IsSameResource(key, right));
        }

        return (left, right) switch
        {
            ({ ConstantValue: { HasValue: true } one }, { ConstantValue: { HasValue: true } two }) => Equals(one.Value, two.Value),
            (IInterpolatedStringOperation one, IInterpolatedStringOperation two) => TextOf(one) is { } text && text == TextOf(two),
            (IBinaryOperation one, IBinaryOperation two) => ConstantPart(one) is { } text && text == ConstantPart(two),
            (IInvocationOperation one, IInvocationOperation two) => SymbolEqualityComparer.Default.Equals(
                one.TargetMethod,
                two.TargetMethod
            ),
            _ => SameExpression.Are(left, right),
        };
    }

    /// <summary>The value itself, seen through conversions to the library's own types.</summary>
    public IOperation UnderConversions(IOperation value)
    {
        while (true)
        {
            value = values.ValueOf(value);
            if (value is IConversionOperation conversion)
            {
                value = conversion.Operand;
            }
            else if (value is IObjectCreationOperation { Arguments.Length: 1, Initializer: null } wrapped)
            {
                value = wrapped.Arguments[0].Value;
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>The constant text of an interpolated key (<c>lock:{}</c>): keys of one family, whatever fills the holes. Null without
    /// any.</summary>
    private static string? TextOf(IInterpolatedStringOperation interpolated)
    {
        var text = string.Concat(
            interpolated.Parts.Select(part =>
                part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string constant } }
                    ? constant
                    : "{}"
            )
        );
        return text.Replace("{}", "").Length > 0 ? text : null;
    }

    private static string? ConstantPart(IBinaryOperation concatenation) =>
        concatenation.LeftOperand.ConstantValue is { HasValue: true, Value: string { Length: > 0 } prefix } ? prefix + "{}"
        : concatenation.RightOperand.ConstantValue is { HasValue: true, Value: string { Length: > 0 } suffix } ? "{}" + suffix
        : null;

    /// <summary>
    /// The lease whose end is this reading plus the lease's own duration. Null where no call of the body acquires or extends a lease
    /// for that long.
    /// </summary>
    public LocalLease? LeaseStartedBy(IOperation reading)
    {
        if (!catalog.HasLocks || DurationAddedTo(reading, out var hasMargin) is not { } added)
        {
            return null;
        }

        foreach (var operation in Values.RootOf(reading).Descendants())
        {
            if (
                operation is IInvocationOperation invocation
                && remoteCalls.RemoteCallOf(invocation)
                    is { Api: { Lock: LockRole.Acquires or LockRole.Extends, ExpiryParameter: { } parameter } } call
                && (call.Api.ConditionParameter is null || AcquiresLock(call))
                && call.ArgumentFor(parameter) is { } expiry
                && IsSameDuration(expiry.Value, added)
            )
            {
                return new LocalLease(call, IsAfterReply: !hasMargin && reading.Syntax.SpanStart > invocation.Syntax.SpanStart);
            }
        }

        return null;
    }

    private IOperation? DurationAddedTo(IOperation reading, out bool hasMargin)
    {
        if (
            Operations.OutOfConversions(reading).Parent
                is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            && values.WritesTo(local, reading) is { Complete: true, Values.Length: 1 }
        )
        {
            foreach (var use in values.UsesOf(local, reading))
            {
                if (DurationAddedInPlaceTo(use, out hasMargin) is { } later)
                {
                    return later;
                }
            }
        }

        return DurationAddedInPlaceTo(reading, out hasMargin);
    }

    private static IOperation? DurationAddedInPlaceTo(IOperation instant, out bool hasMargin)
    {
        var value = Operations.OutOfConversions(instant);
        var added = value.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when sum.LeftOperand == value => sum.RightOperand,
            IInvocationOperation { Arguments.Length: 1 } add
                when add.Instance == value && add.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) => add.Arguments[0].Value,
            _ => null,
        };
        hasMargin =
            added is not null
            && Operations.OutOfConversions(value.Parent!) is var end
            && end.Parent switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } less => less.LeftOperand == end,
                IInvocationOperation moved => moved.Instance == end && Clocks.TakesOff(moved),
                _ => false,
            };
        return added;
    }

    /// <summary>The same expression, or made of the same one: <c>FromSeconds(n)</c> and <c>AddSeconds(n)</c>, <c>ttl</c> and
    /// <c>(long)ttl.TotalMilliseconds</c>.</summary>
    private bool IsSameDuration(IOperation expiry, IOperation added)
    {
        var (left, right) = (AmountIn(expiry), AmountIn(added));
        if (
            left is { ConstantValue.HasValue: true }
            && right is { ConstantValue.HasValue: true }
            && UnitOf(expiry) is { } given
            && UnitOf(added) is { } moved
            && given != moved
        )
        {
            return false;
        }

        return SameExpression.Are(left, right) || SameExpression.Are(values.ValueOf(left), values.ValueOf(right));
    }

    /// <summary>The unit in the name of the method that makes a duration of a number, or moves an instant by it.</summary>
    private static string? UnitOf(IOperation duration) =>
        (Remainders.DurationIn(duration) as IInvocationOperation ?? duration.Parent?.Parent as IInvocationOperation)?.TargetMethod.Name
            is { } name
            ? name.StartsWith("From", StringComparison.Ordinal)
                ? name.Substring("From".Length)
                : name.StartsWith("Add", StringComparison.Ordinal) && name.Length > "Add".Length
                    ? name.Substring("Add".Length)
                    : null
            : null;

    private static IOperation AmountIn(IOperation duration)
    {
        duration = Remainders.DurationIn(duration);
        return
            duration is IInvocationOperation { TargetMethod: { IsStatic: true, Parameters.Length: > 0 } from } made
            && from.Name.StartsWith("From", StringComparison.Ordinal)
            ? Values.Unwrap(made.Arguments[0].Value)
            : duration;
    }
}

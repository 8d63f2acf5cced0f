using System.Globalization;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Handlers
{
    /// <summary>Every exception, or one that stands for a broken connection or a timeout. What else a library throws is an
    /// answer.</summary>
    private bool CatchesOutages(ITypeSymbol? caught) =>
        caught is null or { SpecialType: SpecialType.System_Object }
        || caught.FullName() is "System.Exception"
        || RemoteFailures.AmbiguousFailures.Contains(caught.FullName())
        || FailureOf(caught) is not null;

    /// <summary>Does a clause receive timeouts as such: by its type, or because its filter picks them out? A filter that picks the caller's
    /// own cancellation, or anything that is not understood, lets none through.</summary>
    private bool CatchesTimeouts(ICatchClauseOperation handler)
    {
        var names =
            RemoteFailures.CatchesTimeouts(handler.ExceptionType) || FailureOf(handler.ExceptionType) is { Failure: FailureKind.Timeout };
        foreach (var condition in handler.Filter is { } filter ? ConditionsIn(filter) : Enumerable.Empty<IOperation>())
        {
            if (NamesTimeout(condition, handler.ExceptionType))
            {
                names = true;
            }
            else if (!TellsCallersCancellationApart(condition))
            {
                return false;
            }
        }

        return names;
    }

    /// <summary>What the catalog says of an exception, or of what it derives from.</summary>
    private CatalogEntry? FailureOf(ITypeSymbol? exception)
    {
        for (var type = exception as INamedTypeSymbol; type is not null; type = type.BaseType)
        {
            if (catalog.TypeEntryOf(type) is { Failure: not FailureKind.None } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private static IEnumerable<IOperation> ConditionsIn(IOperation filter)
    {
        filter = Values.Unwrap(filter);
        return filter is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both
            ? ConditionsIn(both.LeftOperand).Concat(ConditionsIn(both.RightOperand))
            : new[] { filter };
    }

    private bool NamesTimeout(IOperation condition, ITypeSymbol? caught) =>
        condition switch
        {
            IIsTypeOperation test => RemoteFailures.CatchesTimeouts(test.TypeOperand),
            IIsPatternOperation { Pattern: ITypePatternOperation pattern } => RemoteFailures.CatchesTimeouts(pattern.MatchedType),
            IIsPatternOperation { Pattern: IDeclarationPatternOperation pattern } => RemoteFailures.CatchesTimeouts(pattern.MatchedType),
            IIsPatternOperation { Pattern: IConstantPatternOperation pattern } test => IsTimeoutValue(test.Value, pattern.Value, caught),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal => IsTimeoutValue(
                equal.LeftOperand,
                equal.RightOperand,
                caught
            ),
            _ => false,
        };

    private bool IsTimeoutValue(IOperation member, IOperation value, ITypeSymbol? caught) =>
        FailureOf(caught) is { TimeoutMember: { } discriminator, TimeoutValue: var expected }
        && Values.Unwrap(member) is IPropertyReferenceOperation { Property.Name: var name }
        && name == discriminator
        && Values.Unwrap(value).ConstantValue is { HasValue: true, Value: { } given }
        && Convert.ToString(given, CultureInfo.InvariantCulture) == expected;

    /// <summary>The caller has not given up, or a limit that was set here has been reached.</summary>
    private static bool TellsCallersCancellationApart(IOperation condition) =>
        condition switch
        {
            IUnaryOperation
            {
                OperatorKind: UnaryOperatorKind.Not,
                Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }
            } => true,
            IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } limit } => IsLimitSetHere(limit),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal => IsLimitSetHere(equal.LeftOperand)
                || IsLimitSetHere(equal.RightOperand),
            _ => false,
        };

    private static bool IsLimitSetHere(IOperation token) =>
        Values.Unwrap(token)
            is { Type.Name: nameof(CancellationTokenSource) }
                or IPropertyReferenceOperation { Property: { Name: "Token", ContainingType.Name: nameof(CancellationTokenSource) } };
}

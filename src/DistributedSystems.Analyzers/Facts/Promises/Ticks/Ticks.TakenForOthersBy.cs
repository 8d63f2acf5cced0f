using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Ticks
{
    /// <summary>
    /// Where one of the project's own methods takes the number it is given for ticks of 100 ns: makes a time span or an instant of it, or
    /// divides it by <c>TicksPer…</c>. Null where it does not, where it reckons with the frequency, and where all its callers give it stopwatch
    /// ticks, so that the mistake is its own.
    /// </summary>
    public IOperation? TakenForOthersBy(IArgumentOperation argument)
    {
        if (
            argument is not { Parameter: { Type.SpecialType: SpecialType.System_Int64 } parameter, Parent: IInvocationOperation call }
            || call.IsVirtual
            || !functions.IsOwnMethod(call.TargetMethod)
            || StopwatchTicksOf(argument.Value) is null
            || functions.BodyOf(call.TargetMethod.OriginalDefinition) is not { } body
            || KnowsStopwatchFrequency(body)
        )
        {
            return null;
        }

        foreach (var operation in body.Descendants())
        {
            if (
                operation is IParameterReferenceOperation use
                && SymbolEqualityComparer.Default.Equals(use.Parameter, parameter.OriginalDefinition)
                && TakesForOthers(use) is { } taker
            )
            {
                return StopwatchTicksOf(use) is null ? taker : null;
            }
        }

        return null;
    }

    private IOperation? TakesForOthers(IOperation ticks)
    {
        var value = Operations.OutOfConversions(ticks);
        return value.Parent switch
        {
            IArgumentOperation { Parent: IObjectCreationOperation { Arguments.Length: 1, Type: { } made } creation }
                when types.IsInstant(made) || SymbolEqualityComparer.Default.Equals(made, types.TimeSpan) => creation,
            IArgumentOperation
            {
                Parent: IInvocationOperation { TargetMethod: { Name: "FromTicks" or "AddTicks", ContainingType: { } type } } call
            } when types.IsInstant(type) || SymbolEqualityComparer.Default.Equals(type, types.TimeSpan) => call,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide, RightOperand: var divisor } quotient when IsTicksPerUnit(divisor) =>
                quotient,
            IBinaryOperation product when MakesNanoseconds(product) => product,
            _ => null,
        };
    }

    /// <summary>A hundred nanoseconds for each tick; what is divided afterwards is a percentage.</summary>
    public static bool MakesNanoseconds(IBinaryOperation product) =>
        product is { OperatorKind: BinaryOperatorKind.Multiply, OperatorMethod: null }
        && (IsHundred(product.LeftOperand) || IsHundred(product.RightOperand))
        && Operations.OutOfConversions(product).Parent is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide };

    private static bool IsHundred(IOperation factor) =>
        factor.ConstantValue is { HasValue: true, Value: (int)100 or (long)100 or (double)100 };

    /// <summary>
    /// A number in a parameter or another member, of which nothing shows that it counts stopwatch ticks: neither does it hold only such, nor
    /// does the type it stands in reckon with the frequency.
    /// </summary>
    public bool IsInUnknownUnit(IOperation value, ISymbol member)
    {
        var number = OutOfNullable(values.ValueOf(OutOfNullable(value)));
        return number is IParameterReferenceOperation or IMemberReferenceOperation { ConstantValue.HasValue: false }
            && !IsTicksPerUnit(number)
            && !ReadsStopwatchTicks(number)
            && !privatePlaces.WritesTo(number).Values.Any(written => !written.ConstantValue.HasValue)
            && (member as INamedTypeSymbol ?? member.ContainingType) is { } type
            && !type.DeclaringSyntaxReferences.Any(part => SpellsFrequency(part.GetSyntax()));
    }

    private bool SpellsFrequency(SyntaxNode type) =>
        spellsFrequency.GetOrAdd(
            type,
            static part =>
                part.DescendantNodes()
                    .Any(node => node is SimpleNameSyntax { Identifier.ValueText: "Frequency" or "TimestampFrequency" or "GetTimestamp" })
        );
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What a function gives for certain arguments.</summary>
internal enum Outcome
{
    /// <summary>A number.</summary>
    Value,

    /// <summary>It throws: these arguments are none of its business.</summary>
    Throws,

    /// <summary>It cannot be evaluated: a loop, an unknown call, state.</summary>
    Unknown,
}

/// <summary>
/// Evaluates a method of this project as the compiler's operations describe it: arithmetic, conditions, locals, <c>switch</c>, <c>Math</c>
/// and
/// helpers of the same kind. No loops and no state; the first thing it does not understand makes the answer unknown. Never throws.
/// </summary>
internal sealed class IntegerFunction
{
    // Counts, so that results do not depend on the machine.
    private const int MostSteps = 2000;
    private const int DeepestNesting = 64;

    private readonly Func<IMethodSymbol, IOperation?> bodyOf;
    private readonly Func<IFieldReferenceOperation, IOperation?> valueOf;
    private int steps;
    private int depth;

    /// <param name="bodyOf">The body of a method whose code cannot be another one's at run time; null for any other.</param>
    /// <param name="valueOf">What a field is only ever set to; null where that is not known.</param>
    public IntegerFunction(Func<IMethodSymbol, IOperation?> bodyOf, Func<IFieldReferenceOperation, IOperation?> valueOf)
    {
        this.bodyOf = bodyOf;
        this.valueOf = valueOf;
    }

    public Outcome Evaluate(IMethodSymbol method, IReadOnlyList<int> arguments, out long result)
    {
        result = 0;
        (steps, depth) = (0, 0);
        try
        {
            if (
                Run(
                    method,
                    arguments
                        .Select((argument, index) => Numbers.Convert(argument, method.Parameters[index].Type.SpecialType, isChecked: false))
                        .ToList()
                )
                    is not { } value
                || !IsInteger(value)
            )
            {
                return Outcome.Unknown;
            }

            result = Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
            return Outcome.Value;
        }
        catch (Stop stop)
        {
            return stop.Outcome;
        }
        catch (Exception failure) when (failure is ArithmeticException or InvalidCastException or FormatException or ArgumentException)
        {
            // The evaluated code would throw too: a division by zero, a checked overflow, Math.Abs of the smallest number.
            return Outcome.Throws;
        }
    }

    private object? Run(IMethodSymbol method, IReadOnlyList<object> arguments)
    {
        if (bodyOf(method) is not { } body || method.Parameters.Length != arguments.Count || ++depth > DeepestNesting)
        {
            throw new Stop(Outcome.Unknown);
        }

        var frame = new Dictionary<ISymbol, object>(SymbolEqualityComparer.Default);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (method.Parameters[i].RefKind != RefKind.None)
            {
                throw new Stop(Outcome.Unknown);
            }

            frame[method.Parameters[i]] = arguments[i];
        }

        var returned = Execute(body is ILocalFunctionOperation local ? local.Body : body, frame);
        depth--;
        return returned;
    }

    /// <summary>Carries out statements; the returned value, or null where control goes on after them.</summary>
    private object? Execute(IOperation? statement, Dictionary<ISymbol, object> frame)
    {
        Step();
        switch (statement)
        {
            case null or IEmptyOperation or ILocalFunctionOperation:
                return null;
            case IMethodBodyOperation method:
                return Execute((IOperation?)method.BlockBody ?? method.ExpressionBody, frame);
            case IBlockOperation block:
                foreach (var inner in block.Operations)
                {
                    if (Execute(inner, frame) is { } result)
                    {
                        return result;
                    }
                }

                return null;
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                return Value(value, frame);
            case IThrowOperation:
                throw new Stop(Outcome.Throws);
            case IExpressionStatementOperation expression:
                Value(expression.Operation, frame);
                return null;
            case IVariableDeclarationGroupOperation group:
                foreach (var declaration in group.Declarations)
                {
                    foreach (var declarator in declaration.Declarators)
                    {
                        if ((declarator.Initializer ?? declaration.Initializer) is { } initializer)
                        {
                            frame[declarator.Symbol] = Value(initializer.Value, frame);
                        }
                    }
                }

                return null;
            case IConditionalOperation condition:
                return Execute(Truth(condition.Condition, frame) ? condition.WhenTrue : condition.WhenFalse, frame);
            case ISwitchOperation choice:
                return ExecuteSwitch(choice, frame);
            default:
                throw new Stop(Outcome.Unknown);
        }
    }

    private object? ExecuteSwitch(ISwitchOperation choice, Dictionary<ISymbol, object> frame)
    {
        var value = Value(choice.Value, frame);
        var chosen =
            choice.Cases.FirstOrDefault(section =>
                section.Clauses.Any(clause =>
                    clause switch
                    {
                        ISingleValueCaseClauseOperation single => Same(value, Value(single.Value, frame)),
                        IPatternCaseClauseOperation pattern => Matches(pattern.Pattern, value, frame)
                            && (pattern.Guard is null || Truth(pattern.Guard, frame)),
                        IDefaultCaseClauseOperation => false,
                        _ => throw new Stop(Outcome.Unknown),
                    }
                )
            ) ?? choice.Cases.FirstOrDefault(section => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation));
        foreach (var statement in chosen?.Body ?? default)
        {
            if (statement is IBranchOperation { BranchKind: BranchKind.Break })
            {
                return null;
            }

            if (Execute(statement, frame) is { } result)
            {
                return result;
            }
        }

        return null;
    }

    private object Value(IOperation operation, Dictionary<ISymbol, object> frame)
    {
        Step();
        if (++depth > DeepestNesting)
        {
            throw new Stop(Outcome.Unknown);
        }

        var value = operation.ConstantValue is { HasValue: true, Value: { } constant } ? constant : Compute(operation, frame);
        depth--;
        return value;
    }

    private object Compute(IOperation operation, Dictionary<ISymbol, object> frame)
    {
        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Value(parenthesized.Operand, frame);
            case IParameterReferenceOperation { Parameter: var parameter } when frame.TryGetValue(parameter, out var argument):
                return argument;
            case ILocalReferenceOperation { Local: var local } when frame.TryGetValue(local, out var held):
                return held;
            case IFieldReferenceOperation field when valueOf(field) is { } written:
                return Value(written, new Dictionary<ISymbol, object>(SymbolEqualityComparer.Default));
            case IConversionOperation { Type: { } type } conversion
                when conversion.OperatorMethod is null or { ContainingType.SpecialType: SpecialType.System_Decimal }:
                return Numbers.Convert(Value(conversion.Operand, frame), type.SpecialType, conversion.IsChecked);
            case IConditionalOperation { WhenFalse: { } otherwise } condition:
                return Value(Truth(condition.Condition, frame) ? condition.WhenTrue : otherwise, frame);
            case IUnaryOperation unary when unary.OperatorMethod is null or { ContainingType.SpecialType: SpecialType.System_Decimal }:
                return Numbers.Apply(unary.OperatorKind, Value(unary.Operand, frame), unary.IsChecked);
            case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                return Truth(both.LeftOperand, frame) && Truth(both.RightOperand, frame);
            case IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                return Truth(either.LeftOperand, frame) || Truth(either.RightOperand, frame);
            case IBinaryOperation binary when binary.OperatorMethod is null or { ContainingType.SpecialType: SpecialType.System_Decimal }:
                return Numbers.Apply(
                    binary.OperatorKind,
                    Value(binary.LeftOperand, frame),
                    Value(binary.RightOperand, frame),
                    binary.IsChecked
                );
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } assignment:
                return Assign(assignment.Target, Value(assignment.Value, frame), frame);
            case ICompoundAssignmentOperation
            {
                OperatorMethod: null,
                Target: ILocalReferenceOperation or IParameterReferenceOperation,
                Target.Type: { } type
            } compound:
                var combined = Numbers.Apply(
                    compound.OperatorKind,
                    Value(compound.Target, frame),
                    Value(compound.Value, frame),
                    compound.IsChecked
                );
                return Assign(compound.Target, Numbers.Convert(combined, type.SpecialType, compound.IsChecked), frame);
            case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation or IParameterReferenceOperation } step:
                var before = Value(step.Target, frame);
                var kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
                var after = Assign(step.Target, Numbers.Apply(kind, before, 1, step.IsChecked), frame);
                return step.IsPostfix ? before : after;
            case ISwitchExpressionOperation choice:
                var value = Value(choice.Value, frame);
                var arm = choice.Arms.FirstOrDefault(candidate =>
                    Matches(candidate.Pattern, value, frame) && (candidate.Guard is null || Truth(candidate.Guard, frame))
                );
                return Value((arm ?? throw new Stop(Outcome.Throws)).Value, frame);
            case IIsPatternOperation test:
                return Matches(test.Pattern, Value(test.Value, frame), frame);
            case IThrowOperation:
                throw new Stop(Outcome.Throws);
            case IInvocationOperation call:
                return Call(call, frame);
            default:
                throw new Stop(Outcome.Unknown);
        }
    }

    private object Call(IInvocationOperation call, Dictionary<ISymbol, object> frame)
    {
        if (call.IsVirtual)
        {
            throw new Stop(Outcome.Unknown);
        }

        // Arguments are in the order of evaluation; parameters say which is which.
        var arguments = new object[call.Arguments.Length];
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { Ordinal: var position, RefKind: RefKind.None } || position >= arguments.Length)
            {
                throw new Stop(Outcome.Unknown);
            }

            arguments[position] = Value(argument.Value, frame);
        }

        return Numbers.Call(call.TargetMethod, arguments) ?? Run(call.TargetMethod, arguments) ?? throw new Stop(Outcome.Unknown);
    }

    private static object Assign(IOperation target, object value, Dictionary<ISymbol, object> frame) =>
        frame[target is ILocalReferenceOperation local ? local.Local : ((IParameterReferenceOperation)target).Parameter] = value;

    private bool Matches(IPatternOperation pattern, object value, Dictionary<ISymbol, object> frame)
    {
        Step();
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return true;
            case IConstantPatternOperation constant:
                return Same(value, Value(constant.Value, frame));
            case IRelationalPatternOperation relation:
                return (bool)Numbers.Apply(relation.OperatorKind, value, Value(relation.Value, frame), isChecked: false);
            case INegatedPatternOperation negated:
                return !Matches(negated.Pattern, value, frame);
            case IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both:
                return Matches(both.LeftPattern, value, frame) && Matches(both.RightPattern, value, frame);
            case IBinaryPatternOperation either:
                return Matches(either.LeftPattern, value, frame) || Matches(either.RightPattern, value, frame);
            case IDeclarationPatternOperation { MatchesNull: true or false, DeclaredSymbol: { } declared } declaration
                when SymbolEqualityComparer.Default.Equals(declaration.MatchedType ?? declaration.InputType, declaration.InputType):
                frame[declared] = value;
                return true;
            default:
                throw new Stop(Outcome.Unknown);
        }
    }

    private bool Truth(IOperation condition, Dictionary<ISymbol, object> frame) =>
        Value(condition, frame) as bool? ?? throw new Stop(Outcome.Unknown);

    private static bool Same(object left, object right) =>
        left is bool || right is bool ? Equals(left, right) : (bool)Numbers.Apply(BinaryOperatorKind.Equals, left, right, isChecked: false);

    private static bool IsInteger(object value) => value is int or long or short or byte or sbyte or ushort or uint or ulong;

    private void Step()
    {
        if (++steps > MostSteps)
        {
            throw new Stop(Outcome.Unknown);
        }
    }

    /// <summary>Ends an evaluation from wherever it stands.</summary>
    internal sealed class Stop : Exception
    {
        public Stop(Outcome outcome) => Outcome = outcome;

        public Outcome Outcome { get; }
    }
}

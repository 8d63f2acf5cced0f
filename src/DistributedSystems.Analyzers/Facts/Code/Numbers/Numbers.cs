using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>C#'s arithmetic on boxed numbers of the types it computes in: int, uint, long, ulong, float, double, decimal.</summary>
internal static class Numbers
{
    public static object Convert(object value, SpecialType type, bool isChecked)
    {
        if (value is bool truth)
        {
            return type == SpecialType.System_Boolean ? truth : throw new IntegerFunction.Stop(Outcome.Unknown);
        }

        switch (type)
        {
            case SpecialType.System_Double:
                return ToDouble(value);
            case SpecialType.System_Single:
                return (float)ToDouble(value);
            case SpecialType.System_Decimal:
                return value is decimal ? value : System.Convert.ToDecimal(value, System.Globalization.CultureInfo.InvariantCulture);
        }

        // A fraction is cut off. What no long holds has no defined value in unchecked C#.
        var whole = value switch
        {
            double or float => ToDouble(value) is var number && number is > -9e18 and < 9e18
                ? (long)number
                : throw new IntegerFunction.Stop(Outcome.Unknown),
            decimal number => decimal.ToInt64(decimal.Truncate(number)),
            ulong number => unchecked((long)number),
            _ => System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        };
        unchecked
        {
            object converted = type switch
            {
                SpecialType.System_Int32 => (int)whole,
                SpecialType.System_UInt32 => (uint)whole,
                SpecialType.System_Int64 => whole,
                SpecialType.System_UInt64 => (ulong)whole,
                SpecialType.System_Int16 => (short)whole,
                SpecialType.System_UInt16 => (ushort)whole,
                SpecialType.System_Byte => (byte)whole,
                SpecialType.System_SByte => (sbyte)whole,
                _ => throw new IntegerFunction.Stop(Outcome.Unknown),
            };
            return
                isChecked
                && type != SpecialType.System_UInt64
                && System.Convert.ToInt64(converted, System.Globalization.CultureInfo.InvariantCulture) != whole
                ? throw new OverflowException()
                : converted;
        }
    }

    public static object Apply(UnaryOperatorKind kind, object operand, bool isChecked) =>
        (kind, operand) switch
        {
            (UnaryOperatorKind.Plus, not bool) => operand,
            (UnaryOperatorKind.Not, bool truth) => !truth,
            (UnaryOperatorKind.Minus, not bool) => Apply(BinaryOperatorKind.Subtract, Zero(operand), operand, isChecked),
            (UnaryOperatorKind.BitwiseNegation, int number) => ~number,
            (UnaryOperatorKind.BitwiseNegation, long number) => ~number,
            _ => throw new IntegerFunction.Stop(Outcome.Unknown),
        };

    public static object Apply(BinaryOperatorKind kind, object left, object right, bool isChecked)
    {
        if (left is bool one && right is bool other)
        {
            return kind switch
            {
                BinaryOperatorKind.And => one & other,
                BinaryOperatorKind.Or => one | other,
                BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => one ^ other,
                BinaryOperatorKind.Equals => one == other,
                _ => throw new IntegerFunction.Stop(Outcome.Unknown),
            };
        }

        if (left is double or float || right is double or float)
        {
            var result = OfDoubles(kind, ToDouble(left), ToDouble(right));
            return result is double number && !(left is double || right is double) ? (float)number : result;
        }

        if (left is decimal || right is decimal)
        {
            return OfDecimals(
                kind,
                (decimal)Convert(left, SpecialType.System_Decimal, false),
                (decimal)Convert(right, SpecialType.System_Decimal, false)
            );
        }

        if (left is ulong || right is ulong)
        {
            // Sizes of groups are small: where they would differ, nothing is known.
            if (ToLong(left) < 0 || ToLong(right) < 0)
            {
                throw new IntegerFunction.Stop(Outcome.Unknown);
            }
        }

        var type =
            left is ulong || right is ulong ? SpecialType.System_UInt64
            : left is long || right is long || (left is uint && right is not uint) || (right is uint && left is not uint)
                ? SpecialType.System_Int64
            : left is uint ? SpecialType.System_UInt32
            : SpecialType.System_Int32;
        if (kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift)
        {
            type =
                left is long ? SpecialType.System_Int64
                : left is int ? SpecialType.System_Int32
                : throw new IntegerFunction.Stop(Outcome.Unknown);
        }

        return
            OfWholes(kind, ToLong(left), ToLong(right), isChecked, type == SpecialType.System_Int64 ? 63 : 31) is var whole
            && whole is long value
            ? Convert(value, type, isChecked)
            : whole;
    }

    /// <summary>What a method of <c>Math</c>, of a number's own type or of the pack's quorum arithmetic gives; null for any
    /// other.</summary>
    public static object? Call(IMethodSymbol method, object[] arguments)
    {
        switch (method.ContainingType?.FullName())
        {
            case "System.Math" or "System.MathF" or "int" or "long" or "double" or "decimal":
                return method.IsStatic ? OfMath(method, arguments) : null;
            case "System.ArgumentOutOfRangeException" when arguments.Length > 0:
                return !Rejects(method.Name, arguments) ? true : throw new IntegerFunction.Stop(Outcome.Throws);
            case "DistributedSystems.Quorums" when arguments.All(argument => argument is int):
                var numbers = arguments.Select(argument => (int)argument).ToArray();
                return (method.Name, numbers.Length) switch
                {
                    (nameof(Quorums.Majority), 1) => Quorums.Majority(numbers[0]),
                    (nameof(Quorums.Byzantine), 2) => Quorums.Byzantine(numbers[0], numbers[1]),
                    _ => null,
                };
            default:
                return null;
        }
    }

    /// <summary>Does a check of an argument, such as <c>ThrowIfLessThan(n, 1)</c>, throw?</summary>
    private static bool Rejects(string check, object[] arguments)
    {
        return check switch
        {
            "ThrowIfNegative" => Is(BinaryOperatorKind.LessThan, 0),
            "ThrowIfNegativeOrZero" => Is(BinaryOperatorKind.LessThanOrEqual, 0),
            "ThrowIfZero" => Is(BinaryOperatorKind.Equals, 0),
            "ThrowIfLessThan" => Is(BinaryOperatorKind.LessThan, arguments[1]),
            "ThrowIfLessThanOrEqual" => Is(BinaryOperatorKind.LessThanOrEqual, arguments[1]),
            "ThrowIfGreaterThan" => Is(BinaryOperatorKind.GreaterThan, arguments[1]),
            "ThrowIfGreaterThanOrEqual" => Is(BinaryOperatorKind.GreaterThanOrEqual, arguments[1]),
            _ => throw new IntegerFunction.Stop(Outcome.Unknown),
        };

        bool Is(BinaryOperatorKind relation, object bound) => (bool)Apply(relation, arguments[0], bound, isChecked: false);
    }

    private static object? OfMath(IMethodSymbol method, object[] arguments)
    {
        var type = method.ReturnType.SpecialType;
        switch (method.Name, arguments.Length)
        {
            case ("Max", 2):
                return (bool)Apply(BinaryOperatorKind.GreaterThan, arguments[0], arguments[1], false) ? arguments[0] : arguments[1];
            case ("Min", 2):
                return (bool)Apply(BinaryOperatorKind.LessThan, arguments[0], arguments[1], false) ? arguments[0] : arguments[1];
            case ("Clamp", 3):
                return (bool)Apply(BinaryOperatorKind.LessThan, arguments[0], arguments[1], false) ? arguments[1]
                    : (bool)Apply(BinaryOperatorKind.GreaterThan, arguments[0], arguments[2], false) ? arguments[2]
                    : arguments[0];
            case ("Abs", 1):
                return (bool)Apply(BinaryOperatorKind.LessThan, arguments[0], 0, false)
                    ? Apply(UnaryOperatorKind.Minus, arguments[0], isChecked: true)
                    : arguments[0];
            case ("Sign", 1):
                return (bool)Apply(BinaryOperatorKind.LessThan, arguments[0], 0, false) ? -1
                    : (bool)Apply(BinaryOperatorKind.Equals, arguments[0], 0, false) ? 0
                    : 1;
            case ("Ceiling", 1):
                return type == SpecialType.System_Decimal ? decimal.Ceiling((decimal)arguments[0]) : Math.Ceiling(ToDouble(arguments[0]));
            case ("Floor", 1):
                return type == SpecialType.System_Decimal ? decimal.Floor((decimal)arguments[0]) : Math.Floor(ToDouble(arguments[0]));
            case ("Truncate", 1):
                return type == SpecialType.System_Decimal ? decimal.Truncate((decimal)arguments[0]) : Math.Truncate(ToDouble(arguments[0]));
            case ("Round", 1):
                return type == SpecialType.System_Decimal ? decimal.Round((decimal)arguments[0]) : Math.Round(ToDouble(arguments[0]));
            case ("Sqrt", 1):
                return Math.Sqrt(ToDouble(arguments[0]));
            default:
                return null;
        }
    }

    private static object OfWholes(BinaryOperatorKind kind, long left, long right, bool isChecked, int shiftMask)
    {
        unchecked
        {
            return kind switch
            {
                BinaryOperatorKind.Add => isChecked ? checked(left + right) : left + right,
                BinaryOperatorKind.Subtract => isChecked ? checked(left - right) : left - right,
                BinaryOperatorKind.Multiply => isChecked ? checked(left * right) : left * right,
                BinaryOperatorKind.Divide => left / right,
                BinaryOperatorKind.Remainder => left % right,
                BinaryOperatorKind.LeftShift => left << ((int)right & shiftMask),
                BinaryOperatorKind.RightShift => left >> ((int)right & shiftMask),
                BinaryOperatorKind.And => left & right,
                BinaryOperatorKind.Or => left | right,
                BinaryOperatorKind.ExclusiveOr => left ^ right,
                _ => (object)Compare(kind, left.CompareTo(right)),
            };
        }
    }

    private static object OfDoubles(BinaryOperatorKind kind, double left, double right) =>
        kind switch
        {
            BinaryOperatorKind.Add => left + right,
            BinaryOperatorKind.Subtract => left - right,
            BinaryOperatorKind.Multiply => left * right,
            BinaryOperatorKind.Divide => left / right,
            BinaryOperatorKind.Remainder => left % right,
            _ when double.IsNaN(left) || double.IsNaN(right) => throw new IntegerFunction.Stop(Outcome.Unknown),
            _ => (object)Compare(kind, left.CompareTo(right)),
        };

    private static object OfDecimals(BinaryOperatorKind kind, decimal left, decimal right) =>
        kind switch
        {
            BinaryOperatorKind.Add => left + right,
            BinaryOperatorKind.Subtract => left - right,
            BinaryOperatorKind.Multiply => left * right,
            BinaryOperatorKind.Divide => left / right,
            BinaryOperatorKind.Remainder => left % right,
            _ => (object)Compare(kind, left.CompareTo(right)),
        };

    private static bool Compare(BinaryOperatorKind kind, int order) =>
        kind switch
        {
            BinaryOperatorKind.LessThan => order < 0,
            BinaryOperatorKind.LessThanOrEqual => order <= 0,
            BinaryOperatorKind.GreaterThan => order > 0,
            BinaryOperatorKind.GreaterThanOrEqual => order >= 0,
            BinaryOperatorKind.Equals => order == 0,
            BinaryOperatorKind.NotEquals => order != 0,
            _ => throw new IntegerFunction.Stop(Outcome.Unknown),
        };

    private static object Zero(object like) =>
        like switch
        {
            double or float => 0d,
            decimal => 0m,
            long => 0L,
            int or short or byte or sbyte or ushort => 0,
            _ => throw new IntegerFunction.Stop(Outcome.Unknown),
        };

    private static double ToDouble(object value) =>
        value is bool
            ? throw new IntegerFunction.Stop(Outcome.Unknown)
            : System.Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);

    private static long ToLong(object value) =>
        value switch
        {
            ulong number => unchecked((long)number),
            bool or string or char => throw new IntegerFunction.Stop(Outcome.Unknown),
            _ => System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        };
}

using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>How long a remote call may wait, where that is a constant in sight: its own limit, that of its token, or the client's untouched default.</summary>
    public TimeSpan? LongestWaitOf(RemoteCall call)
    {
        if (call.Api.DeadlineMember is null && call.ArgumentFor(call.Api.DeadlineParameter) is { } limit)
        {
            return ConstantDurationOf(limit.Value);
        }

        foreach (var argument in call.Invocation.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.DefaultValue && IsToken(argument.Parameter?.Type) && !IsNothing(Values.ValueOf(argument.Value)))
            {
                return Values.ValueOf(argument.Value) is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source }
                    && Values.ValueOf(source) is IObjectCreationOperation { Arguments: { Length: 1 } made, Type.Name: "CancellationTokenSource" }
                        ? ConstantDurationOf(made[0].Value)
                        : null;
            }
        }

        return call.Api.NoDefaultDeadline || PipelineTimeoutAround(call).Answer != Bounded.No || WaitsElsewhere(call) || SetsDeadlineElsewhere(call) || IsDefaultSet(call.Api) ? null
            : CommandTimeoutInString(call) is { } inString ? (inString > TimeSpan.Zero ? inString : null)
            : call.Api.DefaultDeadline;
    }

    /// <summary>Does any code of the project assign the client's setting, or one of that name? Then the default may not be in force.</summary>
    private bool IsDefaultSet(CatalogEntry api) => IsAssigned(api.DeadlineSetting is { } named ? named.Substring(named.LastIndexOf('.') + 1) : "Timeout");

    /// <summary>A duration written with constants: <c>TimeSpan.FromSeconds(5)</c>, <c>new TimeSpan(0, 0, 5)</c>, milliseconds as a number. Never throws.</summary>
    public TimeSpan? ConstantDurationOf(IOperation expression) => DurationOf(expression, NumberIn);

    private TimeSpan? DurationOf(IOperation expression, Func<IOperation, double?> numberIn)
    {
        var value = Values.ValueOf(expression);
        if (value.ConstantValue is { HasValue: true, Value: int milliseconds })
        {
            return milliseconds >= 0 ? TimeSpan.FromMilliseconds(milliseconds) : null;
        }

        var arguments = value switch
        {
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: var type } } call when SymbolEqualityComparer.Default.Equals(type, Types.TimeSpan) => call.Arguments,
            IObjectCreationOperation creation when SymbolEqualityComparer.Default.Equals(creation.Type, Types.TimeSpan) => creation.Arguments,
            _ => default,
        };
        var numbers = arguments.IsDefault ? Array.Empty<double>() : arguments.Select(argument => numberIn(argument.Value)).OfType<double>().ToArray();
        if (arguments.IsDefaultOrEmpty || numbers.Length != arguments.Length)
        {
            return value is IFieldReferenceOperation { Field: { Name: "Zero" } zero } && SymbolEqualityComparer.Default.Equals(zero.ContainingType, Types.TimeSpan) ? TimeSpan.Zero : null;
        }

        // Factories with several parts have defaults of zero for the rest.
        double? ticks = (value is IInvocationOperation invocation ? invocation.TargetMethod.Name : "", numbers.Length) switch
        {
            ("FromTicks", 1) => numbers[0],
            ("FromMicroseconds", 1) => numbers[0] * 10,
            ("FromMilliseconds", _) => numbers[0] * TimeSpan.TicksPerMillisecond,
            ("FromSeconds", _) => numbers[0] * TimeSpan.TicksPerSecond,
            ("FromMinutes", _) => numbers[0] * TimeSpan.TicksPerMinute,
            ("FromHours", _) => numbers[0] * TimeSpan.TicksPerHour,
            ("FromDays", _) => numbers[0] * TimeSpan.TicksPerDay,
            ("", 1) => numbers[0],
            ("", 3) => (numbers[0] * TimeSpan.TicksPerHour) + (numbers[1] * TimeSpan.TicksPerMinute) + (numbers[2] * TimeSpan.TicksPerSecond),
            ("", 4) => (numbers[0] * TimeSpan.TicksPerDay) + (numbers[1] * TimeSpan.TicksPerHour) + (numbers[2] * TimeSpan.TicksPerMinute) + (numbers[3] * TimeSpan.TicksPerSecond),
            _ => null,
        };
        return ticks is >= 0 and < long.MaxValue ? TimeSpan.FromTicks((long)ticks) : null;
    }

    private double? NumberIn(IOperation value) => Values.ValueOf(value).ConstantValue is { HasValue: true, Value: { } constant } && constant is int or long or double
        ? Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture)
        : null;
}

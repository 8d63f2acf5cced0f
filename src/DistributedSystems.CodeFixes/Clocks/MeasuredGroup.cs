using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>One subtraction of two clock readings; the later one is made in place where <paramref name="Later"/> is null.</summary>
internal sealed record Measurement(ExpressionSyntax Syntax, ILocalSymbol Earlier, ILocalSymbol? Later, ClockReading End);

/// <summary>A local that holds clock readings: where it is declared and written, and whether anything but a measurement reads it.</summary>
internal sealed record MeasuredLocal(
    ILocalSymbol Symbol,
    VariableDeclaratorSyntax Declarator,
    IReadOnlyList<ExpressionSyntax> Readings,
    bool IsAlsoTimestamp
);

/// <summary>
/// All locals and measurements that hang together: changing one changes the others. Null from <see cref="Around"/> where some
/// part of it could not be rewritten.
/// </summary>
internal sealed record MeasuredGroup(IReadOnlyList<MeasuredLocal> Locals, IReadOnlyList<Measurement> Measurements, IOperation? Provider)
{
    public static MeasuredGroup? Around(IOperation subtraction, CompilationFacts facts)
    {
        if (MeasurementOf(subtraction, facts) is not { } first)
        {
            return null;
        }

        var body = Values.RootOf(subtraction);
        var measurements = body.Descendants().Select(operation => MeasurementOf(operation, facts)).OfType<Measurement>().ToList();
        var members = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default) { first.Earlier };
        var grown = true;
        while (grown)
        {
            grown = false;
            foreach (
                var measurement in measurements.Where(candidate =>
                    members.Contains(candidate.Earlier) || (candidate.Later is { } later && members.Contains(later))
                )
            )
            {
                grown |= members.Add(measurement.Earlier);
                grown |= measurement.Later is { } other && members.Add(other);
            }
        }

        var own = measurements.Where(measurement => members.Contains(measurement.Earlier)).ToList();
        var locals = new List<MeasuredLocal>();
        var clocks = own.Select(measurement => measurement.End.Provider).ToList();
        foreach (var member in members)
        {
            var writes = facts.Values.WritesTo(member, subtraction);
            foreach (var written in writes.Values)
            {
                if (
                    facts.Clocks.ReadingOf(written) is not { IsDirect: true } reading
                    || Values.Unwrap(written).Syntax != reading.Source.Syntax
                )
                {
                    return null;
                }

                clocks.Add(reading.Provider);
            }

            if (!writes.Complete || LocalOf(member, writes, body, own, facts) is not { } local)
            {
                return null;
            }

            locals.Add(local);
        }

        // One clock for the whole group.
        var provider = clocks[0];
        if (clocks.Any(clock => clock is null ? provider is not null : !SameExpression.Are(clock, provider)))
        {
            return null;
        }

        return
            provider?.Type?.TypeKind != TypeKind.Delegate
            && provider is null or ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation
            ? new MeasuredGroup(locals, own, provider)
            : null;
    }

    private static MeasuredLocal? LocalOf(
        ILocalSymbol symbol,
        Writes writes,
        IOperation body,
        IReadOnlyList<Measurement> measurements,
        CompilationFacts facts
    )
    {
        if (
            symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
                is not VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax } } declarator
            || !facts.Types.IsInstant(symbol.Type)
        )
        {
            return null;
        }

        var isAlsoTimestamp = false;
        foreach (var operation in body.Descendants())
        {
            if (operation is ILocalReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Local, symbol))
            {
                var isWrite =
                    use.Parent is ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment
                    && assignment.Target == use;
                isAlsoTimestamp |= !isWrite && !measurements.Any(measurement => measurement.Syntax.Span.Contains(use.Syntax.Span));
            }
        }

        var readings = writes.Values.Select(value => Values.Unwrap(value).Syntax).OfType<ExpressionSyntax>().ToList();

        // A second variable can stand beside a declaration, not beside every assignment.
        return isAlsoTimestamp && (readings.Count != 1 || declarator.Initializer is null)
            ? null
            : new MeasuredLocal(symbol, declarator, readings, isAlsoTimestamp);
    }

    private static Measurement? MeasurementOf(IOperation operation, CompilationFacts facts)
    {
        var (later, earlier) = operation switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } subtraction
                when facts.Types.IsInstant(subtraction.OperatorMethod?.ContainingType) => (
                subtraction.LeftOperand,
                subtraction.RightOperand
            ),
            IInvocationOperation { TargetMethod.Name: "Subtract", Instance: { } instance, Arguments.Length: 1 } call
                when facts.Types.IsInstant(call.TargetMethod.ContainingType) => (instance, call.Arguments[0].Value),
            _ => default((IOperation?, IOperation?)),
        };
        if (
            later is null
            || earlier is null
            || operation.Syntax is not ExpressionSyntax syntax
            || Values.Unwrap(earlier) is not ILocalReferenceOperation start
            || facts.Clocks.ReadingOf(earlier) is null
            || facts.Clocks.ReadingOf(later) is not { } end
        )
        {
            return null;
        }

        return end.IsDirect ? new Measurement(syntax, start.Local, Later: null, end)
            : Values.Unwrap(later) is ILocalReferenceOperation stop ? new Measurement(syntax, start.Local, stop.Local, end)
            : null;
    }
}

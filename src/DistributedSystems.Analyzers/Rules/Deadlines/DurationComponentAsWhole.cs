using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports when a part of a time span stands where its whole is wanted: <c>Seconds</c> for <c>TotalSeconds</c> in a delay, a timeout, time
/// arithmetic or a comparison with elapsed time; also the milliseconds of two instants for the time between them, seconds where
/// milliseconds are wanted, and <c>new TimeSpan(30)</c>, which is 3 µs.
/// Silent where the other components are read too, in text, and for times of day.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DurationComponentAsWhole : DistributedAnalyzer
{
    internal const string Id = "DIST1009";

    /// <summary>Decision for the fixer: the property to read instead.</summary>
    internal const string Whole = "fix.whole";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "TimeSpan component used as a whole duration",
        "'{0}' is {1}, and {2}",
        Level.Warning
    );

    public DurationComponentAsWhole()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.TimeSpan is not null)
        {
            start.On(facts, context => AnalyzePart(context, facts), OperationKind.PropertyReference);
            start.On(facts, context => AnalyzeTicks(context, facts), OperationKind.ObjectCreation);
        }
    }

    private static void AnalyzePart(OperationContext context, CompilationFacts facts)
    {
        var part = (IPropertyReferenceOperation)context.Operation;
        var (unit, isComponent, range) = part.Property.Name switch
        {
            "Milliseconds" => (DurationUnit.Milliseconds, true, "milliseconds part of a duration (0 to 999)"),
            "Seconds" => (DurationUnit.Seconds, true, "seconds part of a duration (0 to 59)"),
            "Minutes" => (DurationUnit.Unknown, true, "minutes part of a duration (0 to 59)"),
            "Hours" => (DurationUnit.Unknown, true, "hours part of a duration (0 to 23)"),
            "TotalMilliseconds" => (DurationUnit.Milliseconds, false, "milliseconds"),
            "TotalSeconds" => (DurationUnit.Seconds, false, "seconds"),
            _ => default,
        };
        if (range is null || !SymbolEqualityComparer.Default.Equals(part.Property.ContainingType, facts.Types.TimeSpan))
        {
            AnalyzePartOfInstant(context, facts, part);
            return;
        }

        var use = facts.DurationUses.DurationUseOf(part);
        if (!isComponent)
        {
            if (use is not null && use.Unit != DurationUnit.Unknown && use.Unit != unit)
            {
                Report(
                    context,
                    part,
                    $"a number of {range}",
                    $"{use.Taker} takes {(use.Unit == DurationUnit.Seconds ? "seconds" : "milliseconds")}",
                    use.Unit == DurationUnit.Seconds ? "TotalSeconds" : "TotalMilliseconds"
                );
            }
        }
        else if (!facts.DurationUses.IsPartOfSplit(part) && (use?.Taker ?? facts.DurationUses.MeasureHoldingPart(part)) is { } taker)
        {
            var whole = use?.Unit switch
            {
                DurationUnit.Seconds => "TotalSeconds",
                DurationUnit.Milliseconds => "TotalMilliseconds",
                _ => "Total" + part.Property.Name,
            };
            Report(context, part, "only the " + range, taker + (use is null ? " needs the whole" : " takes the whole"), whole);
        }
    }

    private static void AnalyzePartOfInstant(OperationContext context, CompilationFacts facts, IPropertyReferenceOperation part)
    {
        var range = part.Property.Name switch
        {
            "Millisecond" => "milliseconds part of an instant (0 to 999)",
            "Second" => "seconds part of an instant (0 to 59)",
            "Minute" => "minutes part of an instant (0 to 59)",
            _ => null,
        };
        if (range is not null && facts.DurationUses.DifferenceHoldingPart(part) is { } taker)
        {
            Report(context, part, "only the " + range, taker + " needs the whole", whole: null);
        }
    }

    private static void AnalyzeTicks(OperationContext context, CompilationFacts facts)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (
            creation.Arguments.Length == 1
            && SymbolEqualityComparer.Default.Equals(creation.Type, facts.Types.TimeSpan)
            && creation.Arguments[0].Value.ConstantValue
                is { HasValue: true, Value: long and > 1 and < TimeSpan.TicksPerMillisecond and var ticks }
            && facts.DurationUses.DurationUseOf(creation) is { } use
        )
        {
            Report(context, creation, $"{ticks} ticks of 100 ns, less than a millisecond", $"{use.Taker} takes a duration", whole: null);
        }
    }

    private static void Report(OperationContext context, IOperation place, string meaning, string taker, string? whole) =>
        context.Report(
            Diagnostic.Create(
                Problem,
                place.Syntax.GetLocation(),
                additionalLocations: null,
                whole is null ? Evidence.Of(meaning) : Evidence.Of(meaning).Add(Whole, whole),
                place.Syntax.ToString(),
                meaning,
                taker
            )
        );
}

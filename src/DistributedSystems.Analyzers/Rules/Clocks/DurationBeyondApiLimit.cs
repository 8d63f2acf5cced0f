using System.Collections.Immutable;
using System.Globalization;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when a delay, timer or timeout of the framework is given a duration that it refuses because it is too long: they count
/// milliseconds in 32 bits, which is 24.9 or 49.7 days.
/// Silent where the duration is not known, fits, or is the framework's own word for no limit.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DurationBeyondApiLimit : DistributedAnalyzer
{
    internal const string Id = "DIST4012";

    /// <summary>Decision for the fixer: the value stands for no limit.</summary>
    internal const string IsForEver = "fix.forEver";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Delay or timeout is beyond what the API accepts",
        "'{0}' can be {1}, and {2} takes at most {3} days: it throws instead of waiting",
        Level.Warning
    );

    public DurationBeyondApiLimit()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.TimeSpan is null)
        {
            return;
        }

        start.On(facts, context => Analyze(context, facts, ((IInvocationOperation)context.Operation).Arguments), OperationKind.Invocation);
        start.On(
            facts,
            context => Analyze(context, facts, ((IObjectCreationOperation)context.Operation).Arguments),
            OperationKind.ObjectCreation
        );
        start.On(facts, context => AnalyzeSetting(context, facts), OperationKind.SimpleAssignment);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { } parameter && facts.DurationUses.BeyondLimitOf(argument.Value, parameter) is { } beyond)
            {
                var method = (IMethodSymbol)parameter.ContainingSymbol;
                Report(
                    context,
                    argument.Value,
                    beyond,
                    method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : Symbols.NameOf(method)
                );
            }
        }
    }

    private static void AnalyzeSetting(OperationContext context, CompilationFacts facts)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (
            assignment.Target is IPropertyReferenceOperation { Property: var property }
            && facts.DurationUses.BeyondLimitOf(assignment.Value, property) is { } beyond
        )
        {
            Report(context, assignment.Value, beyond, property.ContainingType.Name + "." + property.Name);
        }
    }

    private static void Report(OperationContext context, IOperation value, DurationBeyondLimit beyond, string taker)
    {
        var duration = beyond.Duration is { } known ? Days(known) + " days" : "the longest there is";
        var evidence = Evidence.Of($"{duration}, and {taker} takes at most {Days(beyond.Limit)} days");
        context.Report(
            Diagnostic.Create(
                Problem,
                value.Syntax.GetLocation(),
                additionalLocations: null,
                beyond.Duration is null && value.Syntax == Values.Unwrap(value).Syntax && value is IFieldReferenceOperation
                    ? evidence.Add(IsForEver, "true")
                    : evidence,
                value.Syntax.ToString(),
                duration,
                $"'{taker}'",
                Days(beyond.Limit)
            )
        );
    }

    private static string Days(TimeSpan duration) => duration.TotalDays.ToString("0.#", CultureInfo.InvariantCulture);
}

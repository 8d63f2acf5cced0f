using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Tells of every remote call when it ends at the latest and how often it is made, with all limits and repetitions in sight. No problem, and off
/// unless it is asked for: by an editor's user, or by <c>distsys map</c>, which reads the properties.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorstCaseOfCall : DistributedAnalyzer
{
    internal const string Id = "DIST1011";

    private static readonly DiagnosticDescriptor Told = Rule.Create(
        Id,
        "Worst case of a remote call",
        "'{0}' {1}{2}: {3}",
        Level.OffAndInfo
    );

    public WorstCaseOfCall()
        : base(Told, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts) =>
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        // Only setting up a call is none: a pipeline or a lambda's runner tells of what it runs.
        if (facts.RemoteCalls.OperationOf((IInvocationOperation)context.Operation) is not { Api.RunsParameter: null } call)
        {
            return;
        }

        var plan = facts.CallPlans.PlanOf(call);
        context.Report(
            Diagnostic.Create(
                Told,
                call.Invocation.Syntax.GetLocation(),
                additionalLocations: null,
                PropertiesOf(context.ContainingSymbol, call, plan, facts),
                call.Name,
                plan.Longest is not null ? $"ends after {plan.Time} at the latest"
                    : plan.IsEndless ? "may wait for ever"
                    : "ends at a time that is not known here",
                plan.Sum.Length > 0 ? $" ({plan.Sum})" : "",
                plan.Calls switch
                {
                    1 => "one call",
                    { } calls => $"up to {calls} calls",
                    null => "an unknown number of calls",
                }
            )
        );
    }

    private static ImmutableDictionary<string, string?> PropertiesOf(ISymbol member, RemoteCall call, CallPlan plan, CompilationFacts facts)
    {
        var model = facts.DeclaredModels.ModelOf(member);
        return Evidence
            .Of(call, plan.Sum)
            .AddRange(
                new Dictionary<string, string?>
                {
                    ["map.component"] = member.ContainingType?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) ?? member.Name,
                    ["map.member"] = member.Name,
                    ["map.system"] = facts.CallPlans.SystemOf(call),
                    ["map.library"] = call.Api.Library,
                    ["map.call"] = call.Name,
                    ["map.limits"] = Joined(
                        plan.Layers.OfType<PlanLimit>().Select(limit => $"{DurationText.Of(limit.Duration)} {limit.Name}")
                    ),
                    ["map.decisive"] = plan.Decisive ?? "",
                    ["map.attempts"] = Joined(
                        plan.Layers.OfType<PlanRepeat>()
                            .Select(repeat =>
                                $"{repeat.Attempts?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} {repeat.Name}"
                            )
                    ),
                    ["map.calls"] = plan.Calls?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
                    ["map.time"] = plan.Time,
                    ["map.sum"] = plan.Sum,
                    ["map.replay"] = facts.Replays.Of(call).Replay.ToString(),
                    ["map.observer"] = facts.CallPlans.ObserverOf(call),
                    ["map.model"] = model is null ? "" : $"{model.Timing}, {model.Failures} ({model.DeclaredOn})",
                }
            );

        static string Joined(IEnumerable<string> parts) => string.Join("; ", parts);
    }
}

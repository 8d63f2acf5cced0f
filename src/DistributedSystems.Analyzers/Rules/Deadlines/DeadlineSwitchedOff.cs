using System.Globalization;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports a value that takes away a library's limit on how long a call may wait: an infinite timeout of a client, a command timeout of
/// zero, also in a constant connection string, an infinite timeout or deadline argument.
/// Silent when every call in sight brings a token or a limit of its own, when a handler may, and for streams.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeadlineSwitchedOff : DistributedAnalyzer
{
    internal const string Id = "DIST1002";

    /// <summary>Decision for the fixer: the library's own limit, in milliseconds.</summary>
    internal const string DefaultMilliseconds = "fix.defaultMilliseconds";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Deadline is switched off",
        "'{0}' is switched off by '{1}', so {2}",
        Level.Warning
    );

    public DeadlineSwitchedOff()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(
            facts,
            context => Report(context, facts.EndlessWaits.SwitchedOffBy((ISimpleAssignmentOperation)context.Operation)),
            OperationKind.SimpleAssignment
        );
        start.On(
            facts,
            context => Report(context, facts.EndlessWaits.SwitchedOffBy((IObjectCreationOperation)context.Operation)),
            OperationKind.ObjectCreation
        );
        start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        Report(
            context,
            facts.RemoteCalls.RemoteCallOf(invocation) is { } call
                ? facts.EndlessWaits.SwitchedOffBy(call)
                : facts.EndlessWaits.SwitchedOffBy(invocation)
        );
    }

    private static void Report(OperationContext context, SwitchedOff? found)
    {
        if (found is null)
        {
            return;
        }

        var usual = found.Default is { } limit
            ? $"the usual limit of {DurationText.Of(limit)} is gone and a call waits for ever"
            : "a call waits for ever";
        var properties = Evidence.Of(usual);
        context.Report(
            Diagnostic.Create(
                Problem,
                found.Value.Syntax.GetLocation(),
                found.IsSure ? Problem.DefaultSeverity : DiagnosticSeverity.Info,
                additionalLocations: null,
                found.Default is { } duration
                    ? properties.Add(DefaultMilliseconds, duration.TotalMilliseconds.ToString(CultureInfo.InvariantCulture))
                    : properties,
                found.Setting,
                found.Reason,
                usual + " if no answer comes"
            )
        );
    }
}

using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Deadlines;

/// <summary>
/// Reports a source with a timeout whose token nothing is given, or whose timeout is disposed while the work it should end still runs.
/// Silent when its token is used in any way, and when the source itself is given away.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeadlineNeverApplied : DistributedAnalyzer
{
    internal const string Id = "DIST1007";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Deadline is created but never applied",
        "'{0}' ends nothing: {1}",
        Level.Warning
    );

    public DeadlineNeverApplied()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types.CancellationTokenSource is not null)
        {
            start.On(facts, context => AnalyzeCreation(context, facts), OperationKind.ObjectCreation);
            start.On(facts, context => AnalyzeCall(context, facts), OperationKind.Invocation);
        }
    }

    private static void AnalyzeCreation(OperationContext context, CompilationFacts facts)
    {
        if (
            context.Operation is IObjectCreationOperation { Arguments.IsEmpty: false } creation
            && SymbolEqualityComparer.Default.Equals(creation.Type, facts.Types.CancellationTokenSource)
            && facts.Tokens.MakesDeadline(creation)
        )
        {
            Analyze(context, facts, creation, creation);
        }
    }

    private static void AnalyzeCall(OperationContext context, CompilationFacts facts)
    {
        var call = (IInvocationOperation)context.Operation;
        switch (call.TargetMethod.Name)
        {
            case "CreateCancellationTokenSource" when facts.Tokens.MakesDeadline(call):
                Analyze(context, facts, call, call);
                break;

            // A source that got its timeout when it was made is reported there.
            case "CancelAfter"
                when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, facts.Types.CancellationTokenSource)
                    && call.Instance is ILocalReferenceOperation source
                    && facts.Values.WritesTo(source) is { Complete: true, Values: { Length: 1 } made }
                    && !facts.Tokens.MakesDeadline(facts.Values.ValueOf(made[0])):
                Analyze(context, facts, made[0], call);
                break;
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts, IOperation creation, IOperation place)
    {
        if (Operations.KeptIn(creation) is not { } source)
        {
            if (creation.Parent is IExpressionStatementOperation)
            {
                Report(context, place, place, "its token is given to nothing", null);
            }
        }
        else if (!facts.AppliedDeadlines.IsApplied(source, creation))
        {
            Report(
                context,
                place,
                place,
                "its token is given to nothing",
                source is ILocalSymbol local ? facts.Cancellation.MeantFor(local, creation) : null
            );
        }
        else if (source is ILocalSymbol disposed && facts.AppliedDeadlines.WorkOutliving(disposed, creation) is { } work)
        {
            Report(
                context,
                place,
                creation,
                $"it is disposed when '{Symbols.NameOf(work.TargetMethod)}' returns its task, before the work is done",
                null
            );
        }
    }

    private static void Report(OperationContext context, IOperation place, IOperation source, string reason, DroppedToken? meant)
    {
        var properties = Evidence.Of(reason);
        context.Report(
            Diagnostic.Create(
                Problem,
                place.Syntax.GetLocation(),
                meant is null ? null : ImmutableArray.Create(meant.Place.Syntax.GetLocation()),
                meant is null ? properties : CallersCancellationDropped.Decisions(meant, properties),
                source.Syntax.ToString(),
                reason
            )
        );
    }
}

using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Promises;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Messaging;

/// <summary>
/// Reports a write to a store that a reading of the same entry has decided and that asks for no version of it: what somebody else wrote in
/// between is lost.
/// Silent under a transaction, a lock or a condition of the write, and where only a miss was asked for.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CheckThenAct : DistributedAnalyzer
{
    internal const string Id = "DIST6006";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Remote state is checked and then written",
        "'{0}' writes what '{1}' has decided, whatever was written in between: it asks for no version of the entry",
        Level.Info
    );

    public CheckThenAct()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var write = (IInvocationOperation)context.Operation;
        if (
            (
                facts.CheckThenActs.ReadingBehind(write)
                ?? facts.CheckThenActs.ReadingBehindSave(write)
                ?? facts.CheckThenActs.LookupBehindSave(write)
            )
            is not { } reading
        )
        {
            return;
        }

        context.Report(
            Diagnostic.Create(
                Problem,
                write.Syntax.GetLocation(),
                new[] { reading.Invocation.Syntax.GetLocation() },
                Evidence.Of(reading, "the write asks for no version"),
                new RemoteCall(write, reading.Api).Name,
                reading.Name
            )
        );
    }
}

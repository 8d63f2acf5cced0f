using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a loop makes one remote call per item, each waiting for the one before, although the library takes many items in one
/// call. Silent where the library has no such form, and where a result may end the loop.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OneCallPerItem : DistributedAnalyzer
{
    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        RuleIds.OneCallPerItem,
        "One remote call per item",
        "'{0}' is called for each item in turn, so the loop takes a round trip per item; '{1}' takes many at once",
        Level.Info);

    public OneCallPerItem()
        : base(Problem)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Catalog.HasRemoteCalls)
        {
            start.RegisterOperationAction(context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationAnalysisContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.RemoteCallOf(invocation) is { Api.BatchForm: not null } call && facts.IsWaitedFor(invocation) && CompilationFacts.BatchFormFor(call) is { } batch)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Problem,
                invocation.Syntax.GetLocation(),
                Evidence.Of(call, "the loop around it waits for each call"),
                call.Name,
                batch.Name == invocation.TargetMethod.Name ? $"{batch.Name}({string.Join(", ", batch.Parameters.Where(parameter => !parameter.IsOptional).Select(parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})" : batch.Name));
        }
    }
}

using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a remote call is waited for while a mutex of this process is held, so that every other caller waits for the
/// network too.
/// Silent when the semaphore admits several callers, when the mutex fills a cache or creates a client once, and when it
/// serialises access to an object that its library forbids to share.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RemoteCallInsideLock : DistributedAnalyzer
{
    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        RuleIds.RemoteCallInsideLock,
        "Remote call inside a lock",
        "'{0}' is waited for while {1} is held: a slow or hanging {2} stops every other caller as well",
        Level.Warning);

    public RemoteCallInsideLock()
        : base(Problem)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Catalog.HasRemoteCalls || facts.HasAnnotations)
        {
            start.RegisterOperationAction(context => Analyze(context, facts), OperationKind.Invocation);
        }
    }

    private void Analyze(OperationAnalysisContext context, CompilationFacts facts)
    {
        if (facts.RemoteCallOf((IInvocationOperation)context.Operation) is not { } call
            || facts.CriticalSectionAround(call) is not { } section
            || facts.NeedsSerialAccess(call)
            || facts.FillsCache(call))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Problem,
            call.Invocation.Syntax.GetLocation(),
            section.PerKey ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
            additionalLocations: null,
            Evidence.Of(call, section.Description),
            call.Name,
            section.Description,
            call.Api.Library));
    }
}

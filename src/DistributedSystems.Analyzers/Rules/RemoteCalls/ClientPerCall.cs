using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when a client that owns connections is created for one call: every call then opens connections anew, and those of the last
/// one linger, until ports or the server's connection slots run out.
/// Silent for factories, long-lived owners, what runs once, and clients around a handler or connection that is shared.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientPerCall : DistributedAnalyzer
{
    internal const string Id = "DIST3008";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Connection-owning client is created per call",
        "'{0}' is created for one {2} of '{1}' only: it opens connections of its own each time, and under load they use up ports and the server's connection slots",
        Level.Warning
    );

    public ClientPerCall()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Catalog.HasConnectionOwners)
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.ObjectCreation, OperationKind.Invocation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.Clients.PerCallClientOf(context.Operation, context.ContainingSymbol) is { } client)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    client.IsWeak || facts.Blocking.IsCommandLineTool ? DiagnosticSeverity.Info : Problem.DefaultSeverity,
                    additionalLocations: null,
                    Evidence
                        .Of("created and used up in " + context.ContainingSymbol.Name)
                        .Add(Evidence.Library, client.Api.Library)
                        .Add(Evidence.Source, client.Api.Origin),
                    client.Type,
                    client.IsKept ? context.ContainingSymbol.ContainingType.Name
                        : context.ContainingSymbol is IMethodSymbol method ? Symbols.NameOf(method)
                        : context.ContainingSymbol.Name,
                    client.IsKept ? "instance" : "call"
                )
            );
        }
    }
}

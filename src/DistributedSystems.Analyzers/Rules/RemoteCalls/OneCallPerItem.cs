using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.RemoteCalls;

/// <summary>
/// Reports when one remote call is made per item of a loop, also through a method that only passes it on, although the library takes many
/// items in one call. Silent where the library has no such form, and where a result may end the loop.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OneCallPerItem : DistributedAnalyzer
{
    internal const string Id = "DIST3006";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "One remote call per item",
        "{0} is called for each item, which takes a round trip per item; '{1}' takes many at once",
        Level.Info
    );

    public OneCallPerItem()
        : base(Problem, Subject.CatalogedCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (facts.Fanouts.PerItemCallOf(invocation) is not { } found)
        {
            return;
        }

        var isReached = found.Call.Invocation != invocation;
        context.Report(
            Diagnostic.Create(
                Problem,
                invocation.Syntax.GetLocation(),
                isReached ? new[] { found.Call.Invocation.Syntax.GetLocation() } : null,
                Evidence.Of(found.Call, "it is made once per item"),
                isReached ? $"'{found.Call.Name}' (through '{Symbols.NameOf(invocation.TargetMethod)}')" : $"'{found.Call.Name}'",
                NameOf(found.Batch, found.Call)
            )
        );
    }

    /// <summary>An overload is told apart by what it takes.</summary>
    private static string NameOf(IMethodSymbol batch, RemoteCall call) =>
        batch.Name == call.Invocation.TargetMethod.Name
            ? $"{batch.Name}({string.Join(", ", batch.Parameters.Where(parameter => !parameter.IsOptional).Select(parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})"
            : batch.Name;
}

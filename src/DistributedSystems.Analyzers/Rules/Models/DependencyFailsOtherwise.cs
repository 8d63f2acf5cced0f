using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when code calls something that is declared to fail in a way the code is not declared to tolerate, and no declared adapter
/// stands between them.
/// Silent where either side declares no model of its own.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DependencyFailsOtherwise : DistributedAnalyzer
{
    internal const string Id = "DIST5007";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Dependency fails in a way the caller does not tolerate",
        "'{0}' may fail by {1} (declared on '{2}'), and its caller, under the model of '{3}', tolerates {4} at worst and has no adapter between them",
        Level.Warning
    );

    public DependencyFailsOtherwise()
        : base(Problem, Annotations.SystemModel) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(
            facts,
            context => Analyze(context, facts),
            OperationKind.Invocation,
            OperationKind.PropertyReference,
            OperationKind.MethodReference
        );
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var call = context.Operation;
        if (
            facts.Declarations.IsInUse(Annotations.SystemModel)
            && facts.Dependencies.DependencyAt(call, context.ContainingSymbol) is { IsTolerated: false } dependency
        )
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    call.Syntax.GetLocation(),
                    Evidence.Of($"{dependency.Called.Failures} is not tolerated by {dependency.Caller.Tolerated}"),
                    NameOf(call is IInvocationOperation invocation ? invocation.TargetMethod : ((IMemberReferenceOperation)call).Member),
                    dependency.Called.Failures,
                    dependency.Called.DeclaredOn,
                    dependency.Caller.DeclaredOn,
                    dependency.Caller.Tolerated
                )
            );
        }
    }

    private static string NameOf(ISymbol member) => member.ContainingType.Name + "." + member.Name;
}

using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports a transaction that is begun by hand on an EF Core context whose execution strategy retries: the strategy would retry a part of
/// it, so EF Core
/// throws an <c>InvalidOperationException</c> at the first command. Silent where the strategy itself runs the whole.
/// Source: https://learn.microsoft.com/ef/core/miscellaneous/connection-resiliency#execution-strategies-and-transactions.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TransactionOutsideRetryingStrategy : DistributedAnalyzer
{
    internal const string Id = "DIST2012";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Retrying strategy around a user transaction",
        "The execution strategy of '{0}' retries on failure and does not know this transaction: EF Core refuses it unless CreateExecutionStrategy() runs the whole",
        Level.Warning
    );

    public TransactionOutsideRetryingStrategy()
        : base(Problem) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        if (facts.Types is { DbContext: not null, EfOptionsBuilder: not null })
        {
            start.On(facts, context => Analyze(context, facts), OperationKind.Invocation, OperationKind.ObjectCreation);
        }
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        var database = context.Operation switch
        {
            IInvocationOperation begin => facts.Transactions.ContextOfUnretriedTransaction(begin),
            IObjectCreationOperation scope => facts.Transactions.ContextOfUnretriedScope(scope),
            _ => null,
        };
        if (database is not null)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    Evidence.Of("its options enable retries on failure"),
                    database.Name
                )
            );
        }
    }
}

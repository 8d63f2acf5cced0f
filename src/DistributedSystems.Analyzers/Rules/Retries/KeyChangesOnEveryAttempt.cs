using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Retries;

/// <summary>
/// Reports an idempotency key that is made inside what a retry repeats: a new GUID, random number or clock reading on every attempt tells
/// the service
/// that every attempt is another operation. Silent where the key is made once before the first attempt, or kept once it is made.
/// Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ (section 2.1).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KeyChangesOnEveryAttempt : DistributedAnalyzer
{
    internal const string Id = "DIST2007";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Idempotency key changes on every attempt",
        "The idempotency key of '{0}' is made anew on every attempt: {1} repeats the call{2}, and the service takes each repetition for another operation",
        Level.Warning
    );

    public KeyChangesOnEveryAttempt()
        : base(Problem, Subject.RemoteCalls) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.Invocation, OperationKind.PropertyReference);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (facts.IdempotencyKeys.ChangingKeyAt(context.Operation) is { } key)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    context.Operation.Syntax.GetLocation(),
                    new[] { key.Call.Invocation.Syntax.GetLocation(), key.Retry.Place.GetLocation() },
                    Evidence.Of(key.Call, "made inside the code that is repeated"),
                    key.Call.Name,
                    key.Retry.Description,
                    key.Retry.Times
                )
            );
        }
    }
}

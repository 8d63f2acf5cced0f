using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>
    /// Is it known that a policy repeats calls to another process: by the failures it names, or by code of its own type that it runs?
    /// A policy over files or a local database is nobody's network.
    /// </summary>
    public bool RepeatsRemoteCalls(RetryPolicy policy) =>
        policy.HandlesAmbiguousFailures && (policy.HandlesRemoteFailures || RunsOf(policy).Any(runner => ReachOf(runner, Effect.Waits) is not null));

    /// <summary>The calls in the type around a policy that run code under it.</summary>
    public IEnumerable<IInvocationOperation> RunsOf(RetryPolicy policy)
    {
        var type = policy.Added.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        foreach (var node in type?.DescendantNodes() ?? policy.Added.Syntax.SyntaxTree.GetRoot().DescendantNodes())
        {
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Execute" or "ExecuteAsync" or "ExecuteAndCapture" or "ExecuteAndCaptureAsync" or "ExecuteOutcomeAsync" } } run
                && Models.Of(run.SyntaxTree).GetOperation(run) is IInvocationOperation { Instance: { } instance } runner
                && PipelineOf(instance)?.Strategies.Any(strategy => strategy.Added.Syntax == policy.Added.Syntax) == true)
            {
                yield return runner;
            }
        }
    }
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>
/// Where this compilation spells calls that set up clients and pipelines for other files. Syntactic and kept per tree, so a keystroke
/// costs one tree; whether a call is the one meant is for the asker to bind.
/// </summary>
internal sealed class CallSites
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<ExpressionSyntax>>> ByTree = new();

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "AddHttpClient", "ConfigureHttpClientDefaults", "CreateClient", "DisableFor", "DisableForUnsafeHttpMethods",
        "AddResiliencePipeline", "TryAddBuilder", "EnableRetryOnFailure", "ExecutionStrategy", "CreateExecutionStrategy",
        "Enqueue", "Schedule", "AddOrUpdate", "ContinueJobWith",
        "AddServiceDefaults", "Execute", "ExecuteAsync", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync",
        "AddOptions", "Configure", "ConfigureAll", "PostConfigure", "PostConfigureAll",
    };

    // Not a call, but kept like one: what is made to be handed to the filters of all jobs.
    private const string JobFilter = "AutomaticRetryAttribute";

    private readonly Lazy<Dictionary<string, List<ExpressionSyntax>>> all;

    public CallSites(Compilation compilation) => all = new Lazy<Dictionary<string, List<ExpressionSyntax>>>(() =>
    {
        var merged = new Dictionary<string, List<ExpressionSyntax>>(StringComparer.Ordinal);
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var named in ByTree.GetValue(tree, In))
            {
                foreach (var call in named.Value)
                {
                    Add(merged, named.Key, call);
                }
            }
        }

        return merged;
    });

    /// <summary>The calls of members of that name, in source order.</summary>
    public IReadOnlyList<ExpressionSyntax> Of(string name) => all.Value.TryGetValue(name, out var calls) ? calls : Array.Empty<ExpressionSyntax>();

    /// <summary>Somebody makes a filter that may say of all jobs how often they are retried.</summary>
    public bool SetsJobFilters => Of(JobFilter).Count > 0;

    private static Dictionary<string, List<ExpressionSyntax>> In(SyntaxTree tree)
    {
        var calls = new Dictionary<string, List<ExpressionSyntax>>(StringComparer.Ordinal);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var name = node switch
            {
                ObjectCreationExpressionSyntax { Type: SimpleNameSyntax { Identifier.ValueText: JobFilter } or QualifiedNameSyntax { Right.Identifier.ValueText: JobFilter } } => JobFilter,
                InvocationExpressionSyntax invocation => NameOf(invocation),
                _ => null,
            };
            if (name == JobFilter || (name is not null && Names.Contains(name)))
            {
                Add(calls, name, (ExpressionSyntax)node);
            }
        }

        return calls;
    }

    private static string? NameOf(InvocationExpressionSyntax invocation) => invocation.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private static void Add(Dictionary<string, List<ExpressionSyntax>> calls, string name, ExpressionSyntax call)
    {
        if (!calls.TryGetValue(name, out var known))
        {
            calls.Add(name, known = new List<ExpressionSyntax>());
        }

        known.Add(call);
    }
}

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
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<InvocationExpressionSyntax>>> ByTree = new();

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "AddHttpClient", "ConfigureHttpClientDefaults", "CreateClient", "DisableFor", "DisableForUnsafeHttpMethods",
        "AddResiliencePipeline", "TryAddBuilder", "EnableRetryOnFailure", "ExecutionStrategy", "CreateExecutionStrategy",
        "AddServiceDefaults", "Execute", "ExecuteAsync", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync",
        "AddOptions", "Configure", "ConfigureAll", "PostConfigure", "PostConfigureAll",
    };

    private readonly Lazy<Dictionary<string, List<InvocationExpressionSyntax>>> all;

    public CallSites(Compilation compilation) => all = new Lazy<Dictionary<string, List<InvocationExpressionSyntax>>>(() =>
    {
        var merged = new Dictionary<string, List<InvocationExpressionSyntax>>(StringComparer.Ordinal);
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
    public IReadOnlyList<InvocationExpressionSyntax> Of(string name) => all.Value.TryGetValue(name, out var calls) ? calls : Array.Empty<InvocationExpressionSyntax>();

    private static Dictionary<string, List<InvocationExpressionSyntax>> In(SyntaxTree tree)
    {
        var calls = new Dictionary<string, List<InvocationExpressionSyntax>>(StringComparer.Ordinal);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var name = node is not InvocationExpressionSyntax invocation ? null : invocation.Expression switch
            {
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                _ => null,
            };
            if (name is not null && Names.Contains(name))
            {
                Add(calls, name, (InvocationExpressionSyntax)node);
            }
        }

        return calls;
    }

    private static void Add(Dictionary<string, List<InvocationExpressionSyntax>> calls, string name, InvocationExpressionSyntax call)
    {
        if (!calls.TryGetValue(name, out var known))
        {
            calls.Add(name, known = new List<InvocationExpressionSyntax>());
        }

        known.Add(call);
    }
}

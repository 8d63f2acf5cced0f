using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>
/// Where this compilation spells calls that set up clients and pipelines for other files. Syntactic and kept per tree, so a keystroke
/// costs one tree; whether a call is the one meant is for the asker to bind.
/// </summary>
internal sealed class CallSites
{
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<SyntaxNode>>> ByTree = new();

    private static readonly string[] HostMakers =
    {
        "CreateBuilder",
        "CreateSlimBuilder",
        "CreateEmptyBuilder",
        "CreateApplicationBuilder",
        "CreateEmptyApplicationBuilder",
        "CreateDefaultBuilder",
        "HostBuilder",
        "WebHostBuilder",
    };

    private static readonly HashSet<string> Names = new(HostMakers, StringComparer.Ordinal)
    {
        "AddHttpClient",
        "AddTransient",
        "AddScoped",
        "AddSingleton",
        "AddHostedService",
        "AddMassTransit",
        "AddEntityFrameworkOutbox",
        "AddMongoDbOutbox",
        "UseBusOutbox",
        "UseInMemoryOutbox",
        "AddGrpcClient",
        "EnableCallContextPropagation",
        "AddInterceptor",
        "Intercept",
        "ConfigureHttpClientDefaults",
        "CreateClient",
        "DisableFor",
        "DisableForUnsafeHttpMethods",
        "AddResiliencePipeline",
        "TryAddBuilder",
        "EnableRetryOnFailure",
        "ExecutionStrategy",
        "CreateExecutionStrategy",
        "Enqueue",
        "Schedule",
        "AddOrUpdate",
        "ContinueJobWith",
        "CallActivityAsync",
        "CallActivityWithRetryAsync",
        "ExecuteActivityAsync",
        "ExecuteLocalActivityAsync",
        "AddServiceDefaults",
        "Execute",
        "ExecuteAsync",
        "ExecuteAndCapture",
        "ExecuteAndCaptureAsync",
        "ExecuteOutcomeAsync",
        "AddOptions",
        "Configure",
        "ConfigureAll",
        "PostConfigure",
        "PostConfigureAll",
        JobFilter,
        Trigger,
    };

    // Not calls, but kept like them: what is made to be handed to the filters of all jobs, and what marks an activity function.
    private const string JobFilter = "AutomaticRetryAttribute";
    private const string Trigger = "ActivityTrigger";

    private readonly Lazy<Dictionary<string, List<SyntaxNode>>> all;

    public CallSites(Compilation compilation) =>
        all = new Lazy<Dictionary<string, List<SyntaxNode>>>(() =>
        {
            var merged = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
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
    public IReadOnlyList<SyntaxNode> Of(string name) => all.Value.TryGetValue(name, out var calls) ? calls : Array.Empty<SyntaxNode>();

    /// <summary>Somebody makes a filter that may say of all jobs how often they are retried.</summary>
    public bool SetsJobFilters => Of(JobFilter).Count > 0;

    /// <summary>A host may be made: by a method of such a name, or by a builder of such a type.</summary>
    public bool MakesHost => HostMakers.Any(name => Of(name).Count > 0);

    /// <summary>The attributes of parameters that receive the input of a durable activity.</summary>
    public IReadOnlyList<SyntaxNode> Triggers => Of(Trigger);

    private static Dictionary<string, List<SyntaxNode>> In(SyntaxTree tree)
    {
        var calls = new Dictionary<string, List<SyntaxNode>>(StringComparer.Ordinal);
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var name = node switch
            {
                ObjectCreationExpressionSyntax { Type: SimpleNameSyntax made } => made.Identifier.ValueText,
                ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax made } => made.Right.Identifier.ValueText,
                AttributeSyntax
                {
                    Parent.Parent: ParameterSyntax,
                    Name: SimpleNameSyntax { Identifier.ValueText: Trigger or Trigger + "Attribute" }
                        or QualifiedNameSyntax { Right.Identifier.ValueText: Trigger }
                } => Trigger,
                InvocationExpressionSyntax invocation => NameOf(invocation),
                _ => null,
            };
            if (name is not null && Names.Contains(name))
            {
                Add(calls, name, node);
            }
        }

        return calls;
    }

    private static string? NameOf(InvocationExpressionSyntax invocation) =>
        invocation.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => null,
        };

    private static void Add(Dictionary<string, List<SyntaxNode>> calls, string name, SyntaxNode call)
    {
        if (!calls.TryGetValue(name, out var known))
        {
            calls.Add(name, known = new List<SyntaxNode>());
        }

        known.Add(call);
    }
}

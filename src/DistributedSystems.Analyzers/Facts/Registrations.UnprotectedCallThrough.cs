using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private static readonly HashSet<string> StepsWithoutHandler = new(StringComparer.Ordinal)
    {
        "ConfigureHttpClient", "SetHandlerLifetime", "AddTypedClient", "RedactLoggedHeaders", "AddAsKeyed", "RemoveAsKeyed", "AddDefaultLogger", "RemoveAllLoggers", "UseSocketsHttpHandler",
    };

    /// <summary>
    /// A call through the client that an invocation registers, where nothing protects any of its calls: no handler, no defaults for all
    /// clients, no pipeline, retry or helper around the calls or their callers. Null where one of them may be there out of sight, and
    /// where no call is in sight.
    /// </summary>
    public RemoteCall? UnprotectedCallThrough(IInvocationOperation added)
    {
        // Without arguments it registers the factory, not a client that could be configured.
        if (RegistrationOf(added) is not { IsForAll: false, Name: not null } registration || !SymbolEqualityComparer.Default.Equals(added.Type, Types.HttpClientBuilder) || MayHaveHandler(registration) || IsHandedOut(added, DeepestBuilderHelper))
        {
            return null;
        }

        // Aspire's template sets defaults for all clients in a method of that name, in a project that all others share.
        if (CallSites.Of("AddServiceDefaults").Count > 0 || Registrations.Value.Any(other => other.IsForAll || other.Name is null || (IsSameClient(other, registration) && MayHaveHandler(other))))
        {
            return null;
        }

        var calls = CallsThrough(registration).ToList();
        return calls.Count > 0 && !calls.Any(call => IsProtected(call.Invocation)) && !IsRunByPipeline(registration, calls) ? calls[0] : null;
    }

    private static bool IsSameClient(ClientRegistration one, ClientRegistration other) =>
        one.Name == other.Name || one.Clients.Any(client => other.Clients.Contains(client, SymbolEqualityComparer.Default));

    /// <summary>Any step that is not known to leave the handlers alone; those of the project's own methods are steps themselves.</summary>
    private bool MayHaveHandler(ClientRegistration registration) =>
        !registration.Builder.Complete || registration.Builder.Steps.Any(step => !StepsWithoutHandler.Contains(step.Call.TargetMethod.Name) && !IsOwnMethod(step.Call.TargetMethod));

    /// <summary>The builder is returned, so that callers may add to it.</summary>
    private bool IsHandedOut(IOperation builder, int remaining)
    {
        var value = builder;
        while (CallOn(value) is { } call)
        {
            value = call;
        }

        return value.Parent switch
        {
            IReturnOperation => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } declarator } => remaining == 0 || UsesOf(local, declarator).Any(use => IsHandedOut(use, remaining - 1)),
            _ => false,
        };
    }

    /// <summary>A retry, or a function that somebody runs who may add what the client lacks.</summary>
    private bool IsProtected(IInvocationOperation call)
    {
        for (var function = FunctionAround(call); function is not null; function = FunctionAround(function))
        {
            if (RunnerOf(function) is not null || IsGivenToOwnMethod(function) || IsGivenToForeignCode(function))
            {
                return true;
            }
        }

        return RetryAround(call) is not null;
    }

    /// <summary>A pipeline somewhere in the project runs a member of the client, or of the class that uses it.</summary>
    private bool IsRunByPipeline(ClientRegistration registration, IReadOnlyList<RemoteCall> calls)
    {
        var types = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var type in registration.Added.TargetMethod.TypeArguments.Concat(calls.Select(call => (ITypeSymbol?)TypeAround(call.Invocation))))
        {
            types.UnionWith(type is null ? Enumerable.Empty<ISymbol>() : type.AllInterfaces.Select(contract => contract.OriginalDefinition).Prepend((ISymbol)type.OriginalDefinition));
        }

        return new[] { "Execute", "ExecuteAsync", "ExecuteAndCaptureAsync", "ExecuteOutcomeAsync" }
            .SelectMany(name => CallSites.Of(name))
            .Any(site => Models.Of(site.SyntaxTree).GetOperation(site) is IInvocationOperation run
                && ApiOf(run.TargetMethod)?.RunsParameter is not null
                && run.Descendants().Any(part => part switch
                {
                    IInvocationOperation called => types.Contains(called.TargetMethod.ContainingType.OriginalDefinition),
                    IMethodReferenceOperation named => types.Contains(named.Method.ContainingType.OriginalDefinition),
                    _ => false,
                }));
    }

    /// <summary>The type whose code an operation is part of.</summary>
    public static INamedTypeSymbol? TypeAround(IOperation operation) => operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart)?.ContainingType;
}

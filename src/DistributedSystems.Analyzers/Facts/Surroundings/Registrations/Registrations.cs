using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>HTTP clients as one call registers them with the client factory.</summary>
/// <param name="Added">The call: <c>AddHttpClient</c>, or <c>ConfigureHttpClientDefaults</c>.</param>
/// <param name="Name">The name that <c>CreateClient</c> is given; empty for the client without a name; null where not known or where none
/// has to be.</param>
/// <param name="Clients">The types whose constructors receive the client.</param>
/// <param name="IsForAll">It speaks of every client of the factory.</param>
/// <param name="Builder">What is configured.</param>
internal sealed record ClientRegistration(
    IInvocationOperation Added,
    string? Name,
    ImmutableArray<INamedTypeSymbol> Clients,
    bool IsForAll,
    BuilderSteps Builder
);

/// <summary>The HTTP clients that the project registers, and which calls go through them.</summary>
internal sealed class Registrations(
    CatalogIndex catalog,
    SemanticModels models,
    WellKnownTypes types,
    Values values,
    CallSites callSites,
    Functions functions,
    RemoteCalls remoteCalls,
    Builders builders
)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<RemoteCall>> callsOfTypedClients = new(
        SymbolEqualityComparer.Default
    );
    private static readonly HashSet<string> StepsWithoutHandler = new(StringComparer.Ordinal)
    {
        "ConfigureHttpClient",
        "SetHandlerLifetime",
        "AddTypedClient",
        "RedactLoggedHeaders",
        "AddAsKeyed",
        "RemoveAsKeyed",
        "AddDefaultLogger",
        "RemoveAllLoggers",
        "UseSocketsHttpHandler",
    };

    public Lazy<ImmutableArray<ClientRegistration>> All =>
        field ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<ImmutableArray<ClientRegistration>>(ReadRegistrations))!;

    private Lazy<Dictionary<string, List<RemoteCall>>> CallsOfNamedClients =>
        field
        ?? LazyInitializer.EnsureInitialized(ref field, () => new Lazy<Dictionary<string, List<RemoteCall>>>(ReadCallsOfNamedClients))!;

    /// <summary>The clients that a call registers; null for any other call.</summary>
    public ClientRegistration? RegistrationOf(IInvocationOperation added)
    {
        if (
            added.TargetMethod.Name is not ("AddHttpClient" or "ConfigureHttpClientDefaults")
            || !SymbolEqualityComparer.Default.Equals(added.TargetMethod.ContainingType, types.HttpClientRegistrations)
        )
        {
            return null;
        }

        if (added.TargetMethod.Name == "ConfigureHttpClientDefaults")
        {
            return added.Arguments.Length == 2 && functions.FunctionGiven(added.Arguments[1].Value) is { Parameters.Length: 1 } configure
                ? new ClientRegistration(
                    added,
                    Name: null,
                    ImmutableArray<INamedTypeSymbol>.Empty,
                    IsForAll: true,
                    builders.StepsOn(configure.Parameters[0], configure.Body)
                )
                : null;
        }

        var builder = builders.StepsOn(added);
        var clients = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        foreach (
            var registering in builder
                .Steps.Where(step => step.Call.TargetMethod.Name == "AddTypedClient")
                .Select(step => step.Call)
                .Prepend(added)
        )
        {
            // With two, the second implements the first.
            if (registering.TargetMethod.TypeArguments.LastOrDefault() is INamedTypeSymbol client)
            {
                clients.Add(client.OriginalDefinition);
            }
        }

        var name = added.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "name");
        return new ClientRegistration(
            added,
            name is not null
                ? values.ValueOf(name.Value).ConstantValue.Value as string
                : added.TargetMethod.TypeArguments.FirstOrDefault()?.Name ?? "",
            clients.ToImmutable(),
            IsForAll: false,
            builder
        );
    }

    /// <summary>The remote calls in this compilation that are made through the registered clients, as far as they can be told.</summary>
    public IEnumerable<RemoteCall> CallsThrough(ClientRegistration registration)
    {
        if (registration.IsForAll)
        {
            return All
                .Value.Where(client => !client.IsForAll && !RemovesHandlers(client))
                .SelectMany(client => client.Clients)
                .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
                .SelectMany(client => (IEnumerable<RemoteCall>)CallsOfTypedClient(client))
                .Concat(
                    CallsOfNamedClients
                        .Value.Where(named => !All.Value.Any(client => client.Name == named.Key && RemovesHandlers(client)))
                        .SelectMany(named => named.Value)
                );
        }

        return registration
            .Clients.SelectMany(client => (IEnumerable<RemoteCall>)CallsOfTypedClient(client))
            .Concat(
                registration.Name is { } name && CallsOfNamedClients.Value.TryGetValue(name, out var calls)
                    ? calls
                    : Enumerable.Empty<RemoteCall>()
            );
    }

    /// <summary>The registrations whose handlers a call passes through, those for all clients first. Empty where the client's origin is not
    /// known.</summary>
    public IEnumerable<ClientRegistration> RegistrationsBehind(RemoteCall call)
    {
        if (
            Operations.ReceiverOf(call.Invocation) is not { } receiver
            || !SymbolEqualityComparer.Default.Equals(receiver.Type, types.HttpClient)
            || types.HttpClientRegistrations is null
        )
        {
            return Enumerable.Empty<ClientRegistration>();
        }

        var client = values.ValueOf(receiver);
        var registered =
            client
                is IParameterReferenceOperation
                {
                    Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
                }
                ? All
                    .Value.Where(registration => registration.Clients.Any(type => Symbols.DerivesFrom(type, constructor.ContainingType)))
                    .ToList()
            : FactoryNameOf(client) is { } name ? All.Value.Where(registration => registration.Name == name).ToList()
            : null;
        return registered is null || (registered.Count == 0 && client is IParameterReferenceOperation)
                ? Enumerable.Empty<ClientRegistration>()
            : registered.Any(RemovesHandlers) ? registered
            : All.Value.Where(registration => registration.IsForAll).Concat(registered);
    }

    /// <summary>It takes away what was registered for all clients.</summary>
    public static bool RemovesHandlers(ClientRegistration registration) =>
        registration.Builder.Steps.Any(step => step.Call.TargetMethod.Name == "RemoveAllResilienceHandlers");

    private ImmutableArray<ClientRegistration> ReadRegistrations() =>
        callSites
            .Of("ConfigureHttpClientDefaults")
            .Concat(callSites.Of("AddHttpClient"))
            .Select(call => models.Of(call.SyntaxTree).GetOperation(call) is IInvocationOperation added ? RegistrationOf(added) : null)
            .Where(registration => registration is not null)
            .Select(registration => registration!)
            .ToImmutableArray();

    /// <summary>The calls on the client that a type's constructor receives, in the type and in the types it derives from.</summary>
    private ImmutableArray<RemoteCall> CallsOfTypedClient(INamedTypeSymbol client) =>
        callsOfTypedClients.GetOrAdd(
            client,
            type =>
            {
                var calls = ImmutableArray.CreateBuilder<RemoteCall>();
                for (
                    var declaring = type;
                    declaring is not null && models.Declare(declaring);
                    declaring = declaring.BaseType?.OriginalDefinition
                )
                {
                    foreach (var declaration in declaring.DeclaringSyntaxReferences)
                    {
                        calls.AddRange(
                            HttpCallsIn(
                                declaration.GetSyntax(),
                                value =>
                                    value
                                        is IParameterReferenceOperation
                                        {
                                            Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
                                        }
                                    && SymbolEqualityComparer.Default.Equals(constructor.ContainingType, declaring)
                            )
                        );
                    }
                }

                return calls.ToImmutable();
            }
        );

    private Dictionary<string, List<RemoteCall>> ReadCallsOfNamedClients()
    {
        var calls = new Dictionary<string, List<RemoteCall>>(StringComparer.Ordinal);
        foreach (
            var scope in callSites
                .Of("CreateClient")
                .Select(site => site.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? site.SyntaxTree.GetRoot())
                .Distinct()
        )
        {
            foreach (var call in HttpCallsIn(scope, value => FactoryNameOf(value) is not null))
            {
                var name = FactoryNameOf(values.ValueOf(Operations.ReceiverOf(call.Invocation)!))!;
                if (!calls.TryGetValue(name, out var known))
                {
                    calls.Add(name, known = new List<RemoteCall>());
                }

                known.Add(call);
            }
        }

        return calls;
    }

    private IEnumerable<RemoteCall> HttpCallsIn(SyntaxNode code, Func<IOperation, bool> isClient)
    {
        foreach (var node in code.DescendantNodes())
        {
            if (
                node
                    is InvocationExpressionSyntax
                    {
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }
                    } syntax
                && catalog.HasMember(name)
                && models.Of(node.SyntaxTree).GetOperation(syntax) is IInvocationOperation invocation
                && Operations.ReceiverOf(invocation) is { } receiver
                && SymbolEqualityComparer.Default.Equals(receiver.Type, types.HttpClient)
                && remoteCalls.RemoteCallOf(invocation) is { } call
                && isClient(values.ValueOf(receiver))
            )
            {
                yield return call;
            }
        }
    }

    /// <summary>The constant name with which the factory is asked for a client; empty for the one without a name.</summary>
    private string? FactoryNameOf(IOperation client)
    {
        if (
            client is not IInvocationOperation { TargetMethod.Name: "CreateClient" } created
            || Operations.ReceiverOf(created) is not { Type: { } factory }
            || types.HttpClientFactory is not { } known
            || !(
                SymbolEqualityComparer.Default.Equals(factory, known)
                || factory.AllInterfaces.Contains(known, SymbolEqualityComparer.Default)
            )
        )
        {
            return null;
        }

        var name = created.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "name");
        return name is null ? "" : values.ValueOf(name.Value).ConstantValue.Value as string;
    }

    public static bool IsSameClient(ClientRegistration one, ClientRegistration other) =>
        one.Name == other.Name || one.Clients.Any(client => other.Clients.Contains(client, SymbolEqualityComparer.Default));

    /// <summary>Any step that is not known to leave the handlers alone; those of the project's own methods are steps themselves.</summary>
    public bool MayHaveHandler(ClientRegistration registration) =>
        !registration.Builder.Complete
        || registration.Builder.Steps.Any(step =>
            !StepsWithoutHandler.Contains(step.Call.TargetMethod.Name)
            && !functions.IsOwnMethod(step.Call.TargetMethod)
            && !SetsFrameworkHandler(step.Call)
        );

    /// <summary>A handler of the framework, made in sight, sends and does nothing else: it neither retries nor limits.</summary>
    private bool SetsFrameworkHandler(IInvocationOperation step) =>
        step.TargetMethod.Name == "ConfigurePrimaryHttpMessageHandler"
        && step.Arguments.Any(argument =>
            functions.FunctionGiven(argument.Value) is { } maker
            && maker.Body.Descendants().OfType<IReturnOperation>().ToList() is { Count: 1 } returned
            && returned[0].ReturnedValue is { } value
            && values.ValueOf(value)
                is IObjectCreationOperation
                {
                    Type:
                    {
                        Name: "HttpClientHandler" or "SocketsHttpHandler",
                        ContainingNamespace: { Name: "Http", ContainingNamespace.Name: "Net" }
                    }
                }
        );
}

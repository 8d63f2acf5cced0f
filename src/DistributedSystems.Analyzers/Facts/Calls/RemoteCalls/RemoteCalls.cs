using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Which invocations leave the process, by catalog and attributes, and which of them cannot be shared or made at once.</summary>
internal sealed partial class RemoteCalls(
    CatalogIndex catalog,
    Values values,
    Functions functions,
    Declarations declarations,
    Origins origins
)
{
    private readonly ConcurrentDictionary<IMethodSymbol, CatalogEntry?> apis = new(SymbolEqualityComparer.Default);
    private Func<IMethodSymbol, CatalogEntry?>? describe;

    /// <summary>A library with remote calls is referenced, or annotations may declare some. Where not, a rule about remote calls registers
    /// nothing.</summary>
    public bool MayOccur => catalog.HasRemoteCalls || declarations.HasAnnotations;

    /// <summary>The same for remote calls that add their effect again when they are made again.</summary>
    public bool MayAccumulate => catalog.HasAccumulatingCalls || declarations.HasAnnotations;

    /// <summary>
    /// Does this invocation leave the process? The ordinary call costs one probe of its method's name (or, where
    /// annotations or generated clients may give any member a meaning, one probe of its symbol) and allocates nothing.
    /// </summary>
    public RemoteCall? RemoteCallOf(IInvocationOperation invocation) =>
        (ApiOf(invocation.TargetMethod) ?? InheritedApiOf(invocation)) is { Remote: true } api && !StaysHere(invocation, api)
            ? new RemoteCall(invocation, api)
            : null;

    /// <summary>An invocation that answers whoever waits for this process: a response, also by way of its body, an element of a streamed
    /// answer.</summary>
    public RemoteCall? ReplyOf(IInvocationOperation invocation) =>
        ApiOf(invocation.TargetMethod) is { Replies: true } api ? new RemoteCall(invocation, api)
        : invocation.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal)
        && invocation.Instance is IPropertyReferenceOperation { Property.ContainingType: { } owner }
        && catalog.TypeEntryOf(owner) is { Replies: true } body
            ? new RemoteCall(invocation, body)
        : null;

    private bool StaysHere(IInvocationOperation invocation, CatalogEntry api) =>
        (api.Wraps && origins.Find(invocation.Instance, IsNetworkStream) is null)
        || IsLocal(invocation.Instance?.Type)
        || OnlyStarts(invocation)
        || IsOnThisMachine(invocation)
        || IsQuoted(invocation);

    /// <summary>An expression tree is data: a job for a scheduler, a part of a query. Nothing in it runs where it stands.</summary>
    public static bool IsQuoted(IOperation operation)
    {
        var function = Operations.FunctionAround(operation);
        while (
            function
                is not (
                    null
                    or IAnonymousFunctionOperation { Parent.Type: { Name: "Expression", ContainingNamespace.Name: "Expressions" } }
                )
        )
        {
            function = Operations.FunctionAround(function);
        }

        return function is not null;
    }

    // An in-process database inherits the members of those across the network.
    private bool IsLocal(ITypeSymbol? receiver) => receiver is INamedTypeSymbol type && catalog.TypeEntryOf(type) is { Remote: false };

    /// <summary>Connecting a datagram socket sends nothing, and one that is told not to block does not wait.</summary>
    private bool OnlyStarts(IInvocationOperation connect) =>
        connect
            is {
                TargetMethod: { Name: "Connect", ContainingType: { Name: "Socket", ContainingNamespace.Name: "Sockets" } },
                Instance: { } socket
            }
        && (
            origins.Find(
                socket,
                origin => origin is IFieldReferenceOperation { Field: { Name: "Dgram", ContainingType.Name: "SocketType" } }
            )
                is not null
            || (Operations.FunctionAround(connect) ?? Values.RootOf(connect))
                .Descendants()
                .Any(operation =>
                    operation
                        is ISimpleAssignmentOperation
                        {
                            Target: IPropertyReferenceOperation
                            {
                                Property: { Name: "Blocking", ContainingType.Name: "Socket" },
                                Instance: var set
                            },
                            Value.ConstantValue: { HasValue: true, Value: false }
                        }
                    && SameExpression.Are(set, socket)
                )
        );

    private bool IsNetworkStream(IOperation value)
    {
        var isKnown = false;
        for (var type = value.Type as INamedTypeSymbol; type is not null; type = type.BaseType)
        {
            isKnown |= catalog.TypeEntryOf(type) is { Unshareable: true };
            if (isKnown && type is { Name: "Stream", ContainingNamespace.Name: "IO" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What the catalog says of a method that is declared further up than the type it is called on: <c>ReadExactlyAsync</c> of a
    /// network stream.</summary>
    private CatalogEntry? InheritedApiOf(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (
            !catalog.HasMember(method.Name)
            || invocation.Instance?.Type is not INamedTypeSymbol { TypeKind: TypeKind.Class } receiver
            || method.ContainingType.TypeKind != TypeKind.Class
        )
        {
            return null;
        }

        for (
            var type = receiver;
            type is not null && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType);
            type = type.BaseType
        )
        {
            if (catalog.EntryOf(method, type.OriginalDefinition) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>A Unix domain socket leads to a neighbour on the same machine, with no network between.</summary>
    private bool IsOnThisMachine(IInvocationOperation call) =>
        call is { TargetMethod.ContainingType: { Name: "Socket", ContainingNamespace.Name: "Sockets" }, Instance: { } socket }
        && (
            call.Arguments.Any(argument =>
                Values.Unwrap(argument.Value).Type is { Name: "UnixDomainSocketEndPoint", ContainingNamespace.Name: "Sockets" }
            )
            || origins.Find(
                socket,
                origin => origin is IFieldReferenceOperation { Field: { Name: "Unix", ContainingType.Name: "AddressFamily" } }
            )
                is not null
        );

    /// <summary>An invocation of which it is known what a second execution does: a remote call, or one that says so by an
    /// attribute.</summary>
    public RemoteCall? OperationOf(IInvocationOperation invocation) =>
        ApiOf(invocation.TargetMethod) is { } api
        && ((api.Remote == true && !StaysHere(invocation, api)) || (api.Remote is null && api.Replay != Replay.Unknown))
            ? new RemoteCall(invocation, api)
            : null;

    /// <summary>Does a method of this project spell the name of a call that leaves the process? Names only, so that nothing is bound.</summary>
    public bool MayCall(IMethodSymbol method) =>
        declarations.HasAnnotations
        || method.DeclaringSyntaxReferences.Any(declaration =>
            declaration
                .GetSyntax()
                .DescendantNodes()
                .Any(node =>
                    node is InvocationExpressionSyntax call && Symbols.NameIn(call.Expression) is { } name && catalog.HasMember(name)
                )
        );

    /// <summary>What the nearest evidence says of a method: its attributes, then the user's catalog, then the built-in one.</summary>
    public CatalogEntry? ApiOf(IMethodSymbol method)
    {
        if (!catalog.HasMember(method.Name) && !declarations.HasAnnotations && !catalog.CoversUnnamedMembers)
        {
            return null;
        }

        return apis.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, describe ??= Describe);
    }

    private CatalogEntry? Describe(IMethodSymbol method)
    {
        var entry = catalog.EntryOf(method);
        if (entry?.StreamingTypes is { } streams && streams.Contains(method.ReturnType.Name))
        {
            entry = entry with { Streaming = true };
        }

        if (!declarations.HasAnnotations)
        {
            return entry;
        }

        // What this project declares of other people's members is nearer than what they say themselves.
        entry = AnnotationsOf(method, entry);
        return declarations.StandInFor(method) is IMethodSymbol standIn ? AnnotationsOf(standIn, entry) : entry;
    }
}

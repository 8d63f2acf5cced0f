using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>The project's own HTTP endpoints: actions of controllers, handlers of pages, functions mapped to a route.</summary>
internal sealed class Endpoints(Functions functions, RemoteCalls remoteCalls, Replays replays, Reachability reachability, Effects effects)
{
    // RFC 9110, 9.2.1: the methods by which a client asks for no change.
    private static readonly HashSet<string> ReadingAttributes = new(StringComparer.Ordinal) { "HttpGetAttribute", "HttpHeadAttribute" };

    /// <summary>
    /// The change that a call in a handler of GET or HEAD makes, itself or through the project's own code: a message for a broker, or a write
    /// that adds its effect each time. Null for HTTP requests (a POST may ask), for commands of stores that keep counters and marks of the
    /// last visit, and for caches that are filled.
    /// </summary>
    public RemoteCall? ChangeBy(IInvocationOperation call, ISymbol member)
    {
        var itself = remoteCalls.OperationOf(call);

        // What a call reaches is read from bodies; whether it stands in such a handler is asked first.
        if ((itself is null && !reachability.MayReach(call)) || !IsReading(call, member))
        {
            return null;
        }

        return
            (
                itself
                ?? (
                    reachability.ReachOf(call, Effect.Leaves)
                    ?? reachability.ReachOf(call, Effect.Accumulates)
                    ?? reachability.ReachOf(call, Effect.FailingWrite)
                )?.Call
            )
                is { } change
            // What is pushed to those who look on changes nothing.
            && change.Api is { IsHttp: false, Acknowledges: false, Library: not "SignalR" }
            && (IsMessage(change) || (!change.Api.Multiplexed && (replays.IsAccumulating(change) || AddsBefore(change))))
            && !effects.FillsCache(change)
            ? change
            : null;
    }

    /// <summary>Does the code that saves a context add something to it? What it only changes may be a counter or a mark of the last
    /// visit.</summary>
    private static bool AddsBefore(RemoteCall save) =>
        save.Api.Writes
        && save.Invocation.Instance is { } context
        && (Operations.FunctionAround(save.Invocation) ?? Values.RootOf(save.Invocation))
            .Descendants()
            .Any(part => part is IInvocationOperation add && Entities.AddsTo(add, context));

    /// <summary>Is it handed to a broker, at once or by way of an outbox?</summary>
    public static bool IsMessage(RemoteCall change) => change.Api.Publishes || change.Api.PublishesWith is not null;

    private bool IsReading(IInvocationOperation call, ISymbol member)
    {
        for (var function = Operations.FunctionAround(call); function is not null; function = Operations.FunctionAround(function))
        {
            if (Operations.HolderOf(function) is IArgumentOperation { Parent: IInvocationOperation taker })
            {
                return IsReadingRoute(taker);
            }

            if (function is ILocalFunctionOperation { Symbol: var local } && IsMapped(local, member))
            {
                return true;
            }
        }

        return member is IMethodSymbol method
            && (
                method
                    .GetAttributes()
                    .Any(static attribute =>
                        attribute.AttributeClass is { ContainingNamespace: { Name: "Mvc", ContainingNamespace.Name: "AspNetCore" } } type
                        && (
                            ReadingAttributes.Contains(type.Name)
                            || (type.Name == "AcceptVerbsAttribute" && AreReading(attribute.ConstructorArguments.SelectMany(TextsIn)))
                        )
                    )
                || (method.Name is "OnGet" or "OnGetAsync" or "OnHead" or "OnHeadAsync" && IsPage(method.ContainingType))
                || IsMapped(method, method)
            );
    }

    private bool IsMapped(IMethodSymbol function, ISymbol member) =>
        functions.ConsumersOf(function, member).Any(static consumer => consumer is IInvocationOperation taker && IsReadingRoute(taker));

    private static bool IsReadingRoute(IInvocationOperation taker) =>
        taker.TargetMethod
            is {
                Name: "MapGet" or "MapMethods",
                ContainingType: { Name: "EndpointRouteBuilderExtensions", ContainingNamespace.ContainingNamespace.Name: "AspNetCore" }
            }
        && (
            taker.TargetMethod.Name == "MapGet"
            || taker.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "httpMethods") is { } methods
                && AreReading(methods.Value.DescendantsAndSelf().Select(static part => part.ConstantValue.Value as string).OfType<string>())
        );

    private static bool AreReading(IEnumerable<string> methods)
    {
        var named = methods.ToList();
        return named.Count > 0
            && named.All(static method =>
                method.Equals("GET", StringComparison.OrdinalIgnoreCase) || method.Equals("HEAD", StringComparison.OrdinalIgnoreCase)
            );
    }

    private static IEnumerable<string> TextsIn(TypedConstant value) =>
        value.Kind == TypedConstantKind.Array ? value.Values.SelectMany(TextsIn) : new[] { value.Value as string ?? "" };

    private static bool IsPage(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "PageModel", ContainingNamespace: { Name: "RazorPages", ContainingNamespace.Name: "Mvc" } })
            {
                return true;
            }
        }

        return false;
    }
}

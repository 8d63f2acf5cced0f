using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>An invocation that leaves the process, and what is known about the operation it invokes.</summary>
internal readonly struct RemoteCall
{
    public RemoteCall(IInvocationOperation invocation, CatalogEntry api)
    {
        Invocation = invocation;
        Api = api;
    }

    public IInvocationOperation Invocation { get; }

    public CatalogEntry Api { get; }

    /// <summary>False where it is known without a closer look that a second execution adds nothing.</summary>
    public bool MayAccumulate =>
        Api.Replay == Replay.Accumulates
        || Api
            is not { HttpRequestParameter: null, SqlParameter: null, SqlMember: null, GeneratedKeyParameter: null, UpdateParameter: null };

    /// <summary>How messages name the call: <c>HttpClient.PostAsync</c>.</summary>
    public string Name
    {
        get
        {
            var method = Invocation.TargetMethod;

            // A reader knows an extension method by what it extends, and a generated client by its own type.
            var type =
                method.IsExtensionMethod && method.Parameters.Length > 0
                    ? (method.ReducedFrom ?? method).Parameters[0].Type
                    : Invocation.Instance?.Type ?? method.ContainingType;
            return type.Name.Length == 0 ? method.Name : type.Name + "." + method.Name;
        }
    }

    /// <summary>What a call is given as its HTTP request: an argument, or the object it is made on.</summary>
    public IOperation? Request =>
        Api.HttpRequestParameter == CatalogEntry.Receiver ? Invocation.Instance : ArgumentFor(Api.HttpRequestParameter)?.Value;

    /// <summary>The argument bound to a parameter, or null where the call passes none of its own.</summary>
    public IArgumentOperation? ArgumentFor(string? parameter)
    {
        foreach (var argument in Invocation.Arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                return argument;
            }
        }

        return null;
    }
}

using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Responses
{
    /// <summary>
    /// The response, or the stream asked of the client, whose body a call reads from the connection and not from memory, itself or through
    /// readers. Null for a body that <c>HttpClient</c> has read before it returned, and for streams of unknown origin.
    /// Source: https://learn.microsoft.com/dotnet/api/system.net.http.httpcompletionoption.
    /// </summary>
    public IOperation? StreamedBodyReadBy(IInvocationOperation call)
    {
        if (!project.Spells(Spelled.StreamedResponse))
        {
            return null;
        }

        if (call.Instance is { } instance && StreamedBodyIn(instance) is { } read)
        {
            return read;
        }

        foreach (var argument in call.Arguments)
        {
            if (StreamedBodyIn(argument.Value) is { } given)
            {
                return given;
            }
        }

        return null;
    }

    private IOperation? StreamedBodyIn(IOperation source)
    {
        if (!IsInSystemIO(source.Type) && !SymbolEqualityComparer.Default.Equals(source.Type, types.HttpContent))
        {
            return null;
        }

        switch (values.ValueOf(source))
        {
            case IPropertyReferenceOperation { Property.Name: "Content", Instance: { } response }:
                return IsStreamed(response) ? response : null;
            case IObjectCreationOperation { Arguments: { Length: > 0 } made } reader when IsInSystemIO(reader.Type):
                return StreamedBodyIn(made[0].Value);
            case var value when InvocationAwaitedBy(value) is { TargetMethod: { Name: var name, ContainingType: var type } } opened:
                return name is "ReadAsStreamAsync" or "ReadAsStream" && opened.Instance is { } content ? StreamedBodyIn(content)
                    : name == "GetStreamAsync" && SymbolEqualityComparer.Default.Equals(type, types.HttpClient) ? source
                    : null;
            default:
                return null;
        }
    }

    private static bool IsInSystemIO(ITypeSymbol? type) =>
        type?.ContainingNamespace is { Name: "IO", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The response of an HTTP client that returned with the headers, whose body nobody reads into memory.</summary>
    private bool IsStreamed(IOperation response) =>
        SymbolEqualityComparer.Default.Equals(response.Type, types.HttpResponseMessage)
        && InvocationAwaitedBy(values.ValueOf(response)) is { } request
        && SymbolEqualityComparer.Default.Equals(request.TargetMethod.ContainingType, types.HttpClient)
        && request.Arguments.Any(argument => argument.Value is IFieldReferenceOperation { Field.Name: "ResponseHeadersRead" })
        && !Values.RootOf(response).Descendants().Any(part => part is IInvocationOperation { TargetMethod.Name: "LoadIntoBufferAsync" });
}

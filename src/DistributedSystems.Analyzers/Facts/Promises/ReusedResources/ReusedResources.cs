using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Something that is used up by the first attempt, or still holds its leavings, and is used again by the next.</summary>
/// <param name="Name">Its name in the code.</param>
/// <param name="Why">Why it does not do for a second attempt.</param>
/// <param name="Retry">What repeats the call.</param>
internal sealed record ReusedResource(string Name, string Why, RetryScope Retry);

/// <summary>Requests, contents and contexts that an earlier attempt has used up.</summary>
internal sealed class ReusedResources(
    Project project,
    WellKnownTypes types,
    Values values,
    Constants constants,
    RemoteCalls remoteCalls,
    Responses responses,
    Retries retries
)
{
    public const string RefusedMessage = "HttpClient throws InvalidOperationException when a request message is sent again";

    private readonly UsedUpStreams usedUpStreams = new(types, remoteCalls);

    // Streams that can be read once; a file or memory is rewound by whoever knows how.
    private static readonly HashSet<string> OnceReadable = new(StringComparer.Ordinal)
    {
        "NetworkStream",
        "SslStream",
        "PipeStream",
        "AnonymousPipeClientStream",
        "NamedPipeClientStream",
        "GZipStream",
        "DeflateStream",
        "BrotliStream",
        "ZLibStream",
        "CryptoStream",
    };

    /// <summary>The request, content, stream or context that every attempt at a call uses again; null where an attempt makes its own, or
    /// that is not known.</summary>
    public ReusedResource? ReusedAcross(IInvocationOperation call)
    {
        var candidate = CandidateOf(call);
        var usesStreams = usedUpStreams.MayUse(call);
        if ((candidate is null && !usesStreams) || !retries.MayBeRepeated(call))
        {
            return null;
        }

        var around = retries.Around(call);
        if (usesStreams && around is not null && ReusedStream(call, around) is { } stream)
        {
            return stream;
        }

        return
            candidate is var (resource, why)
            && (around ?? retries.StrategyAround(call)) is { } retry
            && retry.RepeatedAround(call) is var repeated
            && NameKeptAcross(resource, repeated) is { } name
            && !IsMadeReady(resource, call, repeated)
            ? new ReusedResource(name, why, retry)
            : null;
    }

    private ReusedResource? ReusedStream(IInvocationOperation call, RetryScope retry)
    {
        var repeated = retry.RepeatedAround(call);
        foreach (var (stream, why) in usedUpStreams.UsedBy(call, repeated))
        {
            if (NameKeptAcross(stream, repeated) is { } name && !usedUpStreams.IsRewound(stream, repeated))
            {
                return new ReusedResource(name, why, retry);
            }
        }

        return null;
    }

    /// <summary>What of a call does not do twice, and why.</summary>
    private (IOperation Resource, string Why)? CandidateOf(IInvocationOperation call)
    {
        var isHttp = SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.HttpClient);
        if (isHttp && call.TargetMethod.Name is "SendAsync" or "Send")
        {
            return call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "request") is { } request
                ? (request.Value, RefusedMessage)
                : null;
        }

        if (
            call.TargetMethod.Name is "SaveChanges" or "SaveChangesAsync"
            && call.Instance is { Type: { } type } context
            && types.DbContext is { } contexts
            && Symbols.DerivesFrom(type, contexts)
        )
        {
            return AddsTo(context, call) ? (context, "it still tracks what the failed attempt added, so that this is stored twice") : null;
        }

        if (!isHttp)
        {
            return responses.StreamedBodyReadBy(call) is { } body ? (body, "its connection gives the body of a response once") : null;
        }

        foreach (var argument in call.Arguments)
        {
            if (types.HttpContent is { } contents && Symbols.DerivesFrom(argument.Parameter?.Type, contents))
            {
                return IsReadUp(argument.Value) ? (argument.Value, "the stream in it can be read once")
                    : DisposesContent && !constants.IsNothing(values.ValueOf(argument.Value))
                        ? (argument.Value, "HttpClient of .NET Framework disposes the content when it is sent")
                    : null;
            }
        }

        return null;
    }

    private bool DisposesContent => project.Compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly?.Name == "mscorlib";

    private bool IsReadUp(IOperation content) =>
        values.ValueOf(content) is IObjectCreationOperation { Type.Name: "StreamContent", Arguments: { Length: > 0 } made }
        && (
            OnceReadable.Contains(values.ValueOf(made[0].Value).Type?.Name ?? "")
            || OnceReadable.Contains(Values.Unwrap(made[0].Value).Type?.Name ?? "")
        );

    /// <summary>The name of a variable that is there before the repeated code and keeps its one value.</summary>
    private string? NameKeptAcross(IOperation resource, SyntaxNode repeated)
    {
        switch (Values.Unwrap(resource))
        {
            case ILocalReferenceOperation { Local: var local } reference:
                var writes = values.WritesTo(reference);
                return
                    writes.Complete
                    && writes.Values.All(written =>
                        Values.Unwrap(written) is IObjectCreationOperation
                        || !SymbolEqualityComparer.Default.Equals(local.Type, types.HttpRequestMessage)
                    )
                    && local.DeclaringSyntaxReferences.All(declaration => !repeated.Span.Contains(declaration.Span))
                    && writes.Values.All(written => !repeated.Span.Contains(written.Syntax.Span))
                    ? local.Name
                    : null;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                return
                    parameter.DeclaringSyntaxReferences.All(declaration => !repeated.Span.Contains(declaration.Span))
                    && !Values
                        .RootOf(resource)
                        .Descendants()
                        .Any(part =>
                            part is IAssignmentOperation { Target: IParameterReferenceOperation target }
                            && SymbolEqualityComparer.Default.Equals(target.Parameter, parameter)
                        )
                    ? parameter.Name
                    : null;
            case IFieldReferenceOperation { Field: { IsReadOnly: true } field, Instance: null or IInstanceReferenceOperation }:
                return field.Name;
            default:
                return null;
        }
    }

    /// <summary>New entities are added to a context in the code before the call, in the same function.</summary>
    private bool AddsTo(IOperation context, IInvocationOperation call) => EntitiesAdded(context, call).Any();

    private IEnumerable<IInvocationOperation> EntitiesAdded(IOperation context, IInvocationOperation call)
    {
        foreach (var operation in Values.RootOf(call).Descendants())
        {
            if (
                operation is IInvocationOperation add
                && add.Syntax.SpanStart < call.Syntax.SpanStart
                && Operations.FunctionAround(add)?.Syntax == Operations.FunctionAround(call)?.Syntax
                && Entities.AddsTo(add, context)
                && add.Arguments.Any(argument => values.ValueOf(argument.Value) is IObjectCreationOperation)
            )
            {
                yield return add;
            }
        }
    }

    /// <summary>The repeated code makes it fit for another attempt: a context forgets, or the entities were added before.</summary>
    private bool IsMadeReady(IOperation resource, IInvocationOperation call, SyntaxNode repeated)
    {
        if (call.TargetMethod.Name is not ("SaveChanges" or "SaveChangesAsync"))
        {
            return false;
        }

        return !EntitiesAdded(resource, call)
                .Any(add =>
                    repeated.Span.Contains(add.Syntax.Span)
                    && add.Arguments.Any(argument =>
                        values.ValueOf(argument.Value) is { Syntax: var made } && repeated.Span.Contains(made.Span)
                    )
                )
            || Values
                .RootOf(call)
                .Descendants()
                .Any(part =>
                    repeated.Span.Contains(part.Syntax.Span)
                    && part switch
                    {
                        IPropertyReferenceOperation { Property.Name: "ChangeTracker" } => true,
                        IInvocationOperation { TargetMethod.Name: "Entry" or "Remove" or "RemoveRange" or "Attach" } => true,
                        _ => false,
                    }
                );
    }
}

using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>What messages carry of the trace that their sender takes part in.</summary>
internal sealed class TraceContexts(Project project, Values values)
{
    // https://www.w3.org/TR/trace-context/, https://github.com/openzipkin/b3-propagation, https://www.jaegertracing.io/docs/latest/sdk-migration/
    private static readonly HashSet<string> Carriers = new(StringComparer.OrdinalIgnoreCase)
    {
        "traceparent",
        "b3",
        "x-b3-traceid",
        "uber-trace-id",
        "Request-Id",
        "Diagnostic-Id",
    };

    /// <summary>
    /// Does a call of a project that takes part in traces send a message without the context of its own, by a client that adds none? Only where all of the
    /// message's headers are in sight: it is made here, and given to nobody who might add any.
    /// </summary>
    public bool IsLostBy(RemoteCall call) =>
        call.Api.TraceHeaders is var (parameter, member)
        && project.Spells(Spelled.Tracing)
        && !project.Spells(Spelled.InstrumentedClient)
        && call.Invocation.TargetMethod.Parameters.Any(declared => declared.Name == parameter)
        && (call.ArgumentFor(parameter) is not { } given || HasNoContext(given.Value, member, call.Invocation));

    private bool HasNoContext(IOperation given, string member, IInvocationOperation sending)
    {
        var message = values.ValueOf(given);
        if (message is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } })
        {
            return true;
        }

        if (
            message
                is not (
                    IObjectCreationOperation
                    or IInvocationOperation { Arguments.IsEmpty: true, TargetMethod.Name: "CreateBasicProperties" }
                )
            || (
                Values.Unwrap(given) is ILocalReferenceOperation { Local: var local }
                && !values.UsesOf(local, given).All(use => IsHarmless(use, member, sending))
            )
        )
        {
            return false;
        }

        return message is not IObjectCreationOperation made
            || Operations.Option(made, member) is not { } headers
            || AreKnownWithout(headers);
    }

    /// <summary>A part of the message other than its headers is set or read, or the message is sent.</summary>
    private static bool IsHarmless(IOperation use, string member, IInvocationOperation sending) =>
        sending.Syntax.Span.Contains(use.Syntax.Span)
        || Operations.OutOfConversions(use).Parent is IPropertyReferenceOperation { Property.Name: var name } && name != member;

    /// <summary>Headers that are made here, each under a name in sight.</summary>
    private bool AreKnownWithout(IOperation headers) =>
        headers is IObjectCreationOperation { Arguments.IsEmpty: true } made
        && made.Syntax is BaseObjectCreationExpressionSyntax
        && (
            made.Initializer is not { } initializer
            || initializer.Initializers.All(entry =>
                Operations.KeyOfEntry(entry) is { } key
                && values.ValueOf(key).ConstantValue is { HasValue: true, Value: string name }
                && !Carriers.Contains(name)
            )
        );
}

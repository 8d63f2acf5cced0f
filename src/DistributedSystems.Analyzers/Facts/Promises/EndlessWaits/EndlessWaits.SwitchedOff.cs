using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A value that takes away the limit on how long a remote call may wait.</summary>
/// <param name="Value">The value.</param>
/// <param name="Setting">What it is given to, as messages name it.</param>
/// <param name="IsSure">A call that nothing else bounds is in sight; else it may be bounded where it is made.</param>
/// <param name="Default">What the library would wait.</param>
internal sealed record SwitchedOff(IOperation Value, string Setting, bool IsSure, TimeSpan? Default)
{
    /// <summary>What switches it off, as messages quote it: of a connection string, which may hold a password, no more than that.</summary>
    public string Reason { get; init; } = Value.Syntax.ToString();
}

internal sealed partial class EndlessWaits
{
    /// <summary>The client's or command's limit that an assignment switches off; null where no call is in sight that has no limit of its
    /// own.</summary>
    public SwitchedOff? SwitchedOffBy(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is not IPropertyReferenceOperation { Instance: { } receiver, Property: var property })
        {
            return null;
        }

        if (property is { Name: "ConnectionString", Type.SpecialType: SpecialType.System_String })
        {
            return SwitchedOffByString(
                receiver is IInstanceReferenceOperation ? ClientUses.CreationOf(receiver)?.Type : values.ValueOf(receiver).Type,
                assignment.Value,
                clientUses.UsesOf(receiver)
            );
        }

        // The value is looked at first: few properties are durations, and fewer are set to this.
        var type = property.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable
            ? nullable.TypeArguments[0]
            : property.Type;
        var isCount = type.SpecialType == SpecialType.System_Int32;
        if (!isCount && !SymbolEqualityComparer.Default.Equals(type, types.TimeSpan))
        {
            return null;
        }

        var value = values.ValueOf(assignment.Value);
        if (
            !(isCount ? value.ConstantValue is { HasValue: true, Value: 0 } : constants.IsNever(value))
            || SettingOf(property) is not { } entry
            || (entry.IsHttp && HasHandlerOfItsOwn(receiver))
            || IsSetAgain(receiver, assignment)
        )
        {
            return null;
        }

        // Many switch the client's limit off to give every call its own: only a call in sight that has none shows that this one was needed.
        return clientUses.CallsOn(receiver).Concat(CallsOnRegistered(receiver)).Any(call => !IsBoundedByItself(call))
            ? new SwitchedOff(assignment.Value, property.ContainingType.Name + "." + property.Name, IsSure: !isCount, entry.DefaultDeadline)
            : null;
    }

    /// <summary>Another assignment gives the client a limit, at least sometimes.</summary>
    private bool IsSetAgain(IOperation client, ISimpleAssignmentOperation assignment) =>
        clientUses
            .UsesOf(client)
            .Any(use =>
                use.Parent is IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation other } setting
                && other.Target == setting
                && other.Syntax != assignment.Syntax
                && SymbolEqualityComparer.Default.Equals(setting.Property, ((IPropertyReferenceOperation)assignment.Target).Property)
                && !constants.IsNever(values.ValueOf(other.Value))
            );

    /// <summary>The calls through the client that the function around an assignment sets up at its registration; none where a handler may
    /// limit them.</summary>
    private IEnumerable<RemoteCall> CallsOnRegistered(IOperation client) =>
        client is IParameterReferenceOperation { Parameter: var given }
        && Operations.FunctionAround(client) is IAnonymousFunctionOperation lambda
        && lambda.Symbol.Parameters.Contains(given, SymbolEqualityComparer.Default)
        && Operations.ArgumentHolding(lambda) is { Parent: IInvocationOperation added }
        && registrations.RegistrationOf(added) is { IsForAll: false } registration
        && !registrations.All.Value.Any(other =>
            other.IsForAll
            || other.Name is null
            || (
                Registrations.IsSameClient(other, registration)
                && (
                    registrations.MayHaveHandler(other)
                    || other.Builder.Steps.Any(step => step.Call.TargetMethod.Name == "ConfigureHttpClient")
                )
            )
        )
            ? registrations.CallsThrough(registration)
            : Enumerable.Empty<RemoteCall>();

    /// <summary>The call's own limit that an argument switches off; null for streams, which are meant to last, and where a token is
    /// passed.</summary>
    public SwitchedOff? SwitchedOffBy(RemoteCall call)
    {
        if (
            call.Api is not { DeadlineParameter: { } name, DeadlineMember: null, Streaming: false }
            || call.ArgumentFor(name) is not { } argument
            || deadlines.HasToken(call)
        )
        {
            return null;
        }

        var value = values.ValueOf(argument.Value);
        var isZeroSeconds = name == "commandTimeout" && value.ConstantValue is { HasValue: true, Value: 0 };
        return isZeroSeconds || constants.IsNever(value)
            ? new SwitchedOff(argument.Value, $"{name}' of '{call.Name}", IsSure: !isZeroSeconds, call.Api.DefaultDeadline)
            : null;
    }

    /// <summary>EF Core's timeout for the commands of a context, set to zero, or a limit in the connection string of a data
    /// source.</summary>
    public SwitchedOff? SwitchedOffBy(IInvocationOperation invocation)
    {
        if (SwitchedOffByFactory(invocation) is { } created)
        {
            return created;
        }

        var type = invocation.TargetMethod.ContainingType;
        var setsTimeout = invocation.TargetMethod.Name switch
        {
            "SetCommandTimeout" => SymbolEqualityComparer.Default.Equals(type, types.EfDatabaseExtensions),
            "CommandTimeout" => types.EfOptionsBuilder is { } builder && Symbols.DerivesFrom(type, builder),
            _ => false,
        };
        if (!setsTimeout || invocation.Arguments.IsEmpty)
        {
            return null;
        }

        var argument = invocation.Arguments[invocation.Arguments.Length - 1].Value;
        return values.ValueOf(argument).ConstantValue is { HasValue: true, Value: 0 }
            ? new SwitchedOff(argument, "DbContext." + invocation.TargetMethod.Name, IsSure: false, TimeSpan.FromSeconds(30))
            : null;
    }

    private CatalogEntry? SettingOf(IPropertySymbol property)
    {
        for (var type = property.ContainingType; type is not null; type = type.BaseType)
        {
            if (catalog.TypeEntryOf(type) is { DeadlineSetting: { } setting } entry && setting == property.Name)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>A client whose handler was written for it may limit the calls there.</summary>
    private bool HasHandlerOfItsOwn(IOperation receiver)
    {
        var client = receiver is IInstanceReferenceOperation ? ClientUses.CreationOf(receiver) : values.ValueOf(receiver);
        return client is IObjectCreationOperation creation
            && creation.Arguments.Any(argument =>
                argument.ArgumentKind != ArgumentKind.DefaultValue
                && argument.Value.Type?.SpecialType != SpecialType.System_Boolean
                && values.ValueOf(argument.Value).Type?.ContainingNamespace is not { Name: "Http", ContainingNamespace.Name: "Net" }
            );
    }

    private bool IsBoundedByItself(RemoteCall call) =>
        call.Api.Streaming
        || (call.Api.DeadlineMember is not null && deadlines.DeadlineArgumentOf(call).Answer != Bounded.No)
        || call.Invocation.TargetMethod.Name == "GetStreamAsync"
        || call.Invocation.Arguments.Any(argument => argument.Value is IFieldReferenceOperation { Field.Name: "ResponseHeadersRead" })
        || deadlines.TokenArgumentOf(call).Answer != Bounded.No
        || tokenDeadlines.PipelineTimeoutAround(call).Answer != Bounded.No
        || Deadlines.WaitsElsewhere(call);
}

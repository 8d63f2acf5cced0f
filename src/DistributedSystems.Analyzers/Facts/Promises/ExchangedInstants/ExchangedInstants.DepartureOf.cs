using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>How a value leaves the process, or is kept where another process will find it.</summary>
internal enum DepartureKind
{
    RemoteCall,
    Header,
    SqlParameter,

    /// <summary>A column of a row, or a binary format that knows no offset.</summary>
    Stored,

    File,

    /// <summary>A format that writes the offset of a local time.</summary>
    WrittenWithOffset,

    /// <summary>A member of an object that an asynchronous port of the project takes: a repository, a store, a sender whose
    /// implementation is somewhere else.</summary>
    HandedOn,
    Log,

    /// <summary>A format that stores every time as UTC.</summary>
    WrittenAsUtc,
}

/// <param name="Kind">How it leaves.</param>
/// <param name="Through">The call or member that takes it out, for messages.</param>
internal sealed record Departure(DepartureKind Kind, string Through);

internal sealed partial class ExchangedInstants
{
    // Attributes of a member that say in which format it is written.
    private static readonly Dictionary<string, DepartureKind> WrittenMembers = new(StringComparer.Ordinal)
    {
        ["System.Text.Json.Serialization.JsonPropertyNameAttribute"] = DepartureKind.WrittenWithOffset,
        ["System.Text.Json.Serialization.JsonIncludeAttribute"] = DepartureKind.WrittenWithOffset,
        ["Newtonsoft.Json.JsonPropertyAttribute"] = DepartureKind.WrittenWithOffset,
        ["System.Runtime.Serialization.DataMemberAttribute"] = DepartureKind.WrittenWithOffset,
        ["System.Xml.Serialization.XmlElementAttribute"] = DepartureKind.WrittenWithOffset,
        ["System.Xml.Serialization.XmlAttributeAttribute"] = DepartureKind.WrittenWithOffset,
        ["MongoDB.Bson.Serialization.Attributes.BsonElementAttribute"] = DepartureKind.WrittenAsUtc,
        ["MessagePack.KeyAttribute"] = DepartureKind.WrittenAsUtc,
        ["ProtoBuf.ProtoMemberAttribute"] = DepartureKind.Stored,
        ["System.ComponentModel.DataAnnotations.Schema.ColumnAttribute"] = DepartureKind.Stored,
    };

    private readonly ConcurrentDictionary<ISymbol, DepartureKind?> writtenMembers = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The plainest way in which a value leaves the process; null where none is known. <paramref name="isOnlyUse"/> says that nothing
    /// else uses it, so that it can change without changing anything else.
    /// </summary>
    public Departure? DepartureOf(IOperation value, out FlowEnd end, out bool isOnlyUse)
    {
        Departure? plainest = null;
        (end, isOnlyUse) = (default, true);
        var departures = 0;
        foreach (var reached in valueFlow.EndsThroughMethodsOf(value))
        {
            if (DepartureOf(reached) is { } departure)
            {
                departures++;
                if (plainest is null || departure.Kind < plainest.Kind)
                {
                    (plainest, end) = (departure, reached);
                }
            }
            else
            {
                isOnlyUse &= reached.GoesOn;
            }
        }

        // What is stored in a member is read through it from anywhere.
        isOnlyUse &= departures == 1 && end.Slot is IArgumentOperation { Parent: IInvocationOperation };
        return plainest;
    }

    /// <summary>Does a value that reaches this place leave the process there? Null where that is not known.</summary>
    private Departure? DepartureOf(FlowEnd end) =>
        end.Slot switch
        {
            IArgumentOperation { Parent: IInvocationOperation call } argument => DepartureThrough(call, argument),
            IArgumentOperation { Parent: IObjectCreationOperation creation } argument => DepartureThrough(creation, argument),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } => DepartureThrough(target),
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => Stored(properties[0]),
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => Stored(fields[0]),
            _ => null,
        };

    private Departure? DepartureThrough(IInvocationOperation call, IArgumentOperation argument)
    {
        var method = call.TargetMethod;
        if (remoteCalls.RemoteCallOf(call) is { } remote)
        {
            // A deadline or expiry is not sent as it is, and how it is meant is the library's; a key is DIST4007's.
            var parameter = argument.Parameter?.Name;
            var isPayload =
                parameter is not null
                && parameter != remote.Api.DeadlineParameter
                && parameter != remote.Api.ExpiryParameter
                && parameter != remote.Api.KeyParameter
                && remote.Api.Lock != DistributedSystems.Analyzers.Catalog.LockRole.Extends;
            return !isPayload
                ? null
                : new Departure(
                    remote.Api.StoresUtc ? DepartureKind.WrittenAsUtc
                        : remote.Api.SqlParameter is not null ? DepartureKind.SqlParameter
                        : method.Name.Contains("AsJson") || IsObject(Values.Unwrap(argument.Value).Type) ? DepartureKind.WrittenWithOffset
                        : DepartureKind.RemoteCall,
                    remote.Name
                );
        }

        var name = method.ContainingType.Name + "." + method.Name;
        switch (method.Name)
        {
            case "Create" when method.ContainingType.Name == "JsonContent":
            case "Serialize"
            or "SerializeAsync"
            or "SerializeToUtf8Bytes"
            or "SerializeToElement"
            or "SerializeObject" when method.ContainingType.Name is "JsonSerializer" or "JsonConvert":
                return new Departure(DepartureKind.WrittenWithOffset, name);
            case "Add"
            or "TryAdd"
            or "Set"
            or "TryAddWithoutValidation"
            or "Append" when Operations.ReceiverOf(call) is { } headers && (IsHeaders(headers.Type) || IsHeadersOfMessage(headers)):
                return new Departure(DepartureKind.Header, name);
            case "AddWithValue"
                when types.DbParameterCollection is { } parameters && Symbols.DerivesFrom(method.ContainingType, parameters):
                return new Departure(DepartureKind.SqlParameter, name);
            case "FromDateTime" when method.ContainingType is { Name: "Timestamp", ContainingNamespace.Name: "WellKnownTypes" }:
                return new Departure(DepartureKind.RemoteCall, name);
            case "Write" when IsFileWriter(call.Instance):
            case { } verb
                when (verb.StartsWith("Write", StringComparison.Ordinal) || verb.StartsWith("Append", StringComparison.Ordinal))
                    && SymbolEqualityComparer.Default.Equals(method.ContainingType, types.File):
                return new Departure(DepartureKind.File, name);
            case { } verb
                when verb.StartsWith("Log", StringComparison.Ordinal)
                    && SymbolEqualityComparer.Default.Equals(method.ContainingType, types.LoggerExtensions):
                return new Departure(DepartureKind.Log, "ILogger." + verb);
            default:
                return IsPort(method) && IsObject(Values.Unwrap(argument.Value).Type) ? new Departure(DepartureKind.HandedOn, name) : null;
        }
    }

    private static bool IsPort(IMethodSymbol method) =>
        method.IsAbstract && Symbols.IsTaskLike(method.ReturnType) && !method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty;

    // An object is written by a serializer, and the usual ones write the offset; a value or a text goes as it is.
    private static bool IsObject(ITypeSymbol? type) =>
        type is { IsReferenceType: true, SpecialType: not SpecialType.System_String, TypeKind: not TypeKind.Array };

    private Departure? DepartureThrough(IObjectCreationOperation creation, IArgumentOperation argument)
    {
        if (types.DbParameter is { } parameter && Symbols.DerivesFrom(creation.Type, parameter))
        {
            return argument.Parameter?.Type.SpecialType == SpecialType.System_Object
                ? new Departure(DepartureKind.SqlParameter, creation.Type!.Name)
                : null;
        }

        // The parameters of a record are its properties.
        return
            creation.Type is { IsRecord: true } record
            && record.GetMembers(argument.Parameter?.Name ?? "").OfType<IPropertySymbol>().FirstOrDefault() is { } property
            && WrittenAs(property) is { } kind
            ? new Departure(kind, record.Name + "." + property.Name)
            : null;
    }

    private Departure? DepartureThrough(IMemberReferenceOperation target)
    {
        if (
            target is IPropertyReferenceOperation { Property: { Name: "Value", ContainingType: { } owner } }
            && types.DbParameter is { } parameter
            && Symbols.DerivesFrom(owner, parameter)
        )
        {
            return new Departure(DepartureKind.SqlParameter, owner.Name + ".Value");
        }

        return
            target is IPropertyReferenceOperation { Arguments.Length: 1, Instance: { } headers }
                && (IsHeaders(headers.Type) || IsHeadersOfMessage(headers))
            || IsHeadersOfMessage(target)
            ? new Departure(DepartureKind.Header, target.Member.ContainingType.Name + "." + target.Member.Name)
            : Stored(target.Member) ?? StoredAsRow(target);
    }

    /// <summary>Generic code knows its rows by an interface that the rows of a context fulfil.</summary>
    private Departure? StoredAsRow(IMemberReferenceOperation target) =>
        target is IPropertyReferenceOperation { Instance.Type: ITypeParameterSymbol, Property: { ContainingType: { } contract } property }
        && entities.IsContractOfEntity(contract)
            ? new Departure(DepartureKind.Stored, contract.Name + "." + property.Name)
            : null;

    private Departure? Stored(ISymbol member) =>
        WrittenAs(member) is { } kind ? new Departure(kind, member.ContainingType.Name + "." + member.Name) : null;

    /// <summary>The member of a message that holds its headers.</summary>
    private bool IsHeadersOfMessage(IOperation member) =>
        Values.Unwrap(member) is IPropertyReferenceOperation { Property: { ContainingType: { } type, Name: var name } }
        && catalog.TypeEntryOf(type)?.HeadersMember == name;

    private bool IsHeaders(ITypeSymbol? type) =>
        type is not null
        && (
            (types.HttpHeaders is { } headers && Symbols.DerivesFrom(type, headers))
            || SymbolEqualityComparer.Default.Equals(type, types.HeaderDictionary)
            || (type is INamedTypeSymbol named && catalog.TypeEntryOf(named) is { IsMessageHeaders: true })
        );

    /// <summary>A binary writer onto a file that is opened in sight.</summary>
    private bool IsFileWriter(IOperation? writer) =>
        writer is { Type.Name: "BinaryWriter" }
        && values.ValueOf(writer) is IObjectCreationOperation { Arguments: { Length: > 0 } arguments }
        && values.ValueOf(arguments[0].Value) switch
        {
            IObjectCreationOperation { Type.Name: "FileStream" } => true,
            IInvocationOperation opened => SymbolEqualityComparer.Default.Equals(opened.TargetMethod.ContainingType, types.File),
            _ => false,
        };

    private DepartureKind? WrittenAs(ISymbol member) =>
        member is IPropertySymbol or IFieldSymbol ? writtenMembers.GetOrAdd(member.OriginalDefinition, FormatOf) : null;

    private DepartureKind? FormatOf(ISymbol member)
    {
        DepartureKind? kind = null;
        foreach (var attribute in member.GetAttributes())
        {
            var name = attribute.AttributeClass?.FullName() ?? "";
            if (name.EndsWith("IgnoreAttribute", StringComparison.Ordinal) || name.EndsWith("NotMappedAttribute", StringComparison.Ordinal))
            {
                return null;
            }

            kind ??= WrittenMembers.TryGetValue(name, out var written) ? written : null;
        }

        return kind
            ?? (member is IPropertySymbol { IsStatic: false } && entities.IsEntity(member.ContainingType) ? DepartureKind.Stored : null);
    }
}

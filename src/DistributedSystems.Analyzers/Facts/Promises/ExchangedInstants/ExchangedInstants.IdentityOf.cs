using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class ExchangedInstants
{
    private const string FencingToken = "FencingTokenAttribute";

    private static readonly HashSet<string> IdentityHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "If-Match",
        "If-None-Match",
        "ETag",
        "Idempotency-Key",
    };

    private static readonly Dictionary<string, string> IdentityAttributes = new(StringComparer.Ordinal)
    {
        ["System.ComponentModel.DataAnnotations.KeyAttribute"] = "key",
        ["System.ComponentModel.DataAnnotations.TimestampAttribute"] = "row version",
        ["System.ComponentModel.DataAnnotations.ConcurrencyCheckAttribute"] = "concurrency token",
        ["MongoDB.Bson.Serialization.Attributes.BsonIdAttribute"] = "key",
    };

    /// <summary>
    /// What the declaration of this place says that the value in it is: a key, a version, a fencing token. Null where no contract says
    /// so, whatever the place is called.
    /// </summary>
    public string? IdentityOf(FlowEnd end) =>
        end.Slot switch
        {
            IArgumentOperation { Parent: IInvocationOperation call, Parameter: { } parameter } => IdentityOf(parameter)
                ?? IdentityIn(call, parameter),
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } made }, Parameter: { } parameter } => IdentityOf(parameter)
                ?? (
                    made.Name is "EntityTagHeaderValue" or "ETag" ? "the entity tag"
                    : made.IsRecord ? made.GetMembers(parameter.Name).Select(IdentityOf).FirstOrDefault(identity => identity is not null)
                    : null
                ),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance.Type: { } headers } header }
                when IsHeaders(headers) => IdentityHeader(
                header.Arguments.IsEmpty ? header.Property.Name : header.Arguments[0].Value.ConstantValue.Value as string
            ),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation target } => IdentityOf(target.Member),
            _ => null,
        };

    /// <summary>
    /// What the name of this member or parameter says that a number in it is: a version, an epoch, a sequence number. Weak evidence, and
    /// none where the number is counted on from there, or is a text such as the day of a build.
    /// </summary>
    public string? IdentityByName(FlowEnd end) =>
        end.IsText
            ? null
            : end.Slot switch
            {
                IArgumentOperation { Parameter: { ContainingSymbol: IMethodSymbol } parameter } when OrdersByName(parameter.Name) =>
                    $"'{parameter.Name}'",
                ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } when OrdersByName(member.Name) =>
                    IsCountedOn(member) ? null : $"'{member.ContainingType.Name}.{member.Name}'",
                _ => null,
            };

    private static readonly HashSet<string> OrderingNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "version",
        "revision",
        "epoch",
        "term",
        "sequence",
        "generation",
        "etag",
        "fencingtoken",
    };

    /// <summary>The name is or ends in such a word, also with "number" behind it: <c>RowVersion</c>, <c>sequenceNumber</c>.</summary>
    private static bool OrdersByName(string name)
    {
        name = name.TrimStart('_');
        if (name.EndsWith("Number", StringComparison.Ordinal))
        {
            name = name.Substring(0, name.Length - "Number".Length);
        }

        return OrderingNames.Any(word =>
            name.Equals(word, StringComparison.OrdinalIgnoreCase)
            || (
                name.Length > word.Length
                && name.EndsWith(word, StringComparison.OrdinalIgnoreCase)
                && char.IsUpper(name[name.Length - word.Length])
                && char.IsLower(name[name.Length - word.Length - 1])
            )
        );
    }

    /// <summary>Only its start comes from the clock.</summary>
    private bool IsCountedOn(ISymbol member) =>
        functions
            .UsesInType(member)
            .Any(use =>
                use.Parent is IIncrementOrDecrementOperation or ICompoundAssignmentOperation
                || use.Parent is IArgumentOperation { Parent: IInvocationOperation access }
                    && Atomics.AccessBy(access.TargetMethod) is AtomicAccess.Steps or AtomicAccess.Adds
            );

    private string? IdentityIn(IInvocationOperation call, IParameterSymbol parameter)
    {
        if (remoteCalls.RemoteCallOf(call) is { } remote)
        {
            return parameter.Name == remote.Api.KeyParameter ? $"the idempotency key of '{remote.Name}'"
                : remote.Api.Lock == DistributedSystems.Analyzers.Catalog.LockRole.Acquires
                && call.TargetMethod.Name is "LockTake" or "LockTakeAsync"
                && parameter.Name == "value"
                    ? $"the owner's token of '{remote.Name}'"
                : null;
        }

        return
            call.TargetMethod.Name is "Add" or "TryAddWithoutValidation" or "Append"
            && IsHeaders(call.Instance?.Type ?? (call.Arguments.Length > 0 ? call.Arguments[0].Value.Type : null))
            ? call
                .Arguments.Select(argument => IdentityHeader(argument.Value.ConstantValue.Value as string))
                .FirstOrDefault(header => header is not null)
            : null;
    }

    private static string? IdentityHeader(string? name) =>
        name is not null && IdentityHeaders.Contains(name) ? $"the header '{name}'" : null;

    private string? IdentityOf(ISymbol place)
    {
        // The convention of Entity Framework: "Id", or the name of the type and "Id", is the primary key of a row.
        if (
            place is IPropertySymbol { ContainingType: { } row }
            && (place.Name == "Id" || place.Name == row.Name + "Id")
            && entities.IsEntity(row)
        )
        {
            return $"the key '{row.Name}.{place.Name}'";
        }

        foreach (var attribute in place.GetAttributes())
        {
            if (Annotations.Is(attribute.AttributeClass, FencingToken))
            {
                return $"the fencing token '{place.Name}'";
            }

            // A hybrid clock is made of the wall clock, on purpose and with care.
            if (
                Annotations.Is(attribute.AttributeClass, Annotations.LogicalClock)
                && !attribute.ConstructorArguments.Any(kind => kind.ToCSharpString().EndsWith("Hybrid", StringComparison.Ordinal))
            )
            {
                return $"the logical clock '{place.Name}'";
            }

            if (
                attribute.AttributeClass is { } type
                && type.Name is "KeyAttribute" or "BsonIdAttribute" or "TimestampAttribute" or "ConcurrencyCheckAttribute"
                && IdentityAttributes.TryGetValue(type.ToDisplayString(), out var kind)
            )
            {
                return $"the {kind} '{place.ContainingType?.Name}.{place.Name}'";
            }
        }

        return null;
    }
}

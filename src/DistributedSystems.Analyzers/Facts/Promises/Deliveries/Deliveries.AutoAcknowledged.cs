using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A consumer whose settings let messages count as processed by themselves.</summary>
/// <param name="Place">What a person would change: the value that says so, or what leaves it out.</param>
/// <param name="Setting">The setting to switch off.</param>
/// <param name="IsSaid">It is switched on in so many words, not left as the library has it.</param>
internal sealed record AutoAcknowledgement(IOperation Place, string Setting, bool IsSaid);

internal sealed partial class Deliveries
{
    private const char KeySeparator = '.';

    /// <summary>
    /// The setting by which a consumer's messages count as processed before they are, where it is made of settings in sight. Null where what is
    /// not in sight may switch it off: settings that are read, copied or handed on.
    /// </summary>
    public AutoAcknowledgement? AutoAcknowledgedBy(IObjectCreationOperation made)
    {
        if (made.Type is not INamedTypeSymbol type || catalog.TypeEntryOf(type)?.AutoAckSettings is not { } settings)
        {
            return null;
        }

        return settings[0].IndexOf(KeySeparator) < 0
            ? made.Arguments.IsEmpty && !IsChangedElsewhere(made, settings)
                ? AmongMembers(made, settings)
                : null
            : AmongKeys(made, settings);
    }

    private AutoAcknowledgement? AmongMembers(IObjectCreationOperation made, IReadOnlyList<string> settings)
    {
        foreach (var setting in settings)
        {
            if (Operations.Option(made, setting) is { } value)
            {
                return IsTrue(value) && setting == settings[0] && settings.Skip(1).All(other => Operations.Option(made, other) is null)
                    ? new AutoAcknowledgement(value, setting, IsSaid: true)
                    : null;
            }
        }

        return new AutoAcknowledgement(made, settings[0], IsSaid: false);
    }

    /// <summary>The object is written to, or leaves for code that may write to it.</summary>
    private bool IsChangedElsewhere(IObjectCreationOperation made, IReadOnlyList<string> settings) =>
        Operations.KeptIn(made) switch
        {
            ILocalSymbol local => values.UsesOf(local, made).Any(use => MayChange(use, settings)),
            IFieldSymbol field => functions.UsesInType(field).Any(use => MayChange(use, settings)),
            // What another object holds, anybody may change.
            _ => Operations.OutOfConversions(made).Parent switch
            {
                IArgumentOperation { Parent: IObjectCreationOperation } => false,
                IReturnOperation => project
                    .AssignmentsTo(settings[0])
                    .Any(static assignment => assignment.Left is not IdentifierNameSyntax),
                _ => true,
            },
        };

    private static bool MayChange(IOperation use, IReadOnlyList<string> settings)
    {
        use = Operations.OutOfConversions(use);
        return use.Parent switch
        {
            IPropertyReferenceOperation property => property.Parent is IAssignmentOperation assignment
                && assignment.Target == property
                && settings.Contains(property.Property.Name),
            IArgumentOperation { Parent: IObjectCreationOperation } => false,
            IArgumentOperation or IReturnOperation or IInvocationOperation => true,
            ISimpleAssignmentOperation assignment => assignment.Value == use,
            _ => false,
        };
    }

    private AutoAcknowledgement? AmongKeys(IObjectCreationOperation consumer, IReadOnlyList<string> keys)
    {
        if (
            consumer.Arguments.FirstOrDefault()?.Value is not { } given
            || values.ValueOf(given) is not IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: { } entries } table
            || (Operations.KeptIn(table) is ILocalSymbol local && values.UsesOf(local, table).Any(MayAddTo))
        )
        {
            return null;
        }

        foreach (var entry in entries.Initializers)
        {
            if (EntryIn(entry) is not { Key.ConstantValue: { HasValue: true, Value: string key } } known)
            {
                return null;
            }

            if (keys.Contains(key))
            {
                return key == keys[0] && known.Value.ConstantValue is { HasValue: true, Value: string said } && IsTrueText(said)
                    ? new AutoAcknowledgement(known.Value, key, IsSaid: true)
                    : null;
            }
        }

        return new AutoAcknowledgement(table.Syntax.SyntaxTree == consumer.Syntax.SyntaxTree ? table : consumer, keys[0], IsSaid: false);
    }

    private static bool IsTrueText(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static bool MayAddTo(IOperation use)
    {
        use = Operations.OutOfConversions(use);
        return use.Parent
            is IInvocationOperation
                or IReturnOperation
                or IPropertyReferenceOperation { Property.IsIndexer: true }
                or IArgumentOperation { Parent: IInvocationOperation };
    }

    private static (IOperation Key, IOperation Value)? EntryIn(IOperation initializer) =>
        initializer switch
        {
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: 1 } target } put => (
                target.Arguments[0].Value,
                put.Value
            ),
            IInvocationOperation { Arguments.Length: 2 } add => (add.Arguments[0].Value, add.Arguments[1].Value),
            _ => null,
        };
}

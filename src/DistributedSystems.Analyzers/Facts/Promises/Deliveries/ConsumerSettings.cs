using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A consumer whose settings let messages count as processed by themselves.</summary>
/// <param name="Place">What a person would change: the value that says so, or what leaves it out.</param>
/// <param name="Setting">The setting to switch off.</param>
/// <param name="Way">How it is on, in words.</param>
/// <param name="IsSaid">It is switched on in so many words, not left as the library has it.</param>
internal sealed record AutoAcknowledgement(IOperation Place, string Setting, string Way, bool IsSaid);

/// <summary>The settings that consumers are made with.</summary>
internal sealed class ConsumerSettings(CatalogIndex catalog, SemanticModels models, Project project, Values values, Functions functions)
{
    private const char KeySeparator = '.';
    private const char ValueSeparator = ':';
    private const string On = "is on";
    private const string LeftOn = "is on unless it is switched off";

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

        return settings[0].IndexOf(ValueSeparator) is > 0 and var end
                ? ByValue(made, settings[0].Substring(0, end), settings[0].Substring(end + 1))
            : settings[0].IndexOf(KeySeparator) >= 0 ? AmongKeys(made, settings)
            : made.Arguments.IsEmpty && SetLater(made, settings) is { } later ? AmongMembers(made, settings, later)
            : null;
    }

    private AutoAcknowledgement? AmongMembers(
        IObjectCreationOperation made,
        IReadOnlyList<string> settings,
        IReadOnlyList<IAssignmentOperation> later
    )
    {
        var said = settings
            .Select(setting => (Setting: setting, Value: Operations.Option(made, setting)))
            .Where(static pair => pair.Value is not null)
            .Concat(
                later.Select(static set =>
                    (Setting: ((IPropertyReferenceOperation)set.Target).Property.Name, Value: (IOperation?)set.Value)
                )
            )
            .ToList();
        return said.Count switch
        {
            0 => new AutoAcknowledgement(made, settings[0], LeftOn, IsSaid: false),
            1 when said[0] is { Value: { } value } && said[0].Setting == settings[0] && IsTrue(value) => new AutoAcknowledgement(
                value,
                settings[0],
                On,
                IsSaid: true
            ),
            _ => null,
        };
    }

    /// <summary>
    /// The settings that the same function makes after the object, under no condition. Null where anything else may write to the object.
    /// </summary>
    private IReadOnlyList<IAssignmentOperation>? SetLater(IObjectCreationOperation made, IReadOnlyList<string> settings)
    {
        var set = new List<IAssignmentOperation>();
        if (Operations.KeptIn(made) is not ILocalSymbol local)
        {
            return IsChangedElsewhere(made, settings) ? null : set;
        }

        foreach (var use in values.UsesOf(local, made))
        {
            if (!MayChange(use, settings))
            {
                continue;
            }

            if (
                Operations.OutOfConversions(use).Parent is not IPropertyReferenceOperation { Parent: IAssignmentOperation assignment }
                || assignment.Syntax.SyntaxTree != made.Syntax.SyntaxTree
                || Operations.IsConditional(assignment, Operations.FunctionAround(made) ?? Values.RootOf(made))
            )
            {
                return null;
            }

            set.Add(assignment);
        }

        return set;
    }

    /// <summary>The object is written to, or leaves for code that may write to it.</summary>
    private bool IsChangedElsewhere(IObjectCreationOperation made, IReadOnlyList<string> settings) =>
        Operations.KeptIn(made) is IFieldSymbol field
            ? functions.UsesInType(field).Any(use => MayChange(use, settings))
            // What another object holds, anybody may change.
            : Operations.OutOfConversions(made).Parent switch
            {
                IArgumentOperation { Parent: IObjectCreationOperation } => false,
                IReturnOperation => project
                    .AssignmentsTo(settings[0])
                    .Any(static assignment => assignment.Left is not IdentifierNameSyntax),
                _ => true,
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

    /// <summary>A mode in which what is handed over is gone, where the type around looks at what its messages hold (what is only thrown away is not
    /// lost).</summary>
    private AutoAcknowledgement? ByValue(IObjectCreationOperation made, string setting, string value) =>
        Operations.Option(made, setting) is { } said
        && values.ValueOf(said) is IFieldReferenceOperation { Field.Name: var name }
        && name == value
        && models.PartsAround(made.Syntax).Any(ReadsBody)
            ? new AutoAcknowledgement(said, setting, $"is '{value}'", IsSaid: false)
            : null;

    private static bool ReadsBody(SyntaxNode part) =>
        part.DescendantNodes().Any(static node => node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Body" });

    private AutoAcknowledgement? AmongKeys(IObjectCreationOperation consumer, IReadOnlyList<string> keys)
    {
        if (
            consumer.Arguments.FirstOrDefault()?.Value is not { } given
            || values.ValueOf(given) is not IObjectCreationOperation { Arguments.IsEmpty: true } table
            || !Symbols.IsFrameworkNamespace(table.Type?.ContainingNamespace)
            || EntriesOf(table) is not { } entries
        )
        {
            return null;
        }

        foreach (var (entry, isLater) in entries)
        {
            if (EntryIn(entry) is not { Key.ConstantValue: { HasValue: true, Value: string key } } known)
            {
                return null;
            }

            if (keys.Contains(key))
            {
                return
                    key == keys[0]
                    && known.Value.ConstantValue is { HasValue: true, Value: string said }
                    && IsTrueText(said)
                    && (!isLater || known.Value.Syntax.SyntaxTree == consumer.Syntax.SyntaxTree)
                    ? new AutoAcknowledgement(known.Value, key, On, IsSaid: true)
                    : null;
            }
        }

        return new AutoAcknowledgement(
            table.Syntax.SyntaxTree == consumer.Syntax.SyntaxTree ? table : consumer,
            keys[0],
            LeftOn,
            IsSaid: false
        );
    }

    /// <summary>What a table is made with and given afterwards, under no condition. Null where anything else may add to it.</summary>
    private IReadOnlyList<(IOperation Entry, bool IsLater)>? EntriesOf(IObjectCreationOperation table)
    {
        var entries = (table.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
            .Select(static entry => (Entry: entry, IsLater: false))
            .ToList();
        if (Operations.KeptIn(table) is not ILocalSymbol local)
        {
            return table.Initializer is null ? null : entries;
        }

        foreach (var use in values.UsesOf(local, table).Where(MayAddTo))
        {
            var entry = Operations.OutOfConversions(use).Parent switch
            {
                IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation set } => set,
                IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 2 } add => (IOperation)add,
                _ => null,
            };
            if (entry is null || Operations.IsConditional(entry, Operations.FunctionAround(table) ?? Values.RootOf(table)))
            {
                return null;
            }

            entries.Add((entry, true));
        }

        return entries;
    }

    private bool IsTrue(IOperation flag) => values.ValueOf(flag).ConstantValue is { HasValue: true, Value: true };

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

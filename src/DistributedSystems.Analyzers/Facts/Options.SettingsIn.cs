using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>What functions that configure an options object do to it.</summary>
/// <param name="Assigned">The last value by the path of its property: <c>Retry.MaxRetryAttempts</c>.</param>
/// <param name="Called">Calls on the object or a part of it, by the path of the part.</param>
/// <param name="Complete">Nothing else is done to it, and everything under all conditions.</param>
internal sealed record OptionSettings(ImmutableDictionary<string, IOperation> Assigned, ImmutableArray<(string Part, IInvocationOperation Call)> Called, bool Complete)
{
    public static readonly OptionSettings Untouched = new(ImmutableDictionary<string, IOperation>.Empty, ImmutableArray<(string Part, IInvocationOperation Call)>.Empty, Complete: true);
}

internal sealed partial class CompilationFacts
{
    /// <summary>What a function does to the options object it receives, on top of what was done before; an argument that is no function is of unknown content.</summary>
    public OptionSettings SettingsIn(IOperation configure, OptionSettings before)
    {
        return FunctionGiven(configure) is { Parameters: { IsEmpty: false } parameters } function ? SettingsIn(function, parameters[0], before) : before with { Complete = false };
    }

    private OptionSettings SettingsIn(GivenFunction function, IParameterSymbol options, OptionSettings before)
    {
        var (assigned, called, complete) = before;
        foreach (var operation in function.Body.Descendants())
        {
            if (operation is not IParameterReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Parameter, options))
            {
                continue;
            }

            IOperation part = use;
            var path = "";
            while (part.Parent is IPropertyReferenceOperation property && property.Instance == part)
            {
                path += (path.Length == 0 ? "" : ".") + property.Property.Name;
                part = property;
            }

            complete &= !IsConditional(part, function.Body);
            if (part.Parent is ISimpleAssignmentOperation assignment && assignment.Target == part)
            {
                assigned = assigned.SetItem(path, assignment.Value);
            }
            else if (CallOn(part) is { } call)
            {
                called = called.Add((path, call));
            }
            else if (path.Length == 0 || part.Type?.IsReferenceType == true)
            {
                // Handed on; a number that is read is not.
                complete = false;
            }
        }

        return new OptionSettings(assigned, called, complete);
    }

    /// <summary>The value of a setting: assigned by itself, or in the initializer of the part it belongs to.</summary>
    public IOperation? SettingOf(OptionSettings settings, string part, string name) =>
        settings.Assigned.TryGetValue(part + "." + name, out var value) ? value
        : settings.Assigned.TryGetValue(part, out var whole) && Values.ValueOf(whole) is IObjectCreationOperation creation ? Option(creation, name)
        : null;
}

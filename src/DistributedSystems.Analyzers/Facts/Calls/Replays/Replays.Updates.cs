using System.Text.RegularExpressions;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class Replays
{
    // Operators of an update that build on what is there, and those that come to the same a second time:
    // https://www.mongodb.com/docs/manual/reference/operator/update/
    private static readonly HashSet<string> AddingOperators = new(StringComparer.OrdinalIgnoreCase)
    {
        "Inc",
        "Mul",
        "Push",
        "PushEach",
        "Pop",
        "PopFirst",
        "PopLast",
        "BitwiseXor",
    };

    private static readonly HashSet<string> SettingOperators = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set",
        "SetOnInsert",
        "SetProperty",
        "Unset",
        "AddToSet",
        "AddToSetEach",
        "Max",
        "Min",
        "Pull",
        "PullAll",
        "PullFilter",
        "Rename",
        "BitwiseAnd",
        "BitwiseOr",
        "CurrentDate",
    };

    // An attribute that is made of itself, and ADD on a number or set:
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
    private static readonly Regex AddsToItself = new(
        @"(?<path>[#\w.\[\]]+)\s*=\s*(\k<path>\s*[+-]|if_not_exists\s*\(\s*\k<path>\s*,[^)]*\)\s*[+-]|list_append\s*\([^)]*\k<path>)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    /// <summary>What an update does a second time, by the expression or document that says what it changes.</summary>
    private ReplayAnswer ReplayOfUpdate(RemoteCall call)
    {
        var (parameter, member) = (call.Api.UpdateParameter!, call.Api.UpdateMember);
        if (call.ArgumentFor(parameter) is not { } argument)
        {
            return ReplayAnswer.Unknown;
        }

        if (member is null)
        {
            return ReplayOfOperators(call, values.ValueOf(argument.Value));
        }

        if (
            values.ValueOf(argument.Value) is not IObjectCreationOperation request
            || Operations.Option(request, member) is not { } expression
            || values.ValueOf(expression).ConstantValue is not { HasValue: true, Value: string text }
        )
        {
            return ReplayAnswer.Unknown;
        }

        return call.Api.Conditions is { } conditions && conditions.Any(condition => IsSet(call, condition))
                ? new ReplayAnswer(Replay.Conditional, "a condition is set")
            : AddsToItself.IsMatch(text)
            || text.TrimStart().StartsWith("ADD ", StringComparison.OrdinalIgnoreCase)
            || text.Contains(" ADD ")
                ? new ReplayAnswer(Replay.Accumulates, $"'{text}' adds to what is there")
            : new ReplayAnswer(Replay.Idempotent, $"'{text}' comes to the same a second time");
    }

    private ReplayAnswer ReplayOfOperators(RemoteCall call, IOperation update)
    {
        var operators = new DocumentUpdate(values, expression => TextOf(expression, MostTextParts)).OperatorsOf(update);
        var adding = operators.Where(known => AddingOperators.Contains(known.Name) || BuildsOnItself(known.Step)).ToList();
        if (adding.Count > 0)
        {
            return operators.Any(known => IsCompared(call, known.Step))
                ? new ReplayAnswer(Replay.Conditional, "the filter compares what the update changes")
                : new ReplayAnswer(Replay.Accumulates, $"'{adding[0].Name}' adds to what is there");
        }

        return operators.Count > 0 && operators.All(known => SettingOperators.Contains(known.Name))
            ? new ReplayAnswer(Replay.Idempotent, "the update sets fixed values")
            : ReplayAnswer.Unknown;
    }

    /// <summary>Another argument, the filter, names the member that the step changes.</summary>
    private bool IsCompared(RemoteCall call, IOperation step)
    {
        var changed = ChangedBy(step);
        return changed is not null
            && call.Invocation.Arguments.Any(argument =>
                argument.Parameter?.Name != call.Api.UpdateParameter
                && values
                    .ValueOf(argument.Value)
                    .DescendantsAndSelf()
                    .Any(part => part is IMemberReferenceOperation named && SymbolEqualityComparer.Default.Equals(named.Member, changed))
            );
    }

    // A later step of a chain is an extension of the earlier ones.
    private static ISymbol? ChangedBy(IOperation step) =>
        (step as IInvocationOperation)
            ?.Arguments.Where(argument => argument.Parameter?.Ordinal > 0 || !argument.Parameter!.ContainingSymbol.IsStatic)
            .SelectMany(argument => argument.Value.Descendants())
            .OfType<IMemberReferenceOperation>()
            .FirstOrDefault()
            ?.Member;

    /// <summary>A row's new value is reckoned from its old one: <c>SetProperty(o => o.Count, o => o.Count + 1)</c>.</summary>
    private static bool BuildsOnItself(IOperation step) =>
        step is IInvocationOperation { TargetMethod.Name: "SetProperty" } setter
        && ChangedBy(setter) is { } changed
        && setter
            .Arguments[setter.Arguments.Length - 1]
            .Value.Descendants()
            .OfType<IBinaryOperation>()
            .Where(sum => sum.Type?.SpecialType != SpecialType.System_Boolean)
            .SelectMany(sum => sum.Descendants())
            .Any(part => part is IMemberReferenceOperation old && SymbolEqualityComparer.Default.Equals(old.Member, changed));
}

using System.Collections.Immutable;
using System.Text;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

internal sealed partial class Replays
{
    private const int MostTextParts = 100;
    private const int LongestQuotation = 40;

    /// <summary>What executing the call's SQL a second time does, as far as its text stands in the code.</summary>
    private ReplayAnswer ReplayOfSql(RemoteCall call)
    {
        string? text = null;
        var effect = Replay.Unknown;
        foreach (var written in SqlTextsOf(call))
        {
            var next = TextOf(written, MostTextParts);
            var nextEffect = SqlEffects.Of(next);
            if (text is not null && nextEffect != effect)
            {
                return ReplayAnswer.Unknown;
            }

            (text, effect) = (next, nextEffect);
        }

        return text is null ? ReplayAnswer.Unknown
            : effect == Replay.Accumulates && RecognisesDuplicates(call.Invocation)
                ? new ReplayAnswer(Replay.Conditional, "a duplicate is recognised")
            : new ReplayAnswer(effect, $"its SQL is '{Quote(text)}'");
    }

    /// <summary>The call's SQL, where there is one text that it runs.</summary>
    public string? SqlOf(RemoteCall call) =>
        SqlTextsOf(call).Take(2).ToList() is { Count: 1 } texts ? TextOf(texts[0], MostTextParts) : null;

    /// <summary>Does the call's SQL begin with a row that it adds?</summary>
    public bool AddsRow(RemoteCall call) =>
        call.Api is not { SqlParameter: null, SqlMember: null }
        && SqlTextsOf(call)
            .Any(written => TextOf(written, MostTextParts).TrimStart().StartsWith("INSERT", StringComparison.OrdinalIgnoreCase));

    private static string Quote(string sql)
    {
        var line = string.Join(" ", sql.Replace(SqlTokenizer.Hole, '…').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestQuotation ? line : line.Substring(0, LongestQuotation).TrimEnd() + "…";
    }

    /// <summary>The expressions that give the call its text: one, or one for each way the code chose. None where it comes from
    /// elsewhere.</summary>
    private IEnumerable<IOperation> SqlTextsOf(RemoteCall call)
    {
        if (call.Api.SqlParameter is { } parameter)
        {
            if (
                (
                    call.ArgumentFor(parameter) is { Value: var argument }
                        ? TextOfDefinition(argument) ?? argument
                        : call.Invocation.Arguments.Select(other => TextOfDefinition(other.Value)).FirstOrDefault(text => text is not null)
                ) is
                { } given
            )
            {
                yield return given;
            }

            yield break;
        }

        if (call.Invocation.Instance is not { } command)
        {
            yield break;
        }

        var created = values.ValueOf(command) switch
        {
            IObjectCreationOperation creation => CommandTextGivenTo(creation),
            IInvocationOperation factory => TextArgument(factory.Arguments),
            _ => null,
        };
        var assigned = Values.Unwrap(command) is ILocalReferenceOperation local
            ? AssignmentsTo(local, call.Api.SqlMember!)
            : new List<IOperation>();
        if (assigned is null)
        {
            yield break;
        }

        if (created is not null && assigned.Count == 0)
        {
            yield return created;
        }

        foreach (var text in assigned)
        {
            yield return text;
        }
    }

    /// <summary>What the body assigns to a member of a local; null where the local is given to a method that may do so.</summary>
    private static List<IOperation>? AssignmentsTo(ILocalReferenceOperation local, string member)
    {
        var texts = new List<IOperation>();
        foreach (var operation in Values.RootOf(local).Descendants())
        {
            if (operation is not ILocalReferenceOperation use || !SymbolEqualityComparer.Default.Equals(use.Local, local.Local))
            {
                continue;
            }

            switch (use.Parent)
            {
                case IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation assignment } property
                    when property.Property.Name == member && assignment.Target == property:
                    texts.Add(assignment.Value);
                    break;
                case IPropertyReferenceOperation { Parent: ICompoundAssignmentOperation } property when property.Property.Name == member:
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: false } }:
                case ISimpleAssignmentOperation assignment when assignment.Value == use:
                    return null;
            }
        }

        return texts;
    }

    /// <summary>In place of the text, a definition object that is made of it (Dapper's <c>CommandDefinition</c>).</summary>
    private IOperation? TextOfDefinition(IOperation value) =>
        values.ValueOf(value) is IObjectCreationOperation creation ? CommandTextGivenTo(creation) : null;

    private static IOperation? CommandTextGivenTo(IObjectCreationOperation creation)
    {
        foreach (var initializer in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (
                initializer is ISimpleAssignmentOperation
                {
                    Target: IPropertyReferenceOperation { Property.Name: "CommandText" }
                } assignment
            )
            {
                return assignment.Value;
            }
        }

        return TextArgument(creation.Arguments);
    }

    private static IOperation? TextArgument(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is { Type.SpecialType: SpecialType.System_String, Name: "commandText" or "cmdText" })
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>The text an expression gives, with <see cref="SqlTokenizer.Hole"/> for each part that is known only at run time.</summary>
    private string TextOf(IOperation expression, int budget)
    {
        var text = new StringBuilder();
        Append(expression, text, ref budget);
        return text.ToString();
    }

    private void Append(IOperation expression, StringBuilder text, ref int budget)
    {
        var value = values.ValueOf(expression);
        if (budget-- > 0)
        {
            switch (value)
            {
                case { ConstantValue: { HasValue: true, Value: string constant } }:
                    text.Append(constant);
                    return;
                case IInterpolatedStringOperation interpolated:
                    foreach (var part in interpolated.Parts)
                    {
                        Append(
                            part is IInterpolatedStringTextOperation literal
                                ? literal.Text
                                : ((part as IInterpolationOperation)?.Expression ?? part),
                            text,
                            ref budget
                        );
                    }

                    return;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum:
                    Append(sum.LeftOperand, text, ref budget);
                    Append(sum.RightOperand, text, ref budget);
                    return;
                case IInvocationOperation
                {
                    TargetMethod: { Name: "Format", ContainingType.SpecialType: SpecialType.System_String },
                    Arguments.Length: > 1
                } format when format.Arguments[0].Value.Type?.SpecialType == SpecialType.System_String:
                    Append(format.Arguments[0].Value, text, ref budget);
                    return;
            }
        }

        text.Append(SqlTokenizer.Hole);
    }
}

using System.Text.RegularExpressions;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// The operators of an update of a document: steps of a builder (<c>Builders&lt;T&gt;.Update.Inc(…)</c>), keys of a document that is made in
/// sight, or the text of one. The setters of Entity Framework's <c>ExecuteUpdate</c> are such steps as well.
/// </summary>
internal sealed class DocumentUpdate(Values values, Func<IOperation, string> textOf)
{
    private const string Unknown = "";
    private const int MostParts = 50;

    private static readonly Regex InnermostPart = new(@"(?<!^\s*)[{\[][^{}\[\]]*[}\]]", RegexOptions.CultureInvariant);
    private static readonly Regex Key = new(
        @"[{,]\s*(?<quote>[""']?)\$(?<name>\w+)\k<quote>\s*:",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    private readonly List<(string Name, IOperation Step)> operators = new();
    private int parts;

    /// <summary>Each with where it stands; one without a name where something cannot be read, none where nothing can.</summary>
    public List<(string Name, IOperation Step)> OperatorsOf(IOperation update)
    {
        Read(update);
        return operators;
    }

    private void Read(IOperation update)
    {
        var value = values.ValueOf(update);
        while (value is IConversionOperation { Operand: var converted })
        {
            value = values.ValueOf(converted);
        }

        switch (value)
        {
            case var _ when parts++ > MostParts:
                Add(Unknown, value);
                break;
            case { Type.SpecialType: SpecialType.System_String }:
                ReadText(value);
                break;
            case IInvocationOperation { TargetMethod.Name: "Parse", Arguments.Length: > 0 } parsed:
                ReadText(parsed.Arguments[0].Value);
                break;
            case IInvocationOperation { TargetMethod.Name: "Combine" } combined:
                foreach (var part in combined.Arguments.SelectMany(argument => PartsOf(argument.Value)))
                {
                    Read(part);
                }

                break;
            case IInvocationOperation step:
                Add(step.TargetMethod.Name, step);
                if (Operations.ReceiverOf(step) is { } before && values.ValueOf(before) is IInvocationOperation)
                {
                    Read(before);
                }

                break;
            case IObjectCreationOperation document:
                ReadDocument(document);
                break;
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation setters }:
                ReadSetters(setters);
                break;
            case IAnonymousFunctionOperation setters:
                ReadSetters(setters);
                break;
            default:
                Add(Unknown, value);
                break;
        }
    }

    /// <summary>A function that is handed a builder and calls its steps.</summary>
    private void ReadSetters(IAnonymousFunctionOperation setters)
    {
        foreach (var statement in setters.Body.Operations)
        {
            switch (statement)
            {
                case IExpressionStatementOperation { Operation: var step }:
                    Read(step);
                    break;
                case IReturnOperation { ReturnedValue: { } last }:
                    Read(last);
                    break;
                case not IReturnOperation:
                    Add(Unknown, statement);
                    break;
            }
        }
    }

    private static IEnumerable<IOperation> PartsOf(IOperation argument) =>
        Values.Unwrap(argument) is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues : new[] { argument };

    /// <summary>The keys given to a document: <c>new("$inc", …)</c>, <c>{ { "$inc", … } }</c> or <c>{ ["$inc"] = … }</c>; or the text or
    /// document that a definition wraps.</summary>
    private void ReadDocument(IObjectCreationOperation creation)
    {
        if (creation.Arguments.Length > 0)
        {
            if (NameOf(creation.Arguments[0].Value) is { } only && creation.Arguments.Length > 1)
            {
                Add(only, creation);
            }
            else
            {
                Read(creation.Arguments[0].Value);
            }
        }

        foreach (var part in creation.Initializer?.Initializers ?? Enumerable.Empty<IOperation>())
        {
            Add(Operations.KeyOfEntry(part) is { } key ? NameOf(key) ?? Unknown : Unknown, part);
        }
    }

    private string? NameOf(IOperation key) =>
        values.ValueOf(key).ConstantValue is { HasValue: true, Value: string { Length: > 0 } text } && text[0] == '$'
            ? text.Substring(1)
            : null;

    /// <summary>The keys of the outermost document of a text.</summary>
    private void ReadText(IOperation expression)
    {
        var (text, before) = (textOf(expression), string.Empty);
        while (text != before)
        {
            (before, text) = (text, InnermostPart.Replace(text, string.Empty));
        }

        foreach (Match key in Key.Matches(text))
        {
            Add(key.Groups["name"].Value, expression);
        }
    }

    private void Add(string name, IOperation step) => operators.Add((name, step));
}

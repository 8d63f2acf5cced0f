using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Handlers
{
    // 408 and 504 say that nobody knows.
    private const int RequestTimeout = 408;
    private const int GatewayTimeout = 504;

    private static readonly HashSet<string> RefusingAnswers = new(StringComparer.Ordinal)
    {
        "BadRequest",
        "Conflict",
        "UnprocessableEntity",
        "InternalServerError",
        "NotFound",
        "ValidationProblem",
    };

    /// <summary>How a returned value tells the caller that what the try block does has failed, as messages say it; null where it may say
    /// something else.</summary>
    private string? SaysFailed(IOperation value, ITryOperation attempt)
    {
        value = Values.Unwrap(value);
        if (value.ConstantValue is { HasValue: true, Value: false })
        {
            return "the handler returns false";
        }

        if (
            value
                is IInvocationOperation
                {
                    TargetMethod: { ContainingType: { Name: "ControllerBase" or "Results" or "TypedResults" } type } method
                } answer
            && type.ContainingNamespace.FullName() is "Microsoft.AspNetCore.Mvc" or "Microsoft.AspNetCore.Http"
        )
        {
            var status = answer
                .Arguments.FirstOrDefault(argument =>
                    argument.Parameter?.Name == "statusCode" && argument.ArgumentKind != ArgumentKind.DefaultValue
                )
                ?.Value;
            var isFailure = status is not null
                ? Values.Unwrap(status).ConstantValue is { HasValue: true, Value: int code }
                    && code is >= 400 and < 600 and not RequestTimeout and not GatewayTimeout
                : method.Name == "Problem" || RefusingAnswers.Contains(method.Name);
            return isFailure ? $"the handler answers '{method.Name}'" : null;
        }

        return FalseMemberOf(value, attempt) is { } member ? $"the handler returns '{member}' as false" : null;
    }

    /// <summary>The part of a result that the handler sets to false and the try block, in the same way, to true.</summary>
    private string? FalseMemberOf(IOperation value, ITryOperation attempt)
    {
        if (CreatedBy(value) is not { } failed)
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (
                operation is IReturnOperation { ReturnedValue: { } returned }
                && Operations.FunctionAround(operation)?.Syntax == Operations.FunctionAround(attempt)?.Syntax
                && CreatedBy(returned) is { } succeeded
                && SymbolEqualityComparer.Default.Equals(succeeded.Type, failed.Type)
            )
            {
                foreach (var (part, said) in BooleansIn(failed))
                {
                    if (!said && BooleansIn(succeeded).Any(other => other.Value && SymbolEqualityComparer.Default.Equals(other.Part, part)))
                    {
                        return part.Name;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The object that a value is: made here, or by a method of the project that makes only one.</summary>
    private IObjectCreationOperation? CreatedBy(IOperation value) =>
        Values.Unwrap(value) switch
        {
            IObjectCreationOperation creation => creation,
            IInvocationOperation { IsVirtual: false } call
                when functions.ValuesReturnedBy(call.TargetMethod).Take(2).ToList() is { Count: 1 } made => Values.Unwrap(made[0])
                as IObjectCreationOperation,
            _ => null,
        };

    private static IEnumerable<(ISymbol Part, bool Value)> BooleansIn(IObjectCreationOperation creation)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument is { Parameter: { } parameter, Value.ConstantValue: { HasValue: true, Value: bool given } })
            {
                yield return (parameter, given);
            }
        }

        foreach (var member in creation.Initializer?.Initializers ?? Enumerable.Empty<IOperation>())
        {
            if (
                member is ISimpleAssignmentOperation
                {
                    Target: IMemberReferenceOperation { Member: var set },
                    Value.ConstantValue: { HasValue: true, Value: bool assigned }
                }
            )
            {
                yield return (set, assigned);
            }
        }
    }
}

using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Policies
{
    /// <summary>The options object given to a strategy, if it is created in sight and nothing else touches it.</summary>
    public IObjectCreationOperation? OptionsOf(IInvocationOperation added)
    {
        foreach (var argument in added.Arguments)
        {
            if (argument.Parameter?.Name == "options" && OptionsIn(argument.Value, DeepestOptions) is { } options)
            {
                return options;
            }
        }

        return null;
    }

    /// <summary>The object that an expression creates, or that the one method of the project creates that it calls.</summary>
    private IObjectCreationOperation? OptionsIn(IOperation given, int remaining) =>
        Values.Unwrap(given) is ILocalReferenceOperation local && IsChangedAfterwards(local)
            ? null
            : values.ValueOf(given) switch
            {
                IObjectCreationOperation creation => creation,
                IInvocationOperation { IsVirtual: false } made
                    when remaining > 0 && functions.ValuesReturnedBy(made.TargetMethod).ToList() is { Count: 1 } returned => OptionsIn(
                    returned[0],
                    remaining - 1
                ),
                _ => null,
            };

    private static bool IsChangedAfterwards(ILocalReferenceOperation options)
    {
        foreach (var operation in Values.RootOf(options).Descendants())
        {
            if (
                operation is ILocalReferenceOperation use
                && use.Syntax != options.Syntax
                && SymbolEqualityComparer.Default.Equals(use.Local, options.Local)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Does the predicate let through a failure that leaves open whether the operation was carried out? False also where it cannot
    /// be read.</summary>
    public bool HandlesAmbiguousFailures(IOperation? shouldHandle)
    {
        if (shouldHandle is null)
        {
            // Polly's default predicate: every exception but OperationCanceledException.
            return true;
        }

        var predicate = Converted(shouldHandle);
        switch (predicate)
        {
            case IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda }:
                return Functions.ReturnedBy(lambda) is { } answer && AcceptsAmbiguous(answer);
            case IDelegateCreationOperation { Target: IMethodReferenceOperation { IsVirtual: false } named }:
                return functions.ValuesReturnedBy(named.Method).Any(AcceptsAmbiguous);
        }

        return HandlesAmbiguousFailuresInChain(predicate);
    }

    /// <summary>One clause of a predicate builder: <c>Handle&lt;T&gt;()</c>, <c>Handle&lt;T&gt;(ex => …)</c>, <c>HandleResult(r =>
    /// …)</c>.</summary>
    public bool HandlesAmbiguousFailures(IInvocationOperation clause)
    {
        if (clause.TargetMethod.Name is "HandleTransientHttpError" or "OrTransientHttpError" or "OrTransientHttpStatusCode")
        {
            return true;
        }

        var (hypothesis, held) = clause.TargetMethod.Name is "HandleResult" or "OrResult"
            ? (Hypothesis.AmbiguousResponse, Held.Result)
            : (Hypothesis.AmbiguousException, Held.Exception);
        if (
            hypothesis == Hypothesis.AmbiguousException
            && (
                clause.TargetMethod.TypeArguments.Length != 1
                || !RemoteFailures.MayCatch(clause.TargetMethod.TypeArguments[0], thrown: null)
            )
        )
        {
            return false;
        }

        if (clause.Arguments.IsEmpty || (clause.TargetMethod.IsExtensionMethod && clause.Arguments.Length == 1))
        {
            return clause.TargetMethod.Name is "Handle" or "Or" or "HandleInner" or "OrInner";
        }

        return functions.FunctionGiven(clause.Arguments[0].Value) is { Parameters: { Length: 1 } parameters, Body: var body }
            && Functions.StatementsIn(body) is { } statements
            && new Outcomes(functions, clause.Syntax, new Witness(hypothesis)).OfFunction(statements, parameters[0], held).ToBeTrue
                == Chance.Yes;
    }

    private const int DeepestOptions = 3;

    private bool AcceptsAmbiguous(IOperation accepted)
    {
        accepted = Values.Unwrap(accepted);
        switch (accepted)
        {
            case { ConstantValue: { HasValue: true, Value: bool constant } }:
                return constant;
            case IInvocationOperation { TargetMethod: { Name: "True", ContainingType.Name: "PredicateResult" } }:
                return true;
            case IInvocationOperation { TargetMethod: { Name: "FromResult", IsStatic: true }, Arguments.Length: 1 } wrapped:
                return AcceptsAmbiguous(wrapped.Arguments[0].Value);
            case IObjectCreationOperation { Type.Name: "ValueTask", Arguments.Length: 1 } wrapped:
                return AcceptsAmbiguous(wrapped.Arguments[0].Value);
            case IIsTypeOperation type:
                return RemoteFailures.MayCatch(type.TypeOperand, thrown: null);
            case IIsPatternOperation pattern:
                return MatchesAmbiguous(pattern.Pattern);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } or:
                return AcceptsAmbiguous(or.LeftOperand) || AcceptsAmbiguous(or.RightOperand);
            case ISwitchExpressionOperation choice:
                foreach (var arm in choice.Arms)
                {
                    if (arm.Guard is null && AcceptsAmbiguous(arm.Value) && MatchesAmbiguous(arm.Pattern))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    /// <summary>A pattern that a failure of unknown outcome matches by its type alone.</summary>
    private bool MatchesAmbiguous(IPatternOperation pattern) =>
        pattern switch
        {
            ITypePatternOperation type => RemoteFailures.MayCatch(type.MatchedType, thrown: null),
            IDeclarationPatternOperation { MatchedType: { } type } => RemoteFailures.MayCatch(type, thrown: null),
            INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } =>
                true,
            IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or => MatchesAmbiguous(or.LeftPattern)
                || MatchesAmbiguous(or.RightPattern),
            IRecursivePatternOperation { PropertySubpatterns.Length: 1, DeconstructionSubpatterns.IsEmpty: true } recursive =>
                MatchesAmbiguous(recursive.PropertySubpatterns[0].Pattern),
            IRecursivePatternOperation
            {
                PropertySubpatterns.IsEmpty: true,
                DeconstructionSubpatterns.IsEmpty: true,
                MatchedType: { } type
            } => RemoteFailures.MayCatch(type, thrown: null),
            _ => false,
        };
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>Follows a condition into a method of the project that is asked about the outcome: <c>when (IsTransient(failure))</c>.</summary>
internal sealed partial class Outcomes
{
    private const int DeepestPredicate = 3;

    // Every condition may double the ways through a method.
    private const int MostSteps = 300;
    private const int MostArms = 100;

    /// <summary>What the parameters of the predicates that are being read stand for.</summary>
    private ImmutableDictionary<IParameterSymbol, IOperation> given = ImmutableDictionary<IParameterSymbol, IOperation>.Empty.WithComparers(
        SymbolEqualityComparer.Default
    );
    private int depth;
    private int steps;

    /// <summary>What a function answers that is given the outcome.</summary>
    public Truth OfFunction(ImmutableArray<IOperation> statements, IParameterSymbol parameter, Held outcome)
    {
        steps = MostSteps;
        return Run(statements, ImmutableDictionary<object, Held>.Empty.Add(parameter, outcome)) ?? Truth.Opaque;
    }

    /// <summary>What a predicate of the project answers; null where it is not asked about the outcome, or its body is out of
    /// sight.</summary>
    private Truth? OfPredicate(IInvocationOperation predicate, ImmutableDictionary<object, Held> variables)
    {
        if (
            predicate.IsVirtual
            || depth == DeepestPredicate
            || !predicate.Arguments.Any(argument => MentionsOutcome(argument.Value, variables))
            || functions.StatementsOf(predicate.TargetMethod) is not { } statements
        )
        {
            return null;
        }

        // It asks itself, mostly about the inner exception: what that is cannot be read, and its argument is made of its own parameter.
        if (
            predicate.TargetMethod.OriginalDefinition.Parameters.Any(given.ContainsKey)
            || predicate.Arguments.Any(argument =>
                argument
                    .Value.DescendantsAndSelf()
                    .Any(part =>
                        part is IParameterReferenceOperation own
                        && SymbolEqualityComparer.Default.Equals(
                            own.Parameter.ContainingSymbol.OriginalDefinition,
                            predicate.TargetMethod.OriginalDefinition
                        )
                    )
            )
        )
        {
            return Truth.Opaque;
        }

        var outer = given;
        foreach (var argument in predicate.Arguments)
        {
            if (argument.Parameter?.OriginalDefinition is { } parameter)
            {
                given = given.SetItem(parameter, argument.Value);
                variables = HeldBy(argument.Value, variables) is { } held
                    ? variables.SetItem(parameter, held)
                    : variables.Remove(parameter);
            }
        }

        steps = depth++ == 0 ? MostSteps : steps;
        var answer = Run(statements, variables);
        depth--;
        given = outer;
        return answer ?? Truth.Opaque;
    }

    /// <summary>What the statements return; null where they end without, or do what is not understood.</summary>
    private Truth? Run(ImmutableArray<IOperation> statements, ImmutableDictionary<object, Held> variables)
    {
        for (var i = 0; i < statements.Length && steps > 0; i++)
        {
            steps--;
            switch (statements[i])
            {
                case IReturnOperation { ReturnedValue: { } value }:
                    return Evaluate(value, variables);
                case IBlockOperation block:
                    return Run(Rest(i).InsertRange(0, block.Operations), variables);
                case IConditionalOperation choice:
                    var rest = Rest(i);
                    return Evaluate(choice.Condition, variables)
                        .Choose(
                            Run(rest.Insert(0, choice.WhenTrue), variables) ?? Truth.Opaque,
                            Run(choice.WhenFalse is null ? rest : rest.Insert(0, choice.WhenFalse), variables) ?? Truth.Opaque
                        );
                case ISwitchOperation choice:
                    return Section(choice, 0, Rest(i), variables);
                case IExpressionStatementOperation { Operation: IInvocationOperation or IAwaitOperation }:
                    break;
                default:
                    return null;
            }
        }

        return null;

        ImmutableArray<IOperation> Rest(int done) => statements.RemoveRange(0, done + 1);
    }

    private Truth Section(ISwitchOperation choice, int index, ImmutableArray<IOperation> rest, ImmutableDictionary<object, Held> variables)
    {
        if (index == MostArms)
        {
            return Truth.Opaque;
        }

        if (index == choice.Cases.Length)
        {
            return Run(rest, variables) ?? Truth.Opaque;
        }

        // A default takes what all others leave, wherever it stands.
        var section = choice.Cases[index];
        var matches = section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation)
            ? index == choice.Cases.Length - 1
                ? Truth.True
                : Truth.Opaque
            : section
                .Clauses.Select(clause =>
                    clause switch
                    {
                        IPatternCaseClauseOperation pattern => Matches(pattern.Pattern, choice.Value, variables)
                            & (pattern.Guard is null ? Truth.True : Evaluate(pattern.Guard, variables)),
                        ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true } constant } => OverSamples(
                            choice.Value,
                            constant.Value,
                            variables,
                            sample => OutcomeCodes.Holds(sample, BinaryOperatorKind.Equals, constant.Value)
                        ),
                        _ => Truth.Opaque,
                    }
                )
                .Aggregate((left, right) => left | right);
        return matches.Choose(Run(section.Body, variables) ?? Truth.Opaque, Section(choice, index + 1, rest, variables));
    }

    private Truth Arm(ISwitchExpressionOperation choice, int index, ImmutableDictionary<object, Held> variables)
    {
        if (index == choice.Arms.Length || index == MostArms)
        {
            return Truth.Opaque;
        }

        var arm = choice.Arms[index];
        var matches = Matches(arm.Pattern, choice.Value, variables) & (arm.Guard is null ? Truth.True : Evaluate(arm.Guard, variables));
        return matches.Choose(Evaluate(arm.Value, variables), Arm(choice, index + 1, variables));
    }
}

using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Failures of earlier attempts that outlive the success of the last one.</summary>
internal sealed class StaleFailures(FailurePaths failurePaths)
{
    /// <summary>
    /// The local in which a retry keeps the exception of a failed attempt, and which is thrown or returned although an attempt has succeeded since.
    /// Null where success ends the function before, or forgets what was kept.
    /// </summary>
    public ILocalSymbol? KeptBeyondSuccess(RepeatedCall repeated)
    {
        if (repeated is not { EndsWithSuccess: true, Loop: { } loop })
        {
            return null;
        }

        foreach (var kept in FailuresKeptAround(repeated.Call, loop))
        {
            var surfaces = false;
            foreach (
                var _ in failurePaths.AfterEach(
                    repeated.Call,
                    loop: null,
                    new Witness(Hypothesis.Success),
                    step => IsForgotten(step, kept) || (surfaces |= Surfaces(step, kept)),
                    assumed: condition => IsKept(condition, kept)
                )
            )
            {
                if (surfaces)
                {
                    return kept;
                }
            }
        }

        return null;
    }

    /// <summary>The locals from outside a loop that handlers around the call give the exception they have caught.</summary>
    private static IEnumerable<ILocalSymbol> FailuresKeptAround(IOperation call, SyntaxNode loop)
    {
        for (
            IOperation inner = call;
            inner.Parent is { } around and not (IAnonymousFunctionOperation or ILocalFunctionOperation) && around.Syntax != loop;
            inner = around
        )
        {
            if (around is not ITryOperation attempt || attempt.Body != inner)
            {
                continue;
            }

            foreach (var clause in attempt.Catches)
            {
                foreach (var part in clause.Handler.Descendants())
                {
                    if (
                        part is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var kept }, Value: var value }
                        && Values.Unwrap(value) is ILocalReferenceOperation { Local: var caught }
                        && clause.Locals.Contains(caught)
                        && kept.DeclaringSyntaxReferences.All(declaration => !loop.Span.Contains(declaration.Span))
                        && !IsResetIn(loop, kept, clause)
                    )
                    {
                        yield return kept;
                    }
                }
            }
        }
    }

    /// <summary>Something in the loop gives the local another value than a caught exception: each attempt may begin with none.</summary>
    private static bool IsResetIn(SyntaxNode loop, ILocalSymbol kept, IOperation anywhereInBody) =>
        Values
            .RootOf(anywhereInBody)
            .Descendants()
            .Any(part =>
                part is ISimpleAssignmentOperation { Target: var target, Value: var value }
                && loop.Span.Contains(part.Syntax.Span)
                && IsReference(target, kept)
                && IsNull(value)
            );

    private static bool IsForgotten(IOperation step, ILocalSymbol kept) =>
        step.DescendantsAndSelf().Any(part => part is ISimpleAssignmentOperation { Target: var target } && IsReference(target, kept));

    /// <summary>It is thrown or returned as it is, or in an exception made around it.</summary>
    private static bool Surfaces(IOperation step, ILocalSymbol kept) =>
        step.Syntax.Parent is ThrowStatementSyntax or ThrowExpressionSyntax or ReturnStatementSyntax
        && (
            IsReference(step, kept)
            || step.DescendantsAndSelf()
                .Any(part =>
                    part switch
                    {
                        IObjectCreationOperation made => made.Arguments.Any(argument => IsReference(argument.Value, kept)),
                        // What makes or marks the exception that is thrown.
                        IInvocationOperation { Type: { } made } call => RemoteFailures.IsException(made)
                            && call.Arguments.Any(argument => IsReference(argument.Value, kept)),
                        _ => false,
                    }
                )
        );

    /// <summary>An earlier attempt has failed: what tests whether one has finds that it has.</summary>
    private static Truth IsKept(IOperation condition, ILocalSymbol kept) =>
        condition switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } test when IsNullTest(test, kept) => Truth.True,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } test when IsNullTest(test, kept) => Truth.False,
            IIsNullOperation { Operand: var tested } when IsReference(tested, kept) => Truth.False,
            IIsPatternOperation { Value: var tested, Pattern: INegatedPatternOperation or IRecursivePatternOperation }
                when IsReference(tested, kept) => Truth.True,
            IIsPatternOperation { Value: var tested, Pattern: IConstantPatternOperation } when IsReference(tested, kept) => Truth.False,
            _ => Truth.Both,
        };

    private static bool IsNullTest(IBinaryOperation test, ILocalSymbol kept) =>
        (IsReference(test.LeftOperand, kept) && IsNull(test.RightOperand))
        || (IsReference(test.RightOperand, kept) && IsNull(test.LeftOperand));

    private static bool IsNull(IOperation value) => Values.Unwrap(value).ConstantValue is { HasValue: true, Value: null };

    private static bool IsReference(IOperation value, ILocalSymbol kept) =>
        Values.Unwrap(value) is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, kept);
}

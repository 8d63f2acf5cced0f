using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Try, and in the catch the same call once more.</summary>
internal sealed class SecondAttempts(FlowGraphs flowGraphs, FailurePaths failurePaths, Attempts attempts)
{
    /// <summary>The catch in which a call is made once more.</summary>
    public RetryScope? Around(IInvocationOperation repeated)
    {
        for (
            var ancestor = repeated.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (ancestor is ICatchClauseOperation clause && FirstOf(clause, repeated) is not null)
            {
                return new RetryScope("the catch around it", " once more", ancestor.Syntax) { Attempts = 2 };
            }
        }

        return null;
    }

    /// <summary>The call that a catch makes once more, and where it does.</summary>
    public (IInvocationOperation First, IInvocationOperation Again)? In(ICatchClauseOperation clause)
    {
        if (clause.Parent is ITryOperation attempt)
        {
            foreach (var operation in clause.Handler.Descendants())
            {
                if (
                    operation is IInvocationOperation again
                    && Names(attempt.Body.Syntax, again.TargetMethod.Name)
                    && FirstOf(clause, again) is { } first
                )
                {
                    return (first, again);
                }
            }
        }

        return null;
    }

    /// <summary>Does the code spell this name at all? Most calls in a catch are of another method than those in its try.</summary>
    public static bool Names(SyntaxNode code, string name)
    {
        foreach (var node in code.DescendantNodes())
        {
            if (node is SimpleNameSyntax spelled && spelled.Identifier.ValueText == name)
            {
                return true;
            }
        }

        return false;
    }

    private IInvocationOperation? FirstOf(ICatchClauseOperation clause, IInvocationOperation again)
    {
        if (clause.Parent is not ITryOperation attempt)
        {
            return null;
        }

        foreach (var operation in attempt.Body.Descendants())
        {
            if (
                operation is IInvocationOperation first
                && attempts.AreSame(first, again)
                // One of several outcomes that are told in the try is told in the catch as well: no attempt at it was the point of the try.
                && !Operations.IsConditional(first, attempt)
                && flowGraphs.Around(again) is { } graph
                && failurePaths.After(graph, first, again.Syntax, attempt.Syntax, Hypothesis.AmbiguousException).Repeats
            )
            {
                return first;
            }
        }

        return null;
    }
}

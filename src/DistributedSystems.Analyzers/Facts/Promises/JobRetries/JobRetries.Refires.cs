using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class JobRetries
{
    /// <summary>A Quartz job that asks to be fired again at once when the call fails: https://www.quartz-scheduler.net/documentation/quartz-3.x/tutorial/more-about-jobs.html</summary>
    private RetryScope? RefireOf(IInvocationOperation call) =>
        IsInQuartzJob(call)
        && !LooksBefore(call)
        && failurePaths
            .AfterFailure(call, loop: null, operation => operation.DescendantsAndSelf().Any(AsksToRefire))
            .Any(path => path.Stops)
            ? new RetryScope(
                $"the immediate refire of '{Symbols.NameOf(Operations.EnclosingMethodOf(call)!)}'",
                "",
                Values.RootOf(call).Syntax
            )
            {
                IsJob = true,
            }
            : null;

    /// <summary>
    /// The call whose failure makes a Quartz job ask, here, to be fired again at once, with no look at how often it was; null for anything else, and
    /// where something on the way may wait.
    /// </summary>
    public IInvocationOperation? FailureRefiredAt(IOperation asked)
    {
        if (
            !AsksToRefire(asked)
            || Operations.EnclosingMethodOf(asked) is not { Name: "Execute" }
            || Values.RootOf(asked).Descendants().Any(part => part is IPropertyReferenceOperation { Property.Name: "RefireCount" })
        )
        {
            return null;
        }

        foreach (var operation in Values.RootOf(asked).Descendants())
        {
            if (operation is IInvocationOperation call && IsInQuartzJob(call) && reachability.RemoteNameOf(call) is not null)
            {
                var isReached = false;
                foreach (var _ in failurePaths.WaysOf(call, loop: null, FailureKinds.Passing, Reaches))
                {
                    if (isReached)
                    {
                        return call;
                    }
                }

                bool Reaches(IOperation step)
                {
                    isReached |= step.DescendantsAndSelf().Any(part => part.Syntax == asked.Syntax);
                    return isReached || steps.MayWait(step);
                }
            }
        }

        return null;
    }

    private static bool AsksToRefire(IOperation operation) =>
        operation switch
        {
            IObjectCreationOperation { Type: { Name: "JobExecutionException", ContainingNamespace.Name: "Quartz" } } creation =>
                creation.Arguments.Any(argument =>
                    argument.Parameter?.Name == "refireImmediately" && argument.Value.ConstantValue.Value is true
                ),
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation
                {
                    Property: { Name: "RefireImmediately", ContainingType.ContainingNamespace.Name: "Quartz" }
                }
            } assignment => assignment.Value.ConstantValue.Value is true,
            _ => false,
        };
}

using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>Locks, semaphores and other mutexes around an operation.</summary>
internal sealed partial class CriticalSections(
    SemanticModels models,
    WellKnownTypes types,
    Values values,
    Functions functions,
    Constants constants,
    Origins origins,
    Runners runners
)
{
    /// <summary>Is something done once for everybody: a member says afterwards that it was, and is looked at to leave it out? The mark is
    /// a flag that turns true, an object made for it, or a value that nothing else is ever put there beside. So does what is looked at before
    /// the lock and again under it, and is no caller's own.</summary>
    public bool IsDoneOnce(IInvocationOperation call)
    {
        var body = Operations.FunctionAround(call) ?? Values.RootOf(call);
        return IsLookedAtTwice(call)
            || body.Descendants()
                .Any(operation =>
                    operation is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var done } target } mark
                    && mark.Syntax.SpanStart > call.Syntax.Span.End
                    && IsMark(Values.Unwrap(mark.Value), target)
                    && Effects.IsLookedAt(done, body, mark)
                );
    }

    private bool IsLookedAtTwice(IInvocationOperation call)
    {
        var looked = new List<IOperation>();
        foreach (var guard in Guards.Of(call))
        {
            if (
                looked.Any(other => SameExpression.Are(other, guard.Condition))
                && origins.Find(guard.Condition, static part => part is IParameterReferenceOperation) is null
            )
            {
                return true;
            }

            looked.Add(guard.Condition);
        }

        return false;
    }

    private bool IsMark(IOperation value, IMemberReferenceOperation target) =>
        value is { ConstantValue: { HasValue: true, Value: true } }
        // What is made of an argument is of the caller at hand, not of everybody.
        || (value is IObjectCreationOperation && !value.Descendants().Any(part => part is IParameterReferenceOperation))
        || (
            value is { ConstantValue: { HasValue: true, Value: { } mark } }
            && values.WritesTo(target) is { Complete: true } writes
            && writes.Values.All(written =>
                written.Parent is IFieldInitializerOperation
                || (written.ConstantValue.HasValue && Equals(written.ConstantValue.Value, mark))
            )
        );
}

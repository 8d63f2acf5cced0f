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
    Runners runners
)
{
    /// <summary>Is something done once for everybody: a member says afterwards that it was, and is looked at to leave it out?</summary>
    public static bool IsDoneOnce(IInvocationOperation call)
    {
        var body = Operations.FunctionAround(call) ?? Values.RootOf(call);
        return body.Descendants()
            .Any(operation =>
                operation
                    is ISimpleAssignmentOperation
                    {
                        Target: IMemberReferenceOperation { Member: var done },
                        Value.ConstantValue: { HasValue: true, Value: true }
                    } mark
                && mark.Syntax.SpanStart > call.Syntax.Span.End
                && Effects.IsLookedAt(done, body, mark)
            );
    }
}

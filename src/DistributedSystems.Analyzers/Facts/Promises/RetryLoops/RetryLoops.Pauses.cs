using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class RetryLoops
{
    /// <summary>The delays on the ways by which a failure comes back to its call. One behind success spreads nothing.</summary>
    public IReadOnlyCollection<IInvocationOperation> DelaysOnTheWayBack(RepeatedCall repeated) =>
        CallsOnTheWayBack(repeated).Where(call => Waits.DelayIn(call) is not null).ToList();

    /// <summary>Is there a pause between the attempts?</summary>
    public bool IsPaused(RepeatedCall repeated) => DelaysOnTheWayBack(repeated).Count > 0;

    /// <summary>
    /// The pause that a call makes between the attempts of a retry and that no token ends: a delay that is given none, or a method of the project
    /// that has no place for one and delays. Null for any other call.
    /// </summary>
    public RepeatedCall? PausedBy(IInvocationOperation call, ISymbol containing)
    {
        if (MentionsToken(call) || !(IsDelay(call) || DelaysWithoutToken(call)))
        {
            return null;
        }

        for (
            var ancestor = call.Parent;
            ancestor is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            ancestor = ancestor.Parent
        )
        {
            if (ancestor is ILoopOperation or ICatchClauseOperation)
            {
                // Whatever it is that is tried again, whoever cancels waits the pause out.
                var tried = repeatedCalls.At(ancestor, containing);
                foreach (var repeated in ancestor is ILoopOperation loop ? tried.Concat(repeatedCalls.UnknownBy(loop)) : tried)
                {
                    if (repeated.IsRetried && CallsOnTheWayBack(repeated).Any(step => step.Syntax == call.Syntax))
                    {
                        return repeated;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Could a call be such a pause, by a look that follows nothing?</summary>
    public bool MayPause(IInvocationOperation call) =>
        IsDelay(call) || (steps.IsOwn(call) && (Operations.IsInLoop(call) || Operations.IsInHandler(call)));

    private static bool IsDelay(IInvocationOperation call) =>
        call.TargetMethod.Name is "Delay" or "Sleep" && Waits.DelayIn(call) is not null;

    private bool DelaysWithoutToken(IInvocationOperation call) =>
        steps.OwnBodyOf(call) is { } body
        && !call.TargetMethod.Parameters.Any(parameter => types.IsToken(parameter.Type))
        && body.Descendants().OfType<IInvocationOperation>().Any(inner => IsDelay(inner) && !MentionsToken(inner));

    private List<IInvocationOperation> CallsOnTheWayBack(RepeatedCall repeated)
    {
        var passed = new HashSet<SyntaxNode>();
        foreach (var (_, path) in WaysBack(repeated, Note))
        {
            if (path.MayRepeat)
            {
                return Values
                    .RootOf(repeated.Call)
                    .Descendants()
                    .OfType<IInvocationOperation>()
                    .Where(call => passed.Contains(call.Syntax))
                    .ToList();
            }
        }

        return new List<IInvocationOperation>();

        bool Note(IOperation operation)
        {
            foreach (var part in operation.DescendantsAndSelf())
            {
                if (part is IInvocationOperation)
                {
                    passed.Add(part.Syntax);
                }
            }

            return false;
        }
    }
}

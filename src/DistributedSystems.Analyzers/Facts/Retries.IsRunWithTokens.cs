using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>Is a cancellation token that somebody can cancel used anywhere in this code?</summary>
    public bool MentionsToken(IOperation code)
    {
        foreach (var part in code.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation && IsToken(part.Type) && !IsNothing(Values.ValueOf(part)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Does every known run of a policy pass a token, which ends it? No where none is known.</summary>
    public bool IsRunWithTokens(RetryPolicy policy)
    {
        var any = false;
        foreach (var run in RunsOf(policy))
        {
            any = true;
            if (!run.Arguments.Any(argument => IsToken(argument.Parameter?.Type) && argument.ArgumentKind != ArgumentKind.DefaultValue && !IsNothing(Values.ValueOf(argument.Value))))
            {
                return false;
            }
        }

        return any;
    }
}

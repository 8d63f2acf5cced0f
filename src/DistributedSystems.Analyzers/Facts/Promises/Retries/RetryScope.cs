using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Code that may run a call again for the same operation.</summary>
/// <param name="Description">How messages name it: <c>the retry loop around it</c>.</param>
/// <param name="Times">How often it repeats, with a blank before it: <c> up to 3 times</c>; empty where that is not known.</param>
/// <param name="Place">The loop keyword's statement, the catch clause, or the call that adds the retry strategy.</param>
internal sealed record RetryScope(string Description, string Times, SyntaxNode Place)
{
    /// <summary>The policy, where it is one.</summary>
    public RetryPolicy? Policy { get; init; }

    /// <summary>A scheduler runs the whole again, later and by its own rules.</summary>
    public bool IsJob { get; init; }

    /// <summary>How often the operation runs at most, the first time included; null where that is not known.</summary>
    public int? Attempts { get; init; }

    /// <summary>The code that the retry runs on every attempt at a call: a policy repeats the function it is given, a loop or a catch its
    /// own code.</summary>
    public SyntaxNode RepeatedAround(IInvocationOperation call) =>
        Place.Span.Contains(call.Syntax.Span) ? Place : (Operations.FunctionAround(call) ?? Values.RootOf(call)).Syntax;
}

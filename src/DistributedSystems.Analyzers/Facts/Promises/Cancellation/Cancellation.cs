using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Cancellation that is not passed on: tokens dropped, calls abandoned, and clean-up that drops them on purpose.</summary>
internal sealed partial class Cancellation(
    Project project,
    WellKnownTypes types,
    Values values,
    Constants constants,
    Functions functions,
    RemoteCalls remoteCalls,
    Responses responses,
    Deadlines deadlines,
    Tokens tokens
)
{
    private readonly CleanUp cleanUp = new(types);
    private CallersTokens? callers;

    private CallersTokens CallersTokens => callers ??= new(types, values, functions, tokens, cleanUp);

    /// <summary>Does an operation run because work has ended, so that the token of that work may be cancelled already?</summary>
    public bool IsCleanUp(IOperation operation) => cleanUp.Is(operation);
}

using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Tokens of callers that a call on their behalf does not get.</summary>
internal sealed class CallersTokens(WellKnownTypes types, Values values, Functions functions, Tokens tokens, CleanUp cleanUp)
{
    /// <summary>
    /// The token that every caller of a private step was given and does not hand on, since the step has no place for it. Null where the
    /// step runs as a delegate, where some caller has no token, does not wait for it, or calls it to clean up.
    /// </summary>
    public TokenInScope? TokenOfCallers(IInvocationOperation invocation)
    {
        if (
            Operations.FunctionAround(invocation) is not null
            || Operations.MethodOf(Values.RootOf(invocation))
                is not { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Private, ContainingType: { } type } step
            || step.Parameters.Any(parameter => types.IsToken(parameter.Type))
            || functions.ConsumersOf(step.OriginalDefinition, step).Any()
        )
        {
            return null;
        }

        TokenInScope? first = null;
        foreach (var call in functions.CallsInType(step.OriginalDefinition, type))
        {
            if (
                Cancellation.IsLetGo(call)
                || cleanUp.Is(call)
                || tokens.TokensInScope(call).FirstOrDefault() is not { IsSure: true, Symbol: IParameterSymbol given } token
                || !types.IsToken(given.Type)
                || given.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } caller
            )
            {
                return null;
            }

            first ??= token with { Expression = $"{token.Expression}' of '{Symbols.NameOf(caller)}" };
        }

        return first;
    }

    /// <summary>
    /// A call is given the token of a source that its object keeps, and the method does nothing at all with the token that it was given
    /// itself: whoever gives up waits all the same.
    /// </summary>
    public DroppedToken? ReplacedByOwn(IInvocationOperation invocation, IArgumentOperation argument)
    {
        if (
            values.ValueOf(argument.Value)
                is not IPropertyReferenceOperation
                {
                    Property.Name: "Token",
                    Instance: IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field.Type: { } source }
                }
            || !SymbolEqualityComparer.Default.Equals(source, types.CancellationTokenSource)
            || Operations.FunctionAround(invocation) is not null
            || Cancellation.IsLetGo(invocation)
            || cleanUp.Is(invocation)
            || Operations.MethodOf(Values.RootOf(invocation)) is not { } method
            || method.Parameters.Count(parameter => types.IsToken(parameter.Type)) != 1
            || method.Parameters.First(parameter => types.IsToken(parameter.Type)) is not { } given
            || Values
                .RootOf(invocation)
                .Descendants()
                .Any(part => part is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, given))
            || tokens.TokensInScope(invocation).FirstOrDefault(token => SymbolEqualityComparer.Default.Equals(token.Symbol, given))
                is not { } unused
        )
        {
            return null;
        }

        return new DroppedToken(
            unused,
            argument.Value,
            argument.Value.Syntax.ToString(),
            IsExplicit: false,
            invocation.TargetMethod,
            IsOnly: false
        )
        {
            IsWeak = true,
        };
    }
}

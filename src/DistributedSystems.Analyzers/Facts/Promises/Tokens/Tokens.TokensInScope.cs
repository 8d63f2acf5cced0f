using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A cancellation token that code at some place can name.</summary>
/// <param name="Expression">How it is spelled there: <c>token</c>, <c>timeout.Token</c>, <c>context.RequestAborted</c>.</param>
/// <param name="Symbol">The parameter or local behind it.</param>
/// <param name="Bound">Does it carry a deadline?</param>
/// <param name="Linked">What else it is cancelled with.</param>
/// <param name="IsSure">It is meant for the work at that place; else for a part of it that may lie before.</param>
internal sealed record TokenInScope(string Expression, ISymbol Symbol, Bound Bound, ImmutableArray<ISymbol> Linked, bool IsSure);

internal sealed partial class Tokens
{
    /// <summary>
    /// The tokens that an operation's own function was given or made, nearest first: local sources with a timeout or linked to
    /// another token, then parameters that are tokens or objects with one. Those of the function around it count where the inner one runs
    /// as a part of the outer.
    /// </summary>
    public IEnumerable<TokenInScope> TokensInScope(IOperation place)
    {
        for (IOperation? scope = place; scope is not null; scope = scope.Parent)
        {
            switch (scope)
            {
                case IBlockOperation block:
                    foreach (var local in block.Locals)
                    {
                        if (LocalToken(local, place) is { } token)
                        {
                            yield return token;
                        }
                    }

                    break;
                case IUsingOperation resources:
                    foreach (var local in resources.Locals)
                    {
                        if (LocalToken(local, place) is { } token)
                        {
                            yield return token;
                        }
                    }

                    break;
                case IAnonymousFunctionOperation lambda:
                    foreach (
                        var token in ParameterTokens(
                            lambda.Symbol,
                            runners.RunnerOf(lambda) is { } runner && tokenDeadlines.TimeoutOf(runner).Answer == Bounded.Yes
                                ? Bound.Yes("the pipeline around it has a timeout")
                                : Bound.Unknown
                        )
                    )
                    {
                        yield return token;
                    }

                    // A delegate may run at any time; only what a pipeline runs, or is started for each item and waited for, is a part of
                    // the work around it.
                    if (lambda.Symbol.IsStatic || (runners.RunnerOf(lambda) is null && !IsRunForEachItem(lambda)))
                    {
                        yield break;
                    }

                    break;
                case ILocalFunctionOperation function:
                    foreach (var token in ParameterTokens(function.Symbol, Bound.Unknown))
                    {
                        yield return token;
                    }

                    if (function.Symbol.IsStatic || !IsOnlyWaitedFor(function))
                    {
                        yield break;
                    }

                    break;
            }

            if (scope.Parent is null && Operations.MethodOf(scope) is { } method)
            {
                foreach (var token in ParameterTokens(method, Bound.Unknown))
                {
                    yield return token;
                }
            }
        }
    }

    /// <summary><c>Task.WhenAll(items.Select(…))</c>.</summary>
    private bool IsRunForEachItem(IAnonymousFunctionOperation lambda) =>
        Operations.ArgumentHolding(lambda)?.Parent
            is IInvocationOperation
            {
                TargetMethod: { Name: "Select", ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } }
            } each
        && Fanouts.WhenAllOf(each) is { } all
        && (runners.IsWaitedFor(all) || Operations.IsReturned(all));

    private bool IsOnlyWaitedFor(ILocalFunctionOperation function)
    {
        foreach (var operation in Values.RootOf(function).Descendants())
        {
            if (
                (
                    operation is IMethodReferenceOperation reference
                    && SymbolEqualityComparer.Default.Equals(reference.Method.OriginalDefinition, function.Symbol)
                )
                || (
                    operation is IInvocationOperation call
                    && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, function.Symbol)
                    && (
                        !(runners.IsWaitedFor(call) || Operations.IsReturned(call))
                        || Operations.FunctionAround(call) is IAnonymousFunctionOperation
                    )
                )
            )
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<TokenInScope> ParameterTokens(IMethodSymbol method, Bound bound)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None || parameter.Name.Length == 0 || parameter.IsDiscard || parameter.Name == "_")
            {
                continue;
            }

            if (types.IsToken(parameter.Type))
            {
                yield return new TokenInScope(parameter.Name, parameter, bound, ImmutableArray<ISymbol>.Empty, IsSure: true);
            }
            else if (TokenMemberOf(parameter.Type) is { } member)
            {
                var carries = SymbolEqualityComparer.Default.Equals(member.ContainingType, types.ServerCallContext)
                    ? Bound.Yes("the server call's token carries its deadline")
                    : Bound.Unknown;
                yield return new TokenInScope(
                    parameter.Name + "." + member.Name,
                    parameter,
                    carries,
                    ImmutableArray<ISymbol>.Empty,
                    IsSure: IsCallersContext(member)
                );
            }
        }
    }

    /// <summary>The one token that an object carries as a property: a request, a message or job context.</summary>
    private IPropertySymbol? TokenMemberOf(ITypeSymbol type)
    {
        if (
            type
                is not INamedTypeSymbol
                {
                    IsValueType: false,
                    SpecialType: SpecialType.None,
                    TypeKind: TypeKind.Class or TypeKind.Interface
                }
            || type.NullableAnnotation == NullableAnnotation.Annotated
            || Symbols.DerivesFrom(type, types.CancellationTokenSource!)
        )
        {
            return null;
        }

        IPropertySymbol? found = null;
        foreach (var declaring in MembersOwners(type))
        {
            foreach (var member in declaring.GetMembers())
            {
                if (
                    member
                        is IPropertySymbol
                        {
                            IsStatic: false,
                            DeclaredAccessibility: Accessibility.Public,
                            GetMethod.DeclaredAccessibility: Accessibility.Public,
                            IsIndexer: false
                        } property
                    && types.IsToken(property.Type)
                    && property.Name != found?.Name
                )
                {
                    if (found is not null)
                    {
                        return null;
                    }

                    found = property;
                }
            }
        }

        return found;
    }

    private static IEnumerable<ITypeSymbol> MembersOwners(ITypeSymbol type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            yield return ancestor;
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var contract in type.AllInterfaces)
            {
                yield return contract;
            }
        }
    }

    /// <summary>The token of one call, message or job that the code serves, or of a type of this project; another library's object may live
    /// longer.</summary>
    private bool IsCallersContext(IPropertySymbol member) =>
        models.Declare(member)
        || SymbolEqualityComparer.Default.Equals(member.ContainingType, types.ServerCallContext)
        || member.ContainingType.FullName()
            is "Microsoft.AspNetCore.Http.HttpContext"
                or "MassTransit.PipeContext"
                or "NServiceBus.ICancellableContext"
                or "Quartz.IJobExecutionContext";

    /// <summary>A local of type token, or a local source that has a timeout or is linked to others; null for any other source, which
    /// cancels something of its own, and for one that is applied to nothing.</summary>
    private TokenInScope? LocalToken(ILocalSymbol local, IOperation place)
    {
        var isSource = SymbolEqualityComparer.Default.Equals(local.Type, types.CancellationTokenSource);
        if (
            (!isSource && !types.IsToken(local.Type))
            || values.WritesTo(local, place) is not { Complete: true, Values.Length: 1 } writes
            || writes.Values[0].Syntax.Span.End > place.Syntax.SpanStart
        )
        {
            return null;
        }

        var value = values.ValueOf(writes.Values[0]);
        var source =
            isSource ? value
            : value is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } of }
            && SymbolEqualityComparer.Default.Equals(of.Type, types.CancellationTokenSource)
                ? values.ValueOf(of)
            : null;
        var linked =
            source is null ? Linked(value)
            : source is IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link
                ? link.Descendants().SelectMany(part => Linked(part)).ToImmutableArray()
            : ImmutableArray<ISymbol>.Empty;
        var bound =
            source is null ? tokenDeadlines.BoundOfToken(value)
            : MakesDeadline(source) || (isSource && IsCancelledAfter(local, place)) ? Bound.Yes("its source has a timeout")
            : Bound.Unknown;
        if ((linked.IsEmpty && bound.Answer != Bounded.Yes) || (isSource && !appliedDeadlines.IsApplied(local, place)))
        {
            return null;
        }

        return new TokenInScope(isSource ? local.Name + ".Token" : local.Name, local, bound, linked, IsSure: IsUsedAfter(local, place));
    }

    public static ImmutableArray<ISymbol> Linked(IOperation token) =>
        token is IParameterReferenceOperation { Parameter: var parameter } ? ImmutableArray.Create<ISymbol>(parameter)
        : token is ILocalReferenceOperation { Local: var local } ? ImmutableArray.Create<ISymbol>(local)
        : ImmutableArray<ISymbol>.Empty;

    /// <summary>Does this creation of a source give it a timeout of its own or a linked one's?</summary>
    public bool MakesDeadline(IOperation source) =>
        source switch
        {
            IObjectCreationOperation { Arguments.IsEmpty: false } creation => !constants.IsEndless(
                values.ValueOf(creation.Arguments[0].Value)
            ),
            IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } linked => tokenDeadlines.BoundOfLinked(linked).Answer
                == Bounded.Yes,
            IInvocationOperation { TargetMethod.Name: "CreateCancellationTokenSource" } => true,
            _ => false,
        };

    private bool IsCancelledAfter(ILocalSymbol source, IOperation place)
    {
        foreach (var use in values.UsesOf(source, place))
        {
            if (
                use.Parent is IInvocationOperation { TargetMethod.Name: "CancelAfter", Arguments.Length: 1 } call
                && call.Syntax.SpanStart < place.Syntax.SpanStart
                && !constants.IsEndless(values.ValueOf(call.Arguments[0].Value))
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Is its token passed on after this place? Then the place lies within what it is meant for.</summary>
    private bool IsUsedAfter(ILocalSymbol local, IOperation place)
    {
        foreach (var use in values.UsesOf(local, place))
        {
            var value = use.Parent is IPropertyReferenceOperation { Property.Name: "Token" } token ? (IOperation)token : use;
            if (use.Syntax.SpanStart > place.Syntax.Span.End && value.Parent is IArgumentOperation)
            {
                return true;
            }
        }

        return false;
    }
}

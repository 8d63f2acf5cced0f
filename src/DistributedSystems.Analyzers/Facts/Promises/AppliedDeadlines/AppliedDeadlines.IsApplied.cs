using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class AppliedDeadlines
{
    private const int MostLinks = 4;

    /// <summary>
    /// Could the token of a source kept in a local or private field end anything? Not where the source is only made, given a timeout,
    /// cancelled and
    /// disposed, or linked into another such source.
    /// </summary>
    public bool IsApplied(ISymbol source, IOperation place) => IsApplied(source, place, hops: 0);

    private bool IsApplied(ISymbol source, IOperation place, int hops)
    {
        if (source is not ILocalSymbol && source is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private })
        {
            return true;
        }

        var uses = source is ILocalSymbol local ? values.UsesOf(local, place) : (IEnumerable<IOperation>)functions.UsesInType(source);
        foreach (var use in uses)
        {
            var isOnlyKept = use.Parent switch
            {
                IInvocationOperation call when call.Instance == use => call.TargetMethod.Name
                    is "CancelAfter"
                        or "Cancel"
                        or "CancelAsync"
                        or "Dispose"
                        or "TryReset",
                IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.Name: "Cancel" or "Dispose" } } => true,
                IUsingOperation => true,
                ISimpleAssignmentOperation assignment when assignment.Target == use => true,
                IPropertyReferenceOperation { Property.Name: "Token" } token => hops < MostLinks
                    && LinkedInto(token) is { } linked
                    && !IsApplied(linked, token, hops + 1),
                _ => false,
            };
            if (!isOnlyKept)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The local source that a token is linked into.</summary>
    private static ILocalSymbol? LinkedInto(IOperation token)
    {
        // The last parameter may be an array, or a span, whose collection has no name in older compilers.
        var value = token;
        while (
            value.Parent
                is IArrayInitializerOperation
                    or IArrayCreationOperation
                    or IConversionOperation
                    or { IsImplicit: true, Parent: IArgumentOperation }
        )
        {
            value = value.Parent;
        }

        return value.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link }
            ? Operations.KeptIn(link) as ILocalSymbol
            : null;
    }

    /// <summary>
    /// A task that leaves the scope of the source whose token it was given: the source is disposed while the work still runs, and its
    /// timeout with it. Null where the function waits for it.
    /// </summary>
    public IInvocationOperation? WorkOutliving(ILocalSymbol source, IOperation place)
    {
        if (!IsDisposedAtEnd(source, place))
        {
            return null;
        }

        foreach (var use in values.UsesOf(source, place))
        {
            if (
                use.Parent
                    is IPropertyReferenceOperation
                    {
                        Property.Name: "Token",
                        Parent: IArgumentOperation { Parent: IInvocationOperation call }
                    }
                && Symbols.IsTaskLike(call.Type)
                && Operations.IsReturned(call)
                && Operations.FunctionAround(call)?.Syntax == Operations.FunctionAround(place)?.Syntax
                && !IsAsynchronous(call)
            )
            {
                return call;
            }
        }

        return null;
    }

    private static bool IsDisposedAtEnd(ILocalSymbol source, IOperation place)
    {
        for (var ancestor = place.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            if (
                ancestor is IUsingDeclarationOperation
                || (ancestor is IUsingOperation statement && statement.Locals.Contains(source, SymbolEqualityComparer.Default))
            )
            {
                return true;
            }
        }

        return false;
    }

    public static bool IsAsynchronous(IOperation operation) =>
        Operations.FunctionAround(operation) switch
        {
            IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
            ILocalFunctionOperation function => function.Symbol.IsAsync,
            _ => Operations.MethodOf(Values.RootOf(operation)) is not { IsAsync: false },
        };
}

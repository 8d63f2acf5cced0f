using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private const int MostLinks = 4;

    /// <summary>
    /// Could the token of a source kept in a local or private field end anything? Not where the source is only made, given a timeout, cancelled and
    /// disposed, or linked into another such source.
    /// </summary>
    public bool IsApplied(ISymbol source, IOperation place) => IsApplied(source, place, hops: 0);

    private bool IsApplied(ISymbol source, IOperation place, int hops)
    {
        if (source is not ILocalSymbol && source is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private })
        {
            return true;
        }

        var uses = source is ILocalSymbol local ? UsesOf(local, place) : (IEnumerable<IOperation>)UsesInType(source);
        foreach (var use in uses)
        {
            var isOnlyKept = use.Parent switch
            {
                IInvocationOperation call when call.Instance == use => call.TargetMethod.Name is "CancelAfter" or "Cancel" or "CancelAsync" or "Dispose" or "TryReset",
                IConditionalAccessOperation { WhenNotNull: IInvocationOperation { TargetMethod.Name: "Cancel" or "Dispose" } } => true,
                IUsingOperation => true,
                ISimpleAssignmentOperation assignment when assignment.Target == use => true,
                IPropertyReferenceOperation { Property.Name: "Token" } token => hops < MostLinks && LinkedInto(token) is { } linked && !IsApplied(linked, token, hops + 1),
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
        while (value.Parent is IArrayInitializerOperation or IArrayCreationOperation or IConversionOperation or { IsImplicit: true, Parent: IArgumentOperation })
        {
            value = value.Parent;
        }

        return value.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" } link } ? KeptIn(link) as ILocalSymbol : null;
    }

    /// <summary>The local or field that an object is put into when it is made.</summary>
    public static ISymbol? KeptIn(IOperation made)
    {
        while (made.Parent is IConversionOperation)
        {
            made = made.Parent;
        }

        return made.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => fields[0],
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when assignment.Value == made => local,
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: var field } } assignment when assignment.Value == made => field,
            _ => null,
        };
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

        foreach (var use in UsesOf(source, place))
        {
            if (use.Parent is IPropertyReferenceOperation { Property.Name: "Token", Parent: IArgumentOperation { Parent: IInvocationOperation call } }
                && IsTaskLike(call.Type) && IsReturned(call) && FunctionAround(call)?.Syntax == FunctionAround(place)?.Syntax && !IsAsynchronous(call))
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
            if (ancestor is IUsingDeclarationOperation || (ancestor is IUsingOperation statement && statement.Locals.Contains(source, SymbolEqualityComparer.Default)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAsynchronous(IOperation operation) => FunctionAround(operation) switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol.IsAsync,
        ILocalFunctionOperation function => function.Symbol.IsAsync,
        _ => MethodOf(Values.RootOf(operation)) is not { IsAsync: false },
    };
}

using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Clients
{
    private const int DeepestStep = 3;

    /// <summary>Does an initializer or constructor of an object that is made for each request, run or resolution keep the new client in
    /// that object?</summary>
    private bool IsKeptPerRequest(IOperation creation, ISymbol member)
    {
        if (member.ContainingType is not { } type || Operations.FunctionAround(creation) is not null)
        {
            return false;
        }

        var value = Operations.OutOfConversions(creation);
        var isKept = value.Parent switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: 1 } fields } => !fields[0].IsStatic,
            IPropertyInitializerOperation { InitializedProperties: { Length: 1 } properties } => !properties[0].IsStatic,
            ISimpleAssignmentOperation
            {
                Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member.IsStatic: false }
            } => member is IMethodSymbol { MethodKind: MethodKind.Constructor },
            _ => false,
        };
        return isKept && !Operations.IsConditional(creation, Values.RootOf(creation)) && IsMadePerRequest(type);
    }

    /// <summary>Controllers, page models, hubs, scheduled jobs, and types that are registered as transient or scoped and not as singletons.</summary>
    private bool IsMadePerRequest(INamedTypeSymbol type) =>
        DerivesFromRequestType(type)
        || (types.QuartzJob is { } job && type.AllInterfaces.Contains(job, SymbolEqualityComparer.Default))
        || (IsRegistered(type, "AddTransient", "AddScoped") && !IsRegistered(type, "AddSingleton", "AddHostedService"));

    private static bool DerivesFromRequestType(INamedTypeSymbol declared)
    {
        for (var type = declared.BaseType; type is not null; type = type.BaseType)
        {
            if (
                type
                is { Name: "ControllerBase" or "Hub" or "PageModel", ContainingNamespace.ContainingNamespace.Name: "AspNetCore" }
                    or { Name: "PageModel", ContainingNamespace.Name: "RazorPages" }
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Is a type registered by its name, without a factory that may make it in another way?</summary>
    private bool IsRegistered(INamedTypeSymbol type, params string[] names) =>
        names
            .SelectMany(name => callSites.Of(name))
            .Any(site =>
                models.Of(site.SyntaxTree).GetOperation(site) is IInvocationOperation { TargetMethod: var method } added
                && Symbols.RootOf(method.ContainingNamespace) == "Microsoft"
                && (
                    method.TypeArguments.LastOrDefault() is { } argument
                        ? SymbolEqualityComparer.Default.Equals(argument.OriginalDefinition, type.OriginalDefinition)
                            && !added.Arguments.Any(given => given.Parameter?.Type.TypeKind == TypeKind.Delegate)
                        : added.Arguments.LastOrDefault()?.Value is ITypeOfOperation { TypeOperand: var operand }
                            && SymbolEqualityComparer.Default.Equals(operand.OriginalDefinition, type.OriginalDefinition)
                )
            );

    /// <summary>A member that may run many times and calls a private step of its type, itself or through other such steps; so does what a
    /// host starts once, in a loop.</summary>
    private IMethodSymbol? CallerRunningOften(IMethodSymbol step, int remaining)
    {
        if (remaining == 0 || step.DeclaredAccessibility != Accessibility.Private || step.MethodKind != MethodKind.Ordinary)
        {
            return null;
        }

        foreach (var call in functions.CallsInType(step.OriginalDefinition, step.ContainingType))
        {
            if (
                Operations.FunctionAround(call) is null
                && Operations.MethodOf(Values.RootOf(call)) is { MethodKind: MethodKind.Ordinary } caller
                && !project.IsEntryPoint(caller)
                && (!IsStartedByHost(caller) || Operations.IsInLoop(call))
                && !SymbolEqualityComparer.Default.Equals(caller, step)
            )
            {
                var often = IsStepOfItsType(caller) ? CallerRunningOften(caller, remaining - 1) : caller;
                if (often is not null)
                {
                    return often;
                }
            }
        }

        return null;
    }

    /// <summary>What a dictionary is given for a key that may be there already: made for every call and mostly thrown away.</summary>
    private static bool IsValueForMissingKey(IOperation value) =>
        Operations.OutOfConversions(value).Parent
            is IArgumentOperation
            {
                Parameter: { Name: "value" or "addValue", Type.TypeKind: not TypeKind.Delegate },
                Parent: IInvocationOperation
                {
                    TargetMethod: { Name: "GetOrAdd" or "AddOrUpdate", ContainingType.Name: "ConcurrentDictionary" }
                }
            };

    /// <summary>What a method of the project makes anew and returns, where that is all it ever returns.</summary>
    private CatalogEntry? OwnerMadeByStep(IInvocationOperation call)
    {
        CatalogEntry? made = null;
        foreach (var returned in functions.ValuesReturnedBy(call.TargetMethod))
        {
            if (
                values.ValueOf(returned) is not IObjectCreationOperation creation
                || ConnectionOwnerMadeBy(creation) is not { } entry
                || TakesSharedConnections(creation)
            )
            {
                return null;
            }

            made = entry;
        }

        return made;
    }

    /// <summary>Behind it stands a loop without an end that asks again and again: the client lives as long as it listens.</summary>
    private bool IsHeldByListener(IOperation creation) =>
        (Operations.FunctionAround(creation) ?? Values.RootOf(creation))
            .Descendants()
            .Any(part =>
                part is IWhileLoopOperation { ConditionIsTop: true, Condition: { } condition } loop
                && loop.Syntax.SpanStart > creation.Syntax.Span.End
                && Operations.FunctionAround(loop) == Operations.FunctionAround(creation)
                && (condition.ConstantValue is { HasValue: true, Value: true } || AsksForCancellation(condition))
                && loop.Body.Descendants().Any(call => call is IInvocationOperation asked && remoteCalls.RemoteCallOf(asked) is not null)
            );

    private static bool AsksForCancellation(IOperation condition) =>
        condition
            is IUnaryOperation
            {
                OperatorKind: UnaryOperatorKind.Not,
                Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }
            };

    /// <summary>A hosted listener makes its connection in a loop, holds it until it breaks and then makes the next: in its scope there is
    /// a wait without an end, or a loop of its own.</summary>
    private bool IsHeldUntilItBreaks(IOperation creation, ISymbol member)
    {
        if (
            member is not IMethodSymbol method
            || !IsStartedByHost(method)
            || Operations.NearestLoopAround(creation) is not IWhileLoopOperation loop
        )
        {
            return false;
        }

        IOperation scope = creation;
        while (scope.Parent is { } parent && scope is not (IBlockOperation or IUsingOperation))
        {
            scope = parent;
        }

        return scope != loop
            && scope
                .Descendants()
                .Any(part =>
                    part is ILoopOperation
                    || part
                        is IInvocationOperation
                        {
                            TargetMethod: { Name: "Delay", ContainingType.Name: "Task" },
                            Arguments: { Length: > 0 } arguments
                        }
                        && (
                            values.ValueOf(arguments[0].Value) is IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" }
                            || values.ValueOf(arguments[0].Value).ConstantValue is { HasValue: true, Value: -1 }
                        )
                );
    }
}

using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>A remote call that is made once per item although one call would do for all.</summary>
/// <param name="Call">The remote call.</param>
/// <param name="Batch">The member that takes many items.</param>
internal sealed record PerItemCall(RemoteCall Call, IMethodSymbol Batch);

internal sealed partial class Fanouts
{
    private const int MostStatementsAround = 6;

    /// <summary>
    /// The remote call that an invocation makes for each item of a loop, itself or as a method of the project that only passes it on, where
    /// the catalog names a member for many items. Null where the loop may end early, and where another argument than the one that the batch
    /// takes many of depends on the item.
    /// </summary>
    public PerItemCall? PerItemCallOf(IInvocationOperation invocation)
    {
        if (remoteCalls.RemoteCallOf(invocation) is { } call)
        {
            return call.Api.BatchForm is not null && ItemsAround(invocation, call) is { } isItem ? BatchFormFor(call, isItem) : null;
        }

        if (
            !functions.IsOwnMethod(invocation.TargetMethod)
            || Functions.IsReplaceable(invocation.TargetMethod)
            || !IsInIteration(invocation)
            || WrappedBy(invocation.TargetMethod) is not { } wrapped
            || ItemsAround(invocation, wrapped) is not { } isOuterItem
        )
        {
            return null;
        }

        var passed = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Parameter is { } parameter && argument.Value.DescendantsAndSelf().Any(isOuterItem))
            {
                passed.Add(parameter.OriginalDefinition);
            }
        }

        return BatchFormFor(
            wrapped,
            part => part is IParameterReferenceOperation { Parameter: var parameter } && passed.Contains(parameter.OriginalDefinition)
        );
    }

    private static bool IsInIteration(IOperation operation) =>
        Operations.IsInLoop(operation) || Operations.FunctionAround(operation) is IAnonymousFunctionOperation;

    /// <summary>The one call that a method makes on every way through it, perhaps with the key made before and the answer read
    /// afterwards, where the catalog names a member for many items.</summary>
    private RemoteCall? WrappedBy(IMethodSymbol method)
    {
        // Binding a body costs more than counting its statements.
        if (
            method.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax()
                is BaseMethodDeclarationSyntax { Body.Statements.Count: > MostStatementsAround }
                    or LocalFunctionStatementSyntax { Body.Statements.Count: > MostStatementsAround }
            || functions.BodyOf(method.OriginalDefinition) is not { } body
        )
        {
            return null;
        }

        RemoteCall? only = null;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return null;
                case IInvocationOperation invocation when remoteCalls.RemoteCallOf(invocation) is { } call:
                    if (only is not null || Operations.IsConditional(invocation, body) || Guards.Of(invocation).Any())
                    {
                        return null;
                    }

                    only = call;
                    break;
                case IInvocationOperation invocation when functions.IsOwnMethod(invocation.TargetMethod):
                    return null;
            }
        }

        return only is { Api.BatchForm: not null } ? only : null;
    }

    /// <summary>
    /// What stands for the item at hand where an invocation is made once for each: the variable of a <c>foreach</c>, an element at the
    /// counter
    /// of a <c>for</c>, the parameter of a lambda that <c>ForEach</c> or <c>Select</c> is given. Null where the loop is none over items.
    /// </summary>
    private Func<IOperation, bool>? ItemsAround(IInvocationOperation invocation, RemoteCall call)
    {
        for (var ancestor = invocation.Parent; ancestor is not null; ancestor = ancestor.Parent)
        {
            switch (ancestor)
            {
                case IForEachLoopOperation { IsAsynchronous: false } loop when runners.IsWaitedFor(invocation) && !MayEndEarly(loop):
                    return part => part is ILocalReferenceOperation local && IsOfLoop(local.Local, loop);
                case IForLoopOperation loop when runners.IsWaitedFor(invocation) && !MayEndEarly(loop):
                    return part =>
                        IsElementAtCounter(part, loop)
                        || (
                            part is ILocalReferenceOperation { Local: var local }
                            && IsDeclaredIn(local, loop)
                            && values
                                .WritesTo(part)
                                .Values.Any(value => value.DescendantsAndSelf().Any(inner => IsElementAtCounter(inner, loop)))
                        );
                case ILoopOperation or ILocalFunctionOperation:
                    return null;
                case IAnonymousFunctionOperation lambda:
                    return IsRunPerItem(lambda, invocation, call)
                        ? part =>
                            part is IParameterReferenceOperation { Parameter: var parameter }
                            && lambda.Symbol.Parameters.Contains(parameter, SymbolEqualityComparer.Default)
                        : null;
            }
        }

        return null;
    }

    /// <summary>What publishes many at once is left to <see cref="UnboundedFanoutOf"/> unless it is a message to a broker, which that
    /// question passes over.</summary>
    private bool IsRunPerItem(IAnonymousFunctionOperation lambda, IInvocationOperation invocation, RemoteCall call) =>
        Functions.ConsumerOf(lambda) is IInvocationOperation run
        && run.TargetMethod switch
        {
            { Name: "ForEach", ContainingType: { Name: "List" or "Array" or "ImmutableList" } } => !lambda.Symbol.IsAsync
                && runners.IsWaitedFor(invocation),
            { Name: "Select", ContainingType.Name: "Enumerable" } => call.Api is { Publishes: true, Multiplexed: false }
                && lambda.Symbol.Parameters.Length == 1
                && (runners.IsWaitedFor(invocation) || Operations.IsReturned(invocation))
                && WhenAllOf(run) is not null,
            _ => false,
        };

    /// <summary>The <c>Task.WhenAll</c> that a sequence of tasks is given to, itself or as a copy.</summary>
    public static IInvocationOperation? WhenAllOf(IOperation tasks)
    {
        while (
            tasks.Parent
                is IConversionOperation
                    or IArgumentOperation
                    {
                        Parent: IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray", ContainingType.Name: "Enumerable" } }
                    }
        )
        {
            tasks = tasks.Parent is IArgumentOperation { Parent: { } copied } ? copied : tasks.Parent;
        }

        return
            tasks.Parent
                is IArgumentOperation
                {
                    Parent: IInvocationOperation
                    {
                        TargetMethod: { Name: "WhenAll", ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } }
                    } all
                }
            ? all
            : null;
    }

    private static bool IsElementAtCounter(IOperation part, IForLoopOperation loop)
    {
        var index = part switch
        {
            IArrayElementReferenceOperation { Indices: { Length: 1 } indices } => indices[0],
            IPropertyReferenceOperation { Arguments: { Length: 1 } arguments, Property.IsIndexer: true } => arguments[0].Value,
            _ => null,
        };
        return index is not null
            && Values.Unwrap(index) is ILocalReferenceOperation { Local: var counter }
            && loop.Locals.Contains(counter, SymbolEqualityComparer.Default);
    }

    private PerItemCall? BatchFormFor(RemoteCall call, Func<IOperation, bool> isItem)
    {
        if (call.Api.BatchForm is not { } name || AsksForMoreThanBatch(call))
        {
            return null;
        }

        var method = (call.Invocation.TargetMethod.ReducedFrom ?? call.Invocation.TargetMethod).OriginalDefinition;
        foreach (var type in new[] { method.ContainingType }.Concat(method.ContainingType.AllInterfaces))
        {
            foreach (var member in type.GetMembers(name))
            {
                if (member is IMethodSymbol batch && TakesItems(batch.OriginalDefinition, method, call, isItem))
                {
                    return new PerItemCall(call, batch);
                }
            }
        }

        return null;
    }

    /// <summary>A request that sets what its batch form has no place for.</summary>
    private bool AsksForMoreThanBatch(RemoteCall call)
    {
        if (call.Api.BatchUnless is not { } members)
        {
            return false;
        }

        foreach (var argument in call.Invocation.Arguments)
        {
            if (
                values.ValueOf(argument.Value) is IObjectCreationOperation request
                && members.Any(member => Operations.Option(request, member) is not null)
            )
            {
                return true;
            }
        }

        return (Operations.FunctionAround(call.Invocation) ?? Values.RootOf(call.Invocation))
            .Descendants()
            .Any(part =>
                part
                    is ISimpleAssignmentOperation
                    {
                        Target: IPropertyReferenceOperation { Property.Name: var set, Instance: ILocalReferenceOperation request }
                    }
                && members.Contains(set)
                && call.Invocation.Arguments.Any(argument => SameExpression.Are(argument.Value, request))
            );
    }

    private bool TakesItems(IMethodSymbol batch, IMethodSymbol single, RemoteCall call, Func<IOperation, bool> isItem)
    {
        var depends = false;
        foreach (var argument in call.Invocation.Arguments)
        {
            if (argument.Parameter is not { } parameter || !DependsOn(argument.Value, isItem))
            {
                continue;
            }

            // An overload: the argument that changes must be the one it takes many of.
            if (
                batch.Name == single.Name
                && !(
                    parameter.Ordinal < batch.Parameters.Length
                    && batch.Parameters[parameter.Ordinal].Type is IArrayTypeSymbol items
                    && SymbolEqualityComparer.Default.Equals(items.ElementType, parameter.OriginalDefinition.Type)
                )
            )
            {
                return false;
            }

            depends = true;
        }

        return depends;
    }

    private bool DependsOn(IOperation value, Func<IOperation, bool> isItem) =>
        value
            .DescendantsAndSelf()
            .Any(part => isItem(part) || (part is ILocalReferenceOperation && values.ValueOf(part).DescendantsAndSelf().Any(isItem)));

    private static bool IsOfLoop(ILocalSymbol local, ILoopOperation loop) =>
        loop.Locals.Contains(local, SymbolEqualityComparer.Default) || IsDeclaredIn(local, loop);

    private static bool IsDeclaredIn(ILocalSymbol local, ILoopOperation loop) =>
        local.DeclaringSyntaxReferences.Any(reference => loop.Body.Syntax.Span.Contains(reference.Span));

    private static bool MayEndEarly(ILoopOperation loop)
    {
        foreach (var operation in loop.Body.Descendants())
        {
            if (
                operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break or BranchKind.GoTo }
                && Operations.FunctionAround(operation)?.Syntax == Operations.FunctionAround(loop)?.Syntax
            )
            {
                return true;
            }
        }

        return false;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>A message handed to a broker or a change made over HTTP: a rollback does not take it back.</summary>
    public bool IsBeyondTransactions(RemoteCall call) => call.Api.Publishes || (call.Api is { Remote: true, IsHttp: true } && IsKnownWrite(call));

    /// <summary>
    /// The database transaction that an operation runs in, as messages name it: between its begin and its commit in the same function.
    /// Null in a loop, which is how an outbox is emptied.
    /// </summary>
    public string? TransactionAround(IOperation operation)
    {
        if (IsInLoop(operation))
        {
            return null;
        }

        IOperation inner = operation;
        for (var outer = inner.Parent; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation); (inner, outer) = (outer, outer.Parent))
        {
            var found = outer switch
            {
                IUsingOperation scope when scope.Body == inner => BegunBy(scope.Resources, operation),
                IBlockOperation block => BegunBefore(block, inner, operation),
                _ => null,
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private string? BegunBefore(IBlockOperation block, IOperation statement, IOperation operation)
    {
        if (block.Operations.Length > MostStatementsRead)
        {
            return null;
        }

        string? found = null;
        foreach (var earlier in block.Operations)
        {
            if (earlier == statement)
            {
                break;
            }

            found = earlier is IUsingDeclarationOperation or IVariableDeclarationGroupOperation ? BegunBy(earlier, operation) ?? found : found;
        }

        return found;
    }

    private string? BegunBy(IOperation declaration, IOperation operation)
    {
        foreach (var part in declaration.DescendantsAndSelf())
        {
            if (part is IVariableDeclaratorOperation declarator && InitializerOf(declarator) is { } begin && BeginsTransaction(begin) && IsCommittedAfter(declarator.Symbol, operation))
            {
                return $"the transaction '{declarator.Symbol.Name}'";
            }
        }

        return null;

        static IOperation? InitializerOf(IVariableDeclaratorOperation declarator) => declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value;
    }

    private static bool BeginsTransaction(IOperation value)
    {
        value = Values.Unwrap(value);
        if (value is IAwaitOperation await)
        {
            value = WithoutAdapters(await.Operation);
        }

        return value is IObjectCreationOperation { Type: { Name: "TransactionScope", ContainingNamespace.Name: "Transactions" } }
            || value is IInvocationOperation { TargetMethod: { Name: "BeginTransaction" or "BeginTransactionAsync" or "BeginDbTransaction" } };
    }

    /// <summary>The first commit of the transaction stands behind the operation, and no rollback between.</summary>
    private bool IsCommittedAfter(ILocalSymbol transaction, IOperation operation)
    {
        var isCommitted = false;
        foreach (var use in UsesOf(transaction, operation))
        {
            if (use.Parent is IInvocationOperation { TargetMethod.Name: "Commit" or "CommitAsync" or "Complete" } commit && commit.Instance == use && FunctionAround(commit)?.Syntax == FunctionAround(operation)?.Syntax)
            {
                if (commit.Syntax.SpanStart < operation.Syntax.SpanStart)
                {
                    return false;
                }

                isCommitted = true;
            }
        }

        return isCommitted;
    }

    /// <summary>The save of a unit of work that a statement before an operation waits for, where the operation always follows it.</summary>
    public IInvocationOperation? SaveBefore(IOperation operation)
    {
        if (Types.DbContext is not { } context || IsInLoop(operation))
        {
            return null;
        }

        IOperation inner = operation;
        for (var outer = inner.Parent; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation); (inner, outer) = (outer, outer.Parent))
        {
            if (outer is not IBlockOperation block || block.Operations.Length > MostStatementsRead)
            {
                continue;
            }

            foreach (var statement in block.Operations)
            {
                if (statement == inner)
                {
                    break;
                }

                if (statement is IExpressionStatementOperation { Operation: { } expression } && InvocationIn(expression) is { TargetMethod.Name: "SaveChanges" or "SaveChangesAsync", Instance.Type: INamedTypeSymbol type } save && DerivesFrom(type, context))
                {
                    return save;
                }
            }
        }

        return null;
    }
}

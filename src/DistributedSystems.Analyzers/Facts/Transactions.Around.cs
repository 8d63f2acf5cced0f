using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<IOperation>> beginnings = new();

    /// <summary>A message handed to a broker or a change made over HTTP: a rollback does not take it back.</summary>
    public bool IsBeyondTransactions(RemoteCall call) => call.Api.Publishes || (call.Api is { Remote: true, IsHttp: true } && IsKnownWrite(call));

    /// <summary>
    /// The database transaction that an operation runs in, as messages name it: between its begin and its commit in the same function, or
    /// in a lambda that a session runs in one. Null where an outbox is emptied: in a loop, and for what was just read from a row.
    /// </summary>
    public string? TransactionAround(IInvocationOperation operation)
    {
        if (!Spells(Spelled.Transaction) || IsInLoop(operation))
        {
            return null;
        }

        // Most bodies begin none.
        IOperation inner = operation;
        for (var outer = OutlineOf(operation).MayBeginTransaction ? inner.Parent : null; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation); (inner, outer) = (outer, outer.Parent))
        {
            var found = outer switch
            {
                IUsingOperation scope when scope.Body == inner => BegunBy(scope.Resources, operation),
                IBlockOperation block => BegunBefore(block, inner, operation),
                _ => null,
            };
            if (found is not null)
            {
                return IsReadFromRow(operation) ? null : found;
            }
        }

        return FunctionAround(operation) is IAnonymousFunctionOperation lambda && ArgumentHolding(lambda)?.Parent is IInvocationOperation { TargetMethod: { Name: "WithTransaction" or "WithTransactionAsync", ContainingType.ContainingNamespace.Name: "Driver" } } run
            ? $"the transaction that '{run.TargetMethod.Name}' runs"
            : null;
    }

    private string? BegunBefore(IBlockOperation block, IOperation statement, IOperation operation)
    {
        if (block.Operations.Length > MostStatementsRead)
        {
            return null;
        }

        string? found = null;
        foreach (var earlier in BeginningsIn(block))
        {
            if (earlier.Syntax.SpanStart >= statement.Syntax.SpanStart)
            {
                break;
            }

            found = earlier switch
            {
                IUsingDeclarationOperation or IVariableDeclarationGroupOperation => BegunBy(earlier, operation),
                IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var transaction }, Value: var begin } } when BeginsTransaction(begin) && IsCommittedAfter(transaction, operation) => $"the transaction '{transaction.Name}'",
                IExpressionStatementOperation { Operation: var begin } when InvocationIn(begin) is { Instance: { } owner } call && BeginsTransactionOrSession(call) && IsCommittedBy(owner, operation) => $"the transaction of '{owner.Syntax}'",
                _ => null,
            } ?? found;
        }

        return found;
    }

    /// <summary>The statements that may begin a transaction. Asked once for each block, or a long one would be read again for each of its calls.</summary>
    private ImmutableArray<IOperation> BeginningsIn(IBlockOperation block) => beginnings.GetOrAdd(block.Syntax, _ => block.Operations
        .Where(statement => statement is IUsingDeclarationOperation or IVariableDeclarationGroupOperation or IExpressionStatementOperation
            && statement.Descendants().Any(BeginsTransactionOrSession))
        .ToImmutableArray());

    /// <summary>MongoDB: the session is the transaction.</summary>
    private static bool BeginsTransactionOrSession(IOperation value) => BeginsTransaction(value) || value is IInvocationOperation { TargetMethod: { Name: "StartTransaction", ContainingType: { Name: "IClientSession" or "IClientSessionHandle", ContainingNamespace.Name: "Driver" } } };

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

        return (value is IObjectCreationOperation { Type: { Name: "TransactionScope", ContainingNamespace.Name: "Transactions" } } scope && !scope.Arguments.Any(IsSuppress))
            || value is IInvocationOperation { TargetMethod: { Name: "BeginTransaction" or "BeginTransactionAsync" or "BeginDbTransaction" } };
    }

    /// <summary><c>TransactionScopeOption.Suppress</c>: the scope has no transaction, on purpose.</summary>
    private static bool IsSuppress(IArgumentOperation option) =>
        option.Value is { Type.Name: "TransactionScopeOption", ConstantValue: { HasValue: true, Value: 2 } };

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

    /// <summary>The same for what commits through the connection, session or database it was begun with.</summary>
    private static bool IsCommittedBy(IOperation owner, IOperation operation)
    {
        var commits = (FunctionAround(operation) ?? Values.RootOf(operation)).Descendants()
            .OfType<IInvocationOperation>()
            .Where(call => call.TargetMethod.Name is "CommitTransaction" or "CommitTransactionAsync" && SameExpression.Are(call.Instance, owner) && FunctionAround(call)?.Syntax == FunctionAround(operation)?.Syntax)
            .ToList();
        return commits.Count > 0 && commits.All(commit => commit.Syntax.SpanStart > operation.Syntax.SpanStart);
    }

    /// <summary>What is sent comes out of a reader: a dispatcher that sends what it finds in an outbox.</summary>
    private bool IsReadFromRow(IInvocationOperation call) => call.Arguments.Any(argument => Origins.Find(argument.Value, this, origin => IsOfReader(origin)) is not null);

    private static bool IsOfReader(IOperation origin)
    {
        var reader = origin switch
        {
            IInvocationOperation call => call.Instance?.Type,
            IPropertyReferenceOperation { Arguments.IsEmpty: false } indexer => indexer.Instance?.Type,
            _ => null,
        };
        return reader is not null && reader.AllInterfaces.Concat(new[] { reader }).Any(contract => contract is { Name: "IDataRecord", ContainingNamespace.Name: "Data" });
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Transactions
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<IOperation>> beginnings = new();

    /// <summary>
    /// The database transaction that an operation runs in, as messages name it: between its begin and its commit in the same function, or
    /// in a lambda that a session runs in one. Null where an outbox is emptied: in a loop, and for what was just read from a row.
    /// </summary>
    public string? Around(IInvocationOperation operation)
    {
        if (!project.Spells(Spelled.Transaction) || Operations.IsInLoop(operation))
        {
            return null;
        }

        return BeginningAround(operation, within: null) is { } found && !IsReadFromRow(operation) ? found : null;
    }

    /// <summary>Does an operation run in a transaction that begins in this code too, so that a repetition of the code repeats it from its
    /// begin?</summary>
    public bool BeginsIn(SyntaxNode code, IInvocationOperation operation) =>
        project.Spells(Spelled.Transaction) && BeginningAround(operation, code) is not null;

    private string? BeginningAround(IInvocationOperation operation, SyntaxNode? within)
    {
        // Most bodies begin none.
        IOperation inner = operation;
        for (
            var outer = outlines.OutlineOf(operation).MayBeginTransaction ? inner.Parent : null;
            outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation or ICatchClauseOperation)
                && within?.Span.Contains(outer.Syntax.Span) != false;
            (inner, outer) = (outer, outer.Parent)
        )
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

        return
            Operations.FunctionAround(operation) is IAnonymousFunctionOperation lambda
            && Operations.ArgumentHolding(lambda)?.Parent
                is IInvocationOperation
                {
                    TargetMethod: { Name: "WithTransaction" or "WithTransactionAsync", ContainingType.ContainingNamespace.Name: "Driver" }
                } run
            ? $"the transaction that '{run.TargetMethod.Name}' runs"
            : null;
    }

    private string? BegunBefore(IBlockOperation block, IOperation statement, IOperation operation)
    {
        if (block.Operations.Length > CriticalSections.MostStatementsRead)
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

            found =
                earlier switch
                {
                    IUsingDeclarationOperation or IVariableDeclarationGroupOperation => BegunBy(earlier, operation),
                    IExpressionStatementOperation
                    {
                        Operation: ISimpleAssignmentOperation
                        {
                            Target: ILocalReferenceOperation { Local: var transaction },
                            Value: var begin
                        }
                    } when Outlines.BeginsTransaction(begin) && IsCommittedAfter(transaction, operation) =>
                        $"the transaction '{transaction.Name}'",
                    IExpressionStatementOperation { Operation: var begin }
                        when Operations.InvocationIn(begin) is { Instance: { } owner } call
                            && Outlines.BeginsTransactionOrSession(call)
                            && IsCommittedBy(owner, operation) => $"the transaction of '{owner.Syntax}'",
                    _ => null,
                } ?? found;
        }

        return found;
    }

    /// <summary>The statements that may begin a transaction. Asked once for each block, or a long one would be read again for each of its
    /// calls.</summary>
    private ImmutableArray<IOperation> BeginningsIn(IBlockOperation block) =>
        beginnings.GetOrAdd(
            block.Syntax,
            _ =>
                block
                    .Operations.Where(statement =>
                        statement is IUsingDeclarationOperation or IVariableDeclarationGroupOperation or IExpressionStatementOperation
                        && statement.Descendants().Any(Outlines.BeginsTransactionOrSession)
                    )
                    .ToImmutableArray()
        );

    private string? BegunBy(IOperation declaration, IOperation operation)
    {
        foreach (var part in declaration.DescendantsAndSelf())
        {
            if (
                part is IVariableDeclaratorOperation declarator
                && InitializerOf(declarator) is { } begin
                && Outlines.BeginsTransaction(begin)
                && IsCommittedAfter(declarator.Symbol, operation)
            )
            {
                return $"the transaction '{declarator.Symbol.Name}'";
            }
        }

        return null;

        static IOperation? InitializerOf(IVariableDeclaratorOperation declarator) =>
            declarator.Initializer?.Value ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer?.Value;
    }

    /// <summary>The first commit of the transaction stands behind the operation, and no rollback between.</summary>
    private bool IsCommittedAfter(ILocalSymbol transaction, IOperation operation)
    {
        var isCommitted = false;
        foreach (var use in values.UsesOf(transaction, operation))
        {
            if (
                use.Parent is IInvocationOperation { TargetMethod.Name: "Commit" or "CommitAsync" or "Complete" } commit
                && commit.Instance == use
                && Operations.FunctionAround(commit)?.Syntax == Operations.FunctionAround(operation)?.Syntax
            )
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
        var commits = (Operations.FunctionAround(operation) ?? Values.RootOf(operation))
            .Descendants()
            .OfType<IInvocationOperation>()
            .Where(call =>
                call.TargetMethod.Name is "CommitTransaction" or "CommitTransactionAsync"
                && SameExpression.Are(call.Instance, owner)
                && Operations.FunctionAround(call)?.Syntax == Operations.FunctionAround(operation)?.Syntax
            )
            .ToList();
        return commits.Count > 0 && commits.All(commit => commit.Syntax.SpanStart > operation.Syntax.SpanStart);
    }

    /// <summary>What is sent comes out of a reader: a dispatcher that sends what it finds in an outbox.</summary>
    private bool IsReadFromRow(IInvocationOperation call) =>
        call.Arguments.Any(argument => origins.Find(argument.Value, origin => IsOfReader(origin)) is not null);

    private static bool IsOfReader(IOperation origin)
    {
        var reader = origin switch
        {
            IInvocationOperation call => call.Instance?.Type,
            IPropertyReferenceOperation { Arguments.IsEmpty: false } indexer => indexer.Instance?.Type,
            _ => null,
        };
        return reader is not null
            && reader
                .AllInterfaces.Concat(new[] { reader })
                .Any(contract => contract is { Name: "IDataRecord", ContainingNamespace.Name: "Data" });
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Calls;

/// <summary>
/// What one walk over a body tells of it, for questions that most bodies answer with no. No operation of an ordinary body is kept, or those
/// of a whole
/// project would stay in memory.
/// </summary>
/// <param name="Jumps">Its <c>goto</c> statements.</param>
/// <param name="CalledHere">The names of its own functions, and its own name, where it calls them.</param>
/// <param name="MayBeginTransaction">A call in it has the name of one that begins a transaction, or it makes a scope.</param>
/// <param name="SeesFailures">It has a handler, a response that may tell of a failure, or a function that something else may run.</param>
internal sealed record BodyOutline(
    ImmutableArray<IBranchOperation> Jumps,
    ImmutableHashSet<string> CalledHere,
    bool MayBeginTransaction,
    bool SeesFailures
);

/// <summary>What one walk over a body tells of it, for questions that most bodies answer with no.</summary>
internal sealed class Outlines(Functions functions)
{
    private readonly ConcurrentDictionary<SyntaxNode, BodyOutline> outlines = new();

    public BodyOutline OutlineOf(IOperation anywhereInBody)
    {
        var root = Values.RootOf(anywhereInBody);
        return outlines.TryGetValue(root.Syntax, out var known) ? known : outlines.GetOrAdd(root.Syntax, Outline(root));
    }

    private BodyOutline Outline(IOperation root)
    {
        var jumps = ImmutableArray.CreateBuilder<IBranchOperation>();
        var called = ImmutableHashSet<string>.Empty;
        var name = (root.Syntax as MethodDeclarationSyntax)?.Identifier.ValueText;
        var (begins, sees) = (false, false);
        foreach (var operation in root.Descendants())
        {
            switch (operation)
            {
                case IBranchOperation { BranchKind: BranchKind.GoTo } jump:
                    jumps.Add(jump);
                    break;
                case IInvocationOperation { TargetMethod: var method }:
                    begins |= BeginsTransactionOrSession(operation);
                    sees |=
                        RemoteFailures.TellsFailure(Symbols.UnwrapTask(operation.Type))
                        || (functions.IsOwnMethod(method) && FailurePaths.MayTell(operation.Type) && Operations.IsInLoop(operation));
                    called = method.MethodKind == MethodKind.LocalFunction || method.Name == name ? called.Add(method.Name) : called;
                    break;
                case IObjectCreationOperation:
                    begins |= BeginsTransactionOrSession(operation);
                    break;
                case ITryOperation { Catches.IsEmpty: false } or IAnonymousFunctionOperation:
                    sees = true;
                    break;
            }
        }

        return new BodyOutline(jumps.ToImmutable(), called, begins, sees);
    }

    /// <summary>MongoDB: the session is the transaction.</summary>
    public static bool BeginsTransactionOrSession(IOperation value) =>
        BeginsTransaction(value)
        || value
            is IInvocationOperation
            {
                TargetMethod:
                {
                    Name: "StartTransaction",
                    ContainingType: { Name: "IClientSession" or "IClientSessionHandle", ContainingNamespace.Name: "Driver" }
                }
            };

    public static bool BeginsTransaction(IOperation value)
    {
        value = Values.Unwrap(value);
        if (value is IAwaitOperation await)
        {
            value = Operations.WithoutAdapters(await.Operation);
        }

        return (
                value is IObjectCreationOperation { Type: { Name: "TransactionScope", ContainingNamespace.Name: "Transactions" } } scope
                && !scope.Arguments.Any(IsSuppress)
            )
            || value
                is IInvocationOperation { TargetMethod: { Name: "BeginTransaction" or "BeginTransactionAsync" or "BeginDbTransaction" } };
    }

    /// <summary><c>TransactionScopeOption.Suppress</c>: the scope has no transaction, on purpose.</summary>
    private static bool IsSuppress(IArgumentOperation option) =>
        option.Value is { Type.Name: "TransactionScopeOption", ConstantValue: { HasValue: true, Value: 2 } };
}

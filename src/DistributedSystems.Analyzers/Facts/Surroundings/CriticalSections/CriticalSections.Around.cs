using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>A mutual exclusion in this process that is held around an operation.</summary>
/// <param name="Description">How messages name it: <c>the lock on '_gate'</c>.</param>
/// <param name="PerKey">One of many mutexes, chosen by a key: only callers with the same key wait.</param>
/// <param name="IsAsync">A semaphore, whose waiters need not hold a thread.</param>
internal sealed record CriticalSection(string Description, bool PerKey = false, bool IsAsync = false);

internal sealed partial class CriticalSections
{
    // Every call in a block looks at the statements before it; in a generated giant that would grow with its square.
    public const int MostStatementsRead = 500;

    /// <summary>
    /// The mutual exclusion held while this call is waited for. Null where none is held in sight, where the wait happens
    /// elsewhere, and where the mutex may admit more than one caller (a semaphore of another or unknown width).
    /// </summary>
    public CriticalSection? Around(IInvocationOperation call)
    {
        if (!runners.IsWaitedFor(call))
        {
            return null;
        }

        IOperation inner = call;
        for (
            var outer = inner.Parent;
            outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation);
            (inner, outer) = (outer, outer.Parent)
        )
        {
            var section = outer switch
            {
                ILockOperation held when held.Body == inner => LockOn(held.LockedValue),
                IUsingOperation scope when scope.Body == inner => AcquiredBy(scope.Resources),
                ITryOperation { Finally: { } cleanUp } attempt when attempt.Finally != inner => HeldUntil(cleanUp),
                IBlockOperation block => AcquiredBefore(block, inner),
                _ => null,
            };
            if (section is not null)
            {
                return section;
            }
        }

        return Operations.FunctionAround(call) is null && IsSynchronized(call)
            ? new CriticalSection("the lock of its synchronized method")
            : null;
    }

    /// <summary>A mutex taken by a statement before <paramref name="inner"/> in the same block and not given back in between.</summary>
    private CriticalSection? AcquiredBefore(IBlockOperation block, IOperation inner)
    {
        CriticalSection? held = null;
        if (block.Operations.Length > MostStatementsRead)
        {
            return null;
        }

        foreach (var statement in block.Operations)
        {
            if (statement == inner)
            {
                return held;
            }

            if (statement is IUsingDeclarationOperation scope)
            {
                held = AcquiredBy(scope.DeclarationGroup) ?? held;
            }
            else if (statement is IExpressionStatementOperation { Operation: { } expression })
            {
                var call = Operations.InvocationIn(expression);
                held =
                    call is null ? held
                    : Releases(call) ? null
                    : Acquired(call, call.Instance) ?? held;
            }
            else if (
                statement is ITryOperation { Finally: { } cleanUp }
                && cleanUp.Descendants().Any(operation => operation is IInvocationOperation call && Releases(call))
            )
            {
                held = null;
            }
        }

        return held;
    }

    private CriticalSection? AcquiredBy(IOperation resources)
    {
        foreach (var operation in resources.DescendantsAndSelf())
        {
            if (
                operation is IInvocationOperation { TargetMethod.Name: "EnterScope", Instance: { } gate } enter
                && IsDeclaredBy(enter, types.Lock)
            )
            {
                return LockOn(gate);
            }

            if (HandedOutBy(operation, static value => value, DeepestHandOut) is { } handedOut)
            {
                return handedOut;
            }
        }

        return null;
    }

    /// <summary>What a statement takes: a monitor, a <c>Lock</c>, a writer lock, or a semaphore of width one.</summary>
    /// <param name="call">The call that takes it.</param>
    /// <param name="semaphore">The receiver, as it is known where the call counts.</param>
    private CriticalSection? Acquired(IInvocationOperation call, IOperation? semaphore) =>
        call.TargetMethod.Name switch
        {
            "Enter" when IsDeclaredBy(call, types.Monitor) => LockOn(call.Arguments[0].Value),
            "Enter" when IsDeclaredBy(call, types.Lock) && call.Instance is { } gate => LockOn(gate),
            "EnterWriteLock" when IsDeclaredBy(call, types.ReaderWriterLockSlim) => new CriticalSection(
                $"the writer lock '{call.Instance?.Syntax}'"
            ),
            "Wait" or "WaitAsync" when IsDeclaredBy(call, types.SemaphoreSlim) => WaitsWithoutLimit(call) ? MutexOf(semaphore) : null,
            _ => null,
        };

    /// <summary>What a finally block gives back was held in its try.</summary>
    private CriticalSection? HeldUntil(IOperation cleanUp)
    {
        foreach (var operation in cleanUp.Descendants())
        {
            if (operation is not IInvocationOperation call || !Releases(call))
            {
                continue;
            }

            if (IsOnlyTried(call))
            {
                return null;
            }

            if (IsDeclaredBy(call, types.SemaphoreSlim))
            {
                return MutexOf(call.Instance);
            }

            if (!IsDeclaredBy(call, types.ReaderWriterLockSlim))
            {
                return LockOn(call.Instance ?? call.Arguments[0].Value);
            }

            return new CriticalSection($"the writer lock '{call.Instance?.Syntax}'");
        }

        return null;
    }

    /// <summary>
    /// Where a mutex is only tried, or waited for with a limit, the others do not wait for the network: they turn away. Where the function
    /// that gives it back takes it nowhere, another one of its type has handed it over.
    /// </summary>
    private bool IsOnlyTried(IInvocationOperation release)
    {
        var mutex = MutexIn(release);
        var isTaken = false;
        foreach (var operation in (Operations.FunctionAround(release) ?? Values.RootOf(release)).Descendants())
        {
            if (operation is IInvocationOperation attempt && SameExpression.Are(MutexIn(attempt), mutex))
            {
                if (Tries(attempt))
                {
                    return true;
                }

                isTaken |= Takes(attempt);
            }
        }

        return !isTaken
            && mutex is IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field }
            && functions.UsesInType(field).Select(use => use.Parent is IArgumentOperation argument ? argument.Parent : use.Parent)
                is var uses
            && uses.OfType<IInvocationOperation>().ToList() is var calls
            && calls.Any(Tries)
            && !calls.Any(Takes);
    }

    private bool Tries(IInvocationOperation call) =>
        call.TargetMethod.Name is "TryEnter" or "TryEnterWriteLock"
        || (call.TargetMethod.Name is "Wait" or "WaitAsync" && !WaitsWithoutLimit(call));

    private bool Takes(IInvocationOperation call) => Taking.Contains(call.TargetMethod.Name) && !Tries(call);

    private static IOperation? MutexIn(IInvocationOperation call) =>
        call.Instance ?? (call.Arguments.IsEmpty ? null : call.Arguments[0].Value);

    private bool WaitsWithoutLimit(IInvocationOperation wait) =>
        wait.Arguments.All(argument => types.IsToken(argument.Parameter?.Type) || constants.IsEndless(values.ValueOf(argument.Value)));

    private bool Releases(IInvocationOperation call) =>
        call.TargetMethod.Name switch
        {
            "Exit" => IsDeclaredBy(call, types.Monitor) || IsDeclaredBy(call, types.Lock),
            "ExitWriteLock" => IsDeclaredBy(call, types.ReaderWriterLockSlim),
            "Release" => IsDeclaredBy(call, types.SemaphoreSlim),
            _ => false,
        };

    /// <summary>A lock on an object that a table or an array gives for a key keeps only those waiting who want the same.</summary>
    private CriticalSection LockOn(IOperation gate) =>
        values.ValueOf(gate)
            is IInvocationOperation { TargetMethod.Name: "GetOrAdd" }
                or IPropertyReferenceOperation { Property.IsIndexer: true }
                or IArrayElementReferenceOperation
            ? new CriticalSection($"the per-key lock on '{gate.Syntax}'", PerKey: true)
            : new CriticalSection($"the lock on '{gate.Syntax}'");

    /// <summary>A semaphore is a mutex where it is created in sight with exactly one free place.</summary>
    private CriticalSection? MutexOf(IOperation? semaphore)
    {
        if (semaphore is null)
        {
            return null;
        }

        var created = values.ValueOf(semaphore);
        if (IsMutexCreation(created))
        {
            return new CriticalSection($"the mutex '{semaphore.Syntax}'", IsAsync: true);
        }

        // A dictionary of mutexes: semaphores.GetOrAdd(key, _ => new SemaphoreSlim(1, 1)).
        return created is IInvocationOperation { TargetMethod.Name: "GetOrAdd" } lookup && lookup.Descendants().Any(IsMutexCreation)
            ? new CriticalSection($"the per-key mutex '{semaphore.Syntax}'", PerKey: true, IsAsync: true)
            : null;
    }

    private bool IsMutexCreation(IOperation value) =>
        value is IObjectCreationOperation creation
        && SymbolEqualityComparer.Default.Equals(creation.Type, types.SemaphoreSlim)
        && creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "initialCount") is { } width
        && values.ValueOf(width.Value).ConstantValue is { HasValue: true, Value: 1 };

    private static bool IsDeclaredBy(IInvocationOperation call, INamedTypeSymbol? type) =>
        type is not null && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, type);

    private bool IsSynchronized(IInvocationOperation call)
    {
        var root = Values.RootOf(call);
        return root.Syntax
                is BaseMethodDeclarationSyntax { AttributeLists.Count: > 0 }
                    or AccessorDeclarationSyntax { AttributeLists.Count: > 0 }
            && root.SemanticModel?.GetDeclaredSymbol(root.Syntax) is IMethodSymbol { IsAsync: false } method
            && (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0;
    }
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class CriticalSections
{
    // A method that makes a releaser whose constructor waits.
    private const int DeepestHandOut = 2;

    private static readonly HashSet<string> Taking = new(StringComparer.Ordinal) { "Enter", "EnterWriteLock", "Wait", "WaitAsync" };

    private readonly ConcurrentDictionary<IMethodSymbol, bool> perhapsTaking = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The mutex that a method or constructor of the project waits for and leaves to the object it hands out, which gives it back when it
    /// is disposed. Null where
    /// the method gives it back itself, and where it waits with a limit.
    /// </summary>
    /// <param name="taker">The call or creation whose result is disposed.</param>
    /// <param name="bound">What a value stands for where <paramref name="taker"/> stands.</param>
    /// <param name="remaining">How many more methods are read.</param>
    private CriticalSection? HandedOutBy(IOperation taker, Func<IOperation, IOperation> bound, int remaining)
    {
        var (method, arguments) = taker switch
        {
            IInvocationOperation { IsVirtual: false } call => (call.TargetMethod, call.Arguments),
            IObjectCreationOperation creation => (creation.Constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        if (
            method is null
            || remaining == 0
            || !MayGiveBack(Symbols.UnwrapTask(taker.Type))
            || !perhapsTaking.GetOrAdd(method.OriginalDefinition, MayTakeMutex)
            || functions.BodyOf(method.OriginalDefinition) is not { } body
        )
        {
            return null;
        }

        CriticalSection? taken = null;
        foreach (var operation in body.Descendants())
        {
            if (operation is IInvocationOperation release && Releases(release) && Operations.FunctionAround(release) is null)
            {
                return null;
            }

            taken ??=
                (operation is IInvocationOperation wait ? Acquired(wait, Bound(wait.Instance)) : null)
                ?? HandedOutBy(operation, value => Bound(value) ?? value, remaining - 1);
        }

        return taken is null
            ? null
            : taken with
            {
                Description =
                    $"the {(taken.PerKey ? "per-key " : "")}mutex that '{(method.MethodKind == MethodKind.Constructor ? method.ContainingType.Name : Symbols.NameOf(method))}' takes",
            };

        IOperation? Bound(IOperation? value) =>
            value is not null
            && values.ValueOf(value) is IParameterReferenceOperation { Parameter: var parameter }
            && arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal) is { Value: var given }
                ? bound(given)
                : value;
    }

    /// <summary>What gives a mutex back when it is disposed is a type of the project, or hides behind the interface.</summary>
    private bool MayGiveBack(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.System_IDisposable } or { Name: "IAsyncDisposable" }
        || (type is INamedTypeSymbol { TypeKind: not TypeKind.Error } && models.Declare(type));

    /// <summary>A look at its words: it takes something, or makes what may.</summary>
    private bool MayTakeMutex(IMethodSymbol method)
    {
        if (method.DeclaringSyntaxReferences.Length != 1 || !models.Declare(method))
        {
            return false;
        }

        foreach (var node in method.DeclaringSyntaxReferences[0].GetSyntax().DescendantNodes())
        {
            if (node is BaseObjectCreationExpressionSyntax || (node is SimpleNameSyntax name && Taking.Contains(name.Identifier.ValueText)))
            {
                return true;
            }
        }

        return false;
    }
}

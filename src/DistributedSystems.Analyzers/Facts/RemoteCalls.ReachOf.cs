using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>A remote call that a method of this project makes, itself or through others.</summary>
/// <param name="Call">The remote call.</param>
/// <param name="Path">How messages name the way there: <c>Gateway.ChargeAsync → HttpClient.PostAsync</c>.</param>
internal sealed record Reach(RemoteCall Call, string Path);

/// <summary>The kind of remote call that is looked for.</summary>
internal enum Effect
{
    /// <summary>The caller waits for it.</summary>
    Waits,

    /// <summary>The caller waits for it, sees it fail, and a second execution adds its effect again.</summary>
    Accumulates,
}

internal sealed partial class CompilationFacts
{
    // Counts, so that results do not depend on the machine: what lies further is unknown.
    private const int DeepestChain = 4;
    private const int MostInvocationsRead = 200;

    private readonly ConcurrentDictionary<(IMethodSymbol Method, Effect Effect), Reach?> reaches = new(new MethodAndEffectComparer());

    /// <summary>
    /// The remote call of the wanted kind that a call of this project's own method makes. Null where the method has no body in
    /// sight, may be overridden, or makes none that is known. Bodies are read on demand, once per method.
    /// </summary>
    public Reach? ReachOf(IInvocationOperation invocation, Effect effect) => ReachOf(invocation.TargetMethod, effect, depth: 0);

    /// <summary>Only the project's own code can be read; what this says no to costs nothing.</summary>
    public bool IsOwnMethod(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, Compilation.Assembly);

    private Reach? ReachOf(IMethodSymbol method, Effect effect, int depth)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (depth >= DeepestChain || !IsOwnMethod(method) || MayBeOverridden(method))
        {
            return null;
        }

        if (reaches.TryGetValue((method, effect), out var known))
        {
            return known;
        }

        var found = Read(method, effect, depth);

        // A chain cut short by its depth says nothing about the method when it is asked for by itself.
        if (depth == 0 || found is not null)
        {
            reaches.TryAdd((method, effect), found);
        }

        return found;
    }

    private static bool MayBeOverridden(IMethodSymbol method) =>
        method.IsAbstract || method.ContainingType?.TypeKind == TypeKind.Interface || ((method.IsVirtual || method.IsOverride) && !method.IsSealed && method.ContainingType?.IsSealed != true);

    private Reach? Read(IMethodSymbol method, Effect effect, int depth)
    {
        if (method.DeclaringSyntaxReferences.Length != 1 || !Models.Declare(method) || BodyOf(method.DeclaringSyntaxReferences[0].GetSyntax()) is not { } body)
        {
            return null;
        }

        var budget = MostInvocationsRead;
        foreach (var operation in body.Descendants())
        {
            if (operation is not IInvocationOperation invocation || FunctionAround(invocation)?.Syntax != (body as ILocalFunctionOperation)?.Syntax)
            {
                continue;
            }

            if (budget-- == 0)
            {
                return null;
            }

            // What is neither waited for nor handed back to a caller who waits is another rule's business.
            if (!IsWaitedFor(invocation) && !IsReturned(invocation))
            {
                continue;
            }

            if (RemoteCallOf(invocation) is { } call)
            {
                if (Has(call, effect))
                {
                    return new Reach(call, $"{NameOf(method)} → {call.Name}");
                }
            }
            else if (!SymbolEqualityComparer.Default.Equals(invocation.TargetMethod.OriginalDefinition, method)
                && ReachOf(invocation.TargetMethod, effect, depth + 1) is { } further
                && (effect != Effect.Accumulates || FailureEscapes(invocation)))
            {
                return further with { Path = $"{NameOf(method)} → {further.Path}" };
            }
        }

        return null;
    }

    private bool Has(RemoteCall call, Effect effect) => effect switch
    {
        Effect.Accumulates => call.MayAccumulate && ReplayOf(call).Replay == Replay.Accumulates && FailureEscapes(call.Invocation),
        _ => !NeedsSerialAccess(call) && !FillsCache(call),
    };

    private IOperation? BodyOf(SyntaxNode declaration) => declaration is MethodDeclarationSyntax or LocalFunctionStatementSyntax
        ? Models.Of(declaration.SyntaxTree).GetOperation(declaration)
        : null;

    private static bool IsReturned(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IConversionOperation or IParenthesizedOperation)
        {
            value = value.Parent;
        }

        return value.Parent is IReturnOperation;
    }

    private static string NameOf(IMethodSymbol method) => method.MethodKind == MethodKind.LocalFunction ? method.Name : method.ContainingType.Name + "." + method.Name;

    private sealed class MethodAndEffectComparer : IEqualityComparer<(IMethodSymbol Method, Effect Effect)>
    {
        public bool Equals((IMethodSymbol Method, Effect Effect) left, (IMethodSymbol Method, Effect Effect) right) =>
            left.Effect == right.Effect && SymbolEqualityComparer.Default.Equals(left.Method, right.Method);

        public int GetHashCode((IMethodSymbol Method, Effect Effect) key) => (SymbolEqualityComparer.Default.GetHashCode(key.Method) * 2) + (int)key.Effect;
    }
}

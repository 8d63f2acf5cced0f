using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What a method of <c>Interlocked</c> or <c>Volatile</c> does with the place it is given by reference.</summary>
internal enum AtomicAccess
{
    /// <summary>It is none of them.</summary>
    None,

    /// <summary>It reads the place.</summary>
    Reads,

    /// <summary>It puts a given value there.</summary>
    Replaces,

    /// <summary>It adds a given value to what is there.</summary>
    Adds,

    /// <summary>It counts the place up or down by one.</summary>
    Steps,
}

/// <summary>Reads and writes that are methods, since no other thread may see them half done.</summary>
internal static class Atomics
{
    public static AtomicAccess AccessBy(IMethodSymbol method) =>
        method switch
        {
            not { ContainingType: { Name: "Interlocked" or "Volatile", ContainingNamespace.Name: "Threading" } } => AtomicAccess.None,
            { Name: "Read" } => AtomicAccess.Reads,
            { Name: "Write" or "Exchange" or "CompareExchange" } => AtomicAccess.Replaces,
            { Name: "Add" } => AtomicAccess.Adds,
            { Name: "Increment" or "Decrement" } => AtomicAccess.Steps,
            _ => AtomicAccess.None,
        };
}

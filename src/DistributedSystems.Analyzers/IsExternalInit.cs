using System.ComponentModel;

// ReSharper disable once CheckNamespace
namespace System.Runtime.CompilerServices;

/// <summary>Lets netstandard2.0 code declare records and init-only properties.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;

using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Attempts
{
    /// <summary>Do two calls ask for the same: same method, receiver and arguments? The token is not part of what is asked for.</summary>
    public bool AreSame(IInvocationOperation first, IInvocationOperation second) =>
        SymbolEqualityComparer.Default.Equals(first.TargetMethod.ContainingType, second.TargetMethod.ContainingType)
        && first.TargetMethod.Name == second.TargetMethod.Name
        && SameExpression.Are(first.Instance, second.Instance)
        && Asked(first).SequenceEqual(Asked(second), SameArgument.Instance);

    private IEnumerable<IArgumentOperation> Asked(IInvocationOperation call) =>
        call
            .Arguments.Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && !types.IsToken(argument.Parameter?.Type))
            .OrderBy(argument => argument.Parameter?.Ordinal);

    private sealed class SameArgument : IEqualityComparer<IArgumentOperation>
    {
        public static readonly SameArgument Instance = new();

        public bool Equals(IArgumentOperation left, IArgumentOperation right) =>
            left.Parameter?.Name == right.Parameter?.Name && SameExpression.Are(left.Value, right.Value);

        public int GetHashCode(IArgumentOperation argument) => argument.Parameter?.Name.GetHashCode() ?? 0;
    }
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Code;

internal sealed partial class Functions
{
    // A set made of an array that is kept in another field.
    private const int DeepestList = 3;

    /// <summary>The constants of a list that is written out, an array, a collection expression or a set made of one; empty where it is none, or where
    /// not everything in it is constant.</summary>
    public ImmutableArray<object?> ConstantsListedIn(IOperation list)
    {
        var constants = ImmutableArray.CreateBuilder<object?>();
        foreach (var element in ElementsOf(list, DeepestList))
        {
            if (!element.ConstantValue.HasValue)
            {
                return ImmutableArray<object?>.Empty;
            }

            constants.Add(element.ConstantValue.Value);
        }

        return constants.ToImmutable();
    }

    private IEnumerable<IOperation> ElementsOf(IOperation list, int remaining)
    {
        var value = values.ValueOf(list);
        if (Operations.ListedIn(value) is { IsDefault: false } listed)
        {
            return listed.Select(Values.Unwrap);
        }

        return value switch
        {
            _ when remaining == 0 => Enumerable.Empty<IOperation>(),
            IObjectCreationOperation { Initializer.Initializers: { IsEmpty: false } added } => added
                .OfType<IInvocationOperation>()
                .Where(static add => add.Arguments.Length == 1)
                .Select(static add => Values.Unwrap(add.Arguments[0].Value)),
            IObjectCreationOperation { Arguments: { IsEmpty: false } given } => ElementsOf(given[0].Value, remaining - 1),
            IInvocationOperation { TargetMethod: { IsStatic: true, Name: "Create" }, Arguments: var given } => given.SelectMany(argument =>
                argument.Value.ConstantValue.HasValue ? new[] { Values.Unwrap(argument.Value) } : ElementsOf(argument.Value, remaining - 1)
            ),
            IInvocationOperation
            {
                TargetMethod.Name: "ToArray" or "ToList" or "ToHashSet" or "ToImmutableArray" or "ToImmutableHashSet" or "ToFrozenSet"
            } copied when Operations.ReceiverOf(copied) is { } source => ElementsOf(source, remaining - 1),
            _ => Enumerable.Empty<IOperation>(),
        };
    }
}

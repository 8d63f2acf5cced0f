using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

internal sealed partial class Blocking
{
    /// <summary>
    /// Is a blocking call made only for callers who asked for it: a flag that they give chooses between it and its asynchronous twin?
    /// </summary>
    public static bool IsChosenByFlag(IInvocationOperation blocking, IMethodSymbol twin) => IsChosenByFlag(blocking, twin.Name);

    /// <summary>The same of anything that blocks, by the name of what is called instead.</summary>
    public static bool IsChosenByFlag(IOperation blocking, string twin)
    {
        var flags = FlagsAround(blocking).ToList();
        return flags.Count > 0
            && (Operations.FunctionAround(blocking) ?? Values.RootOf(blocking))
                .Descendants()
                .Any(operation =>
                    operation is IInvocationOperation other
                    && other.TargetMethod.Name == twin
                    && FlagsAround(other).Any(flag => flags.Contains((flag.Flag, !flag.When)))
                );
    }

    /// <summary>The truth parameters and members, such as <c>args.IsRunningSynchronously</c>, that decide whether an operation
    /// runs.</summary>
    private static IEnumerable<(ISymbol Flag, bool When)> FlagsAround(IOperation operation)
    {
        foreach (var guard in Guards.Of(operation))
        {
            var (condition, when) = (Values.Unwrap(guard.Condition), guard.When);
            while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negated)
            {
                (condition, when) = (Values.Unwrap(negated.Operand), !when);
            }

            ISymbol? flag = condition switch
            {
                IParameterReferenceOperation named => named.Parameter,
                IMemberReferenceOperation { Instance: IParameterReferenceOperation or IInstanceReferenceOperation } held => held.Member,
                _ => null,
            };
            if (flag is not null && condition.Type is { SpecialType: SpecialType.System_Boolean } && when is { } truth)
            {
                yield return (flag.OriginalDefinition, truth);
            }
        }
    }

    /// <summary>The task of a method whose every await a flag forbids is complete when it is returned: nothing waits for it.</summary>
    private bool IsToldToRunSynchronously(IInvocationOperation call) =>
        call.Arguments.Any(argument =>
            argument is { Parameter: { } parameter, Value.ConstantValue: { HasValue: true, Value: bool told } }
            && functions.TargetsOf(call.TargetMethod) is { Length: 1 } targets
            && targets[0].IsAsync
            && AwaitsOnlyUnless(targets[0].Parameters[parameter.Ordinal], told, targets[0])
        );

    /// <summary>Each await of a method is forbidden by a flag, or waits for a method that is given the flag.</summary>
    private bool AwaitsOnlyUnless(IParameterSymbol flag, bool told, IMethodSymbol method) =>
        functions.BodyOf(method) is { } body
        && body.Descendants().OfType<IAwaitOperation>().ToList() is { Count: > 0 } awaits
        && awaits.All(wait =>
            FlagsAround(wait).Any(around => around.When != told && SymbolEqualityComparer.Default.Equals(around.Flag, flag))
            || Operations.InvocationIn(wait)?.Arguments.Any(given => Runners.IsParameter(given.Value, flag)) == true
        );
}

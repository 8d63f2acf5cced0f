using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A function that ends as if a call had succeeded, although every attempt at it failed.</summary>
internal sealed record HiddenExhaustion(IMethodSymbol Function, string How);

internal sealed partial class RetryLoops
{
    /// <summary>
    /// The end that a function takes after the last failure of a retried call, where nothing on the way there tells anyone. Null where
    /// something may: an exception, a value that says so, anything called but waits and logs, anything set that outlives the function.
    /// </summary>
    public HiddenExhaustion? HiddenExhaustionOf(IInvocationOperation call)
    {
        if (
            Operations.FunctionAround(call) is IAnonymousFunctionOperation
            || call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart)
                is not IMethodSymbol
                {
                    MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation
                } function
            || function.Name.StartsWith("Try", StringComparison.Ordinal)
            || IsAtTheTop(function)
        )
        {
            return null;
        }

        var loop = Operations.NearestLoopAround(call);
        foreach (
            var (_, path) in failurePaths.WaysOf(
                call,
                loop: null,
                FailureKinds.Passing,
                steps.MayTell,
                assumed: condition =>
                    LoopConditions.IsHeldByLoop(condition, loop) ? Truth.True
                    : LoopConditions.HeldSinceEntry(condition, loop, call, values) is var held && held != Truth.Both ? held
                    : LoopConditions.NobodyStops(condition)
            )
        )
        {
            if (path is { MayRepeat: true, Returns: true, Throws: false, Stops: false } && EndOf(path, function, call) is { } how)
            {
                return new HiddenExhaustion(function, how);
            }
        }

        return null;
    }

    // Above these is nobody who could be told: entry points, hosted services, handlers of events.
    private bool IsAtTheTop(IMethodSymbol function) =>
        function is { ReturnsVoid: true, IsAsync: true }
        || function.Name is "Main" or "<Main>$"
        || (types.BackgroundService is { } hosted && Symbols.DerivesFrom(function.ContainingType, hosted) && function.IsOverride)
        || (function.Parameters.Length == 2 && function.Parameters[1].Type.Name.EndsWith("EventArgs", StringComparison.Ordinal));

    private string? EndOf(OutcomeDestinations path, IMethodSymbol function, IInvocationOperation call)
    {
        var result = function.IsAsync ? Symbols.UnwrapTask(function.ReturnType) : function.ReturnType;
        if (function.ReturnsVoid || (function.IsAsync && result is { Name: "Task" or "ValueTask" }))
        {
            return "returns normally";
        }

        // A result of its own type, or one that may be absent, says that there is none.
        return path.Returned.Count == 0
            || result is null
            || result.NullableAnnotation == NullableAnnotation.Annotated
            || result.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
                ? null
            : path.Returned.All(value => value is not null && Values.Unwrap(value) is { ConstantValue: { HasValue: true, Value: true } })
                ? "returns true"
            : result.SpecialType != SpecialType.System_Boolean && path.Returned.All(value => IsDefault(value) || IsLeftDefault(value, call))
                ? "returns a default value"
            : path.Returned.All(value =>
                value is not null
                && Values.Unwrap(value) is IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } }
            )
                ? "returns normally"
            : null;
    }

    /// <summary>A local that begins as a default value and that nothing but the call's own success changes: <c>found = await …</c>.</summary>
    private bool IsLeftDefault(IOperation? value, IInvocationOperation call) =>
        value is not null
        && Values.Unwrap(value) is ILocalReferenceOperation { Local: var kept }
        && values.WritesTo(kept, call) is { Complete: true, Values: { Length: > 1 } writes }
        && writes.Any(IsDefault)
        && writes.All(written => IsDefault(written) || written.Syntax.Span.Contains(call.Syntax.Span));

    private static bool IsDefault(IOperation? value) =>
        value is not null
        && Values.Unwrap(value)
            is IDefaultValueOperation
                or ILiteralOperation { ConstantValue: { HasValue: true, Value: null or "" or 0 or 0L or 0u or 0UL or 0d or 0f or 0m } }
                or IObjectCreationOperation
                {
                    Arguments.IsEmpty: true,
                    Initializer: null,
                    Type: INamedTypeSymbol { ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } }
                }
                or IArrayCreationOperation { Initializer: null or { ElementValues.IsEmpty: true }, DimensionSizes: { Length: 1 } }
                or IInvocationOperation { TargetMethod: { Name: "Empty", IsStatic: true, Parameters.IsEmpty: true } }
                or IFieldReferenceOperation { Field: { Name: "Empty", IsStatic: true, Type.SpecialType: SpecialType.System_String } };
}

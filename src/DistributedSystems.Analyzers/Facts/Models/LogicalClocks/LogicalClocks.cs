using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Logical timestamps: how they are compared and merged.</summary>
internal sealed partial class LogicalClocks(
    Values values,
    Functions functions,
    Declarations declarations,
    Origins origins,
    RemoteCalls remoteCalls
)
{
    /// <inheritdoc cref="CausalConclusions.ConclusionOf"/>
    public string? CausalConclusionOf(IOperation operation) => new CausalConclusions(values, functions, this).ConclusionOf(operation);

    /// <summary>The kind of logical clock that a value is a stamp of: declared on the member, parameter or result it comes from, or on its
    /// type. Null for any other value.</summary>
    public LogicalClock? StampKindOf(IOperation value)
    {
        value = values.ValueOf(value);
        while (value is IAwaitOperation awaited)
        {
            value = values.ValueOf(awaited.Operation);
        }

        return value switch
            {
                IMemberReferenceOperation member => ClockKindOf(member.Member),
                IParameterReferenceOperation parameter => ClockKindOf(parameter.Parameter),
                IInvocationOperation call => ClockKindOf(call.TargetMethod),
                _ => null,
            } ?? (value.Type is INamedTypeSymbol type && declarations.HasAnnotations ? ClockKindOf(type) : null);
    }

    private LogicalClock? ClockKindOf(ISymbol symbol)
    {
        if (!declarations.HasAnnotations)
        {
            return null;
        }

        var declared = declarations.DeclaredFor(symbol.OriginalDefinition, Annotations.LogicalClock);
        if (declared is null && symbol is IMethodSymbol method)
        {
            declared = method
                .GetReturnTypeAttributes()
                .FirstOrDefault(data => Annotations.Is(data.AttributeClass, Annotations.LogicalClock));
        }

        return declared is null ? null : Annotations.Member<LogicalClock>(declared, "kind");
    }
}

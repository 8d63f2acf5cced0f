using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Rules.Clocks;

/// <summary>
/// Reports when a reading of the wall clock, as a number or as it is, becomes a key, a version or a fencing token, because an
/// attribute, the catalog, a standard header or, as the weakest evidence, the name of the member or parameter says that the place it goes
/// to is one.
/// Silent for plain timestamps, for a number that only starts at the clock, and where the reading is only a part of the identity.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClockReadingAsIdentity : DistributedAnalyzer
{
    internal const string Id = "DIST4007";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Clock reading is used as identity, version or fencing token",
        "'{0}' becomes {1}: two readings can be equal, and a later one smaller when the clock is set, so that it neither identifies nor orders",
        Level.Warning
    );

    public ClockReadingAsIdentity()
        : base(Problem, Subject.WallClock) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.On(facts, context => Analyze(context, facts), OperationKind.PropertyReference, OperationKind.Invocation);
    }

    private static void Analyze(OperationContext context, CompilationFacts facts)
    {
        if (!IsReading(context.Operation, facts))
        {
            return;
        }

        foreach (var end in facts.ValueFlow.EndsOf(context.Operation))
        {
            if (!end.IsMixed && (facts.ExchangedInstants.IdentityOf(end) ?? facts.ExchangedInstants.IdentityByName(end)) is { } identity)
            {
                // A key that every attempt makes anew is DIST2007.
                if (context.Operation.DescendantsAndSelf().Any(part => facts.IdempotencyKeys.ChangingKeyAt(part) is not null))
                {
                    return;
                }

                // The contract is certain; whether two writers ever meet is not.
                context.Report(
                    Diagnostic.Create(
                        Problem,
                        context.Operation.Syntax.GetLocation(),
                        DiagnosticSeverity.Info,
                        new[] { end.Slot!.Syntax.GetLocation() },
                        Evidence.Of($"becomes {identity}"),
                        context.Operation.Syntax.ToString(),
                        identity
                    )
                );
                return;
            }
        }
    }

    private static bool IsReading(IOperation operation, CompilationFacts facts) =>
        operation switch
        {
            IPropertyReferenceOperation { Property.Name: "Ticks" or "UtcTicks", Instance: { } instant } => facts.Types.IsInstant(
                instant.Type
            ) && facts.Clocks.ReadingOf(instant) is not null,
            IInvocationOperation
            {
                TargetMethod:
                {
                    Parameters.IsEmpty: true,
                    Name: "ToUnixTimeMilliseconds" or "ToUnixTimeSeconds" or "ToFileTime" or "ToFileTimeUtc" or "ToBinary"
                },
                Instance: { } instant
            } => facts.Types.IsInstant(instant.Type) && facts.Clocks.ReadingOf(instant) is not null,
            IPropertyReferenceOperation { Property: { IsStatic: true, Name: "Now" or "UtcNow" } }
            or IInvocationOperation { TargetMethod.Name: "GetUtcNow" } => facts.Clocks.ReadingOf(operation) is { IsDirect: true },
            _ => false,
        };
}

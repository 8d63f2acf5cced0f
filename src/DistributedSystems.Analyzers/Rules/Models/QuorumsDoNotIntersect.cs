using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Rules.Models;

/// <summary>
/// Reports when the declared read and write quorums need not share enough replicas for a read to see the last acknowledged
/// write (or, with several writers declared, for two writes to meet).
/// Silent when a size is missing or makes no sense by itself, which is another rule's business.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QuorumsDoNotIntersect : DistributedAnalyzer
{
    internal const string Id = "DIST5003";

    private static readonly DiagnosticDescriptor Problem = Rule.Create(
        Id,
        "Read and write quorums do not intersect",
        "{0}, so {1}: {2}",
        Level.Warning
    );

    public QuorumsDoNotIntersect()
        : base(Problem, Annotations.Quorum) { }

    private protected override void Register(CompilationStartAnalysisContext start, CompilationFacts facts)
    {
        start.RegisterSyntaxNodeAction(Analyze, SyntaxKind.Attribute);
    }

    private void Analyze(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (
            context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol?.ContainingType is not { } type
            || !Annotations.Is(type, Annotations.Quorum)
        )
        {
            return;
        }

        var (read, write, replicas) = (Size(context, attribute, "Read"), Size(context, attribute, "Write"), Size(context, attribute, "Of"));
        if (Violation(context, attribute, read, write, replicas) is { } violation)
        {
            context.Report(
                Diagnostic.Create(
                    Problem,
                    attribute.GetLocation(),
                    Evidence.Of(violation.Bound),
                    violation.Sizes,
                    violation.Consequence,
                    violation.Bound
                )
            );
        }
    }

    private static (string Sizes, string Consequence, string Bound)? Violation(
        SyntaxNodeAnalysisContext context,
        AttributeSyntax attribute,
        int read,
        int write,
        int replicas
    )
    {
        if (replicas < 1 || write < 1 || write > replicas)
        {
            return null;
        }

        if (read >= 1 && read <= replicas)
        {
            var target = Target(context, attribute);
            var sizes = $"Read = {read} and Write = {write} of {replicas} replicas share {Share((long)read + write - replicas)}";
            if (
                DeclaredModels.ModelAt(target) is { Failures: Failures.Byzantine }
                && FaultsAt(target) is var faults
                && StoresPlainValues(target)
                && !Quorums.IntersectMasking(read, write, replicas, faults)
            )
            {
                return (
                    sizes,
                    "false answers may outvote the last write",
                    $"with f = {faults} Byzantine and values that anyone could have made up, R + W must be at least N + 2f + 1 = {(long)replicas + (2L * faults) + 1} (Malkhi and Reiter 1998)"
                );
            }

            if (
                DeclaredModels.ModelAt(target) is { Failures: Failures.Byzantine }
                && FaultsAt(target) is var liars
                && !Quorums.IntersectByzantine(read, write, replicas, liars)
            )
            {
                return (
                    sizes,
                    "a read may meet no correct replica that holds the last write",
                    $"with f = {liars} Byzantine R + W must be at least N + f + 1 = {(long)replicas + liars + 1} (Malkhi and Reiter 1998)"
                );
            }

            if (!Quorums.Intersect(read, write, replicas) && !IsWeakOnPurpose(target))
            {
                return (sizes, "a read can miss the last acknowledged write", $"R + W must exceed N = {replicas} (Gifford 1979)");
            }
        }

        return !Quorums.WritersIntersect(write, replicas) && Constant(context, attribute, "MultipleWriters") is true
            ? (
                $"Write = {write} of {replicas} replicas with several writers share {Share((2L * write) - replicas)}",
                "two concurrent writes can both succeed without meeting",
                $"2W must exceed N = {replicas} (Gifford 1979)"
            )
            : null;
    }

    private static string Share(long overlap) => overlap <= 0 ? "no replica for certain" : $"only {overlap} for certain";

    // Of Byzantine faults whose number nobody declares, at least one is meant to be tolerated.
    private static int FaultsAt(ISymbol target) =>
        Declarations.NearestOf(target, Annotations.ReplicaGroup, out _) is { } group
        && Annotations.Number(group, "Faults") is >= 0 and var faults
            ? faults
            : 1;

    private static bool StoresPlainValues(ISymbol target) =>
        Declarations.NearestOf(target, Annotations.ReplicaGroup, out _) is { } group
        && Annotations.Member<Problem>(group, "Problem") == DistributedSystems.Problem.MaskingQuorumStorage;

    /// <summary>Who declares a weaker consistency than one order of all writes promises no read of the last write.</summary>
    private static bool IsWeakOnPurpose(ISymbol target) =>
        Declarations.NearestOf(target, Annotations.Consistency, out _) is { } declared
        && Annotations.Member<Consistency>(declared, "level") is { } level
        && !SystemModels.IsStrong(level);

    private static ISymbol Target(SyntaxNodeAnalysisContext context, AttributeSyntax attribute)
    {
        var declaration = attribute.Parent?.Parent;
        if (declaration is BaseFieldDeclarationSyntax { Declaration.Variables: { Count: > 0 } variables })
        {
            declaration = variables[0];
        }

        return declaration is null or CompilationUnitSyntax
            ? context.Compilation.Assembly
            : context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken)
                ?? context.ContainingSymbol
                ?? context.Compilation.Assembly;
    }

    /// <summary>The size an argument gives, or 0 (no valid size) where it is missing or no constant.</summary>
    private static int Size(SyntaxNodeAnalysisContext context, AttributeSyntax attribute, string name) =>
        Constant(context, attribute, name) is int size ? size : 0;

    private static object? Constant(SyntaxNodeAnalysisContext context, AttributeSyntax attribute, string name)
    {
        foreach (var argument in attribute.ArgumentList?.Arguments ?? default)
        {
            if (argument.NameEquals?.Name.Identifier.ValueText == name)
            {
                return context.SemanticModel.GetConstantValue(argument.Expression, context.CancellationToken) is { HasValue: true } constant
                    ? constant.Value
                    : null;
            }
        }

        return null;
    }
}

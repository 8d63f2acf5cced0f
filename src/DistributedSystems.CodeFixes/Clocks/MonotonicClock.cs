using DistributedSystems.Analyzers.Facts;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace DistributedSystems.CodeFixes.Clocks;

/// <summary>The monotonic clock that a project can use at a place, and the code that reads it.</summary>
internal sealed class MonotonicClock
{
    private const string Stopwatch = "global::System.Diagnostics.Stopwatch";

    private readonly ExpressionSyntax? provider;

    private MonotonicClock(ExpressionSyntax? provider, bool hasTimestamps)
    {
        this.provider = provider;
        HasTimestamps = hasTimestamps;
    }

    /// <summary>Two instants can be kept and subtracted; otherwise only a running stopwatch can be asked.</summary>
    public bool HasTimestamps { get; }

    public string Title => provider is null ? "Measure with Stopwatch" : $"Measure with '{provider}'";

    public static MonotonicClock? For(MeasuredGroup group, CompilationFacts facts, SemanticModel model)
    {
        if (facts.Types.Stopwatch is not { } stopwatch)
        {
            return null;
        }

        // A project's own clock keeps no timestamps, and what stands in for it in tests would not move a stopwatch.
        if (
            group.Provider is { } read
            && (facts.Types.TimeProvider is not { } timeProvider || !Symbols.DerivesFrom(read.Type, timeProvider))
        )
        {
            return null;
        }

        var hasElapsed = stopwatch.GetMembers("GetElapsedTime").Length > 0;
        var provider = group.Provider?.Syntax as ExpressionSyntax ?? ProviderInScope(group, facts, model);
        return new MonotonicClock(provider?.WithoutTrivia(), provider is not null || hasElapsed);
    }

    /// <summary>The stopwatch, for what every member of a type must be able to read.</summary>
    public static MonotonicClock? OfStopwatch(CompilationFacts facts) =>
        facts.Types.Stopwatch is { } stopwatch
            ? new MonotonicClock(provider: null, hasTimestamps: stopwatch.GetMembers("GetElapsedTime").Length > 0)
            : null;

    /// <summary>What a measurement begins with: a timestamp, or a stopwatch that runs.</summary>
    public ExpressionSyntax Start(SyntaxGenerator generator) =>
        (ExpressionSyntax)
            generator.InvocationExpression(generator.MemberAccessExpression(Clock(), HasTimestamps ? "GetTimestamp" : "StartNew"));

    public TypeSyntax StartType(SyntaxGenerator generator) =>
        HasTimestamps ? (TypeSyntax)generator.TypeExpression(SpecialType.System_Int64) : Imported(SyntaxFactory.ParseTypeName(Stopwatch));

    public ExpressionSyntax Elapsed(SyntaxGenerator generator, SyntaxNode start, SyntaxNode? end)
    {
        if (!HasTimestamps)
        {
            return (ExpressionSyntax)generator.MemberAccessExpression(start, "Elapsed");
        }

        var getElapsedTime = generator.MemberAccessExpression(Clock(), "GetElapsedTime");
        return (ExpressionSyntax)(
            end is null ? generator.InvocationExpression(getElapsedTime, start) : generator.InvocationExpression(getElapsedTime, start, end)
        );
    }

    private ExpressionSyntax Clock() => provider ?? Imported(SyntaxFactory.ParseExpression(Stopwatch));

    /// <summary>The declared member around a place, not the lambdas and local functions in between.</summary>
    public static ISymbol? EnclosingMember(SemanticModel model, int place)
    {
        var symbol = model.GetEnclosingSymbol(place);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    private static T Imported<T>(T name)
        where T : SyntaxNode => name.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);

    /// <summary>A <c>TimeProvider</c> that every reading of the group could have used: a parameter or member, where the code is not
    /// static.</summary>
    private static ExpressionSyntax? ProviderInScope(MeasuredGroup group, CompilationFacts facts, SemanticModel model)
    {
        if (facts.Types.TimeProvider is not { } timeProvider)
        {
            return null;
        }

        var places = group
            .Locals.SelectMany(local => local.Readings)
            .Concat(group.Measurements.Select(measurement => measurement.Syntax))
            .Select(syntax => syntax.SpanStart)
            .ToList();
        var isStatic = places.Any(place => model.GetEnclosingSymbol(place) is { IsStatic: true });
        var isConstructor = EnclosingMember(model, places[0]) is IMethodSymbol { MethodKind: MethodKind.Constructor };
        foreach (var symbol in model.LookupSymbols(places[0]))
        {
            var type = symbol switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol property => property.Type,
                IParameterSymbol parameter => parameter.Type,
                _ => null,
            };
            if (
                type is not null
                && (
                    symbol.IsStatic
                    || (
                        symbol is IParameterSymbol
                        && (
                            !isStatic
                            || places.All(place =>
                                SymbolEqualityComparer.Default.Equals(model.GetEnclosingSymbol(place), symbol.ContainingSymbol)
                            )
                        )
                    )
                    || (!isStatic && !isConstructor)
                ) // A constructor may not have set it yet.
                && SymbolEqualityComparer.Default.Equals(type, timeProvider)
                && !SymbolEqualityComparer.Default.Equals(symbol.ContainingType, timeProvider)
                && places.All(place => model.LookupSymbols(place, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default))
            )
            {
                return SyntaxFactory.IdentifierName(symbol.Name);
            }
        }

        return null;
    }
}

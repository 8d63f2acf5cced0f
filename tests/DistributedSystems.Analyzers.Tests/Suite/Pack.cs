using System.Collections.Immutable;
using DistributedSystems.Analyzers.Tests.Verify;
using DistributedSystems.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>All rules and fixes of the pack, found by reflection.</summary>
public static class Pack
{
    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = Instances<DistributedAnalyzer>(typeof(DistributedAnalyzer))
        .CastArray<DiagnosticAnalyzer>();

    public static readonly ImmutableArray<CodeFixProvider> CodeFixes = Instances<CodeFixProvider>(typeof(DistributedCodeFix));

    public static readonly Setup EveryLibrary = Setup.With(
        Library.Polly,
        Library.Npgsql,
        Library.RabbitMq,
        Library.Redis,
        Library.SqlClient,
        Library.Grpc,
        Library.HttpResilience,
        Library.EfCore,
        Library.EfRelational,
        Library.EfSqlServer,
        Library.Annotations
    );

    /// <summary>As a project sees it that switches on those of the rules that are off by default.</summary>
    public static Setup SwitchedOn(params IEnumerable<DiagnosticAnalyzer> rules) =>
        EveryLibrary with
        {
            Severities = rules
                .Select(DescriptorOf)
                .Where(descriptor => !descriptor.IsEnabledByDefault)
                .ToDictionary(descriptor => descriptor.Id, _ => ReportDiagnostic.Warn),
        };

    public static TheoryData<DiagnosticAnalyzer> Rules => new(Analyzers);

    public static DiagnosticDescriptor DescriptorOf(DiagnosticAnalyzer rule) => rule.SupportedDiagnostics.Single();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([References.RepositoryRoot, .. path]));

    private static ImmutableArray<T> Instances<T>(Type inAssemblyOf) =>
        inAssemblyOf
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!)
            .ToImmutableArray();
}

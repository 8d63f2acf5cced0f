using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using DistributedSystems.Libraries;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>The framework a test's code is compiled for.</summary>
public enum Target
{
    /// <summary>The framework the tests run on, ASP.NET Core and hosting included.</summary>
    Current,
    Net80,
    NetFramework472,
    NetStandard20,
}

/// <summary>Libraries that test code can reference, by the name of the package: the real one in its newest version, or the stub of that name under <c>Stubs/</c>.</summary>
public static class Library
{
    /// <summary>Before the name of a package: its oldest version that people still run.</summary>
    public const string Oldest = "oldest:";

    public const string Blobs = "Azure.Storage.Blobs";
    public const string Cap = "DotNetCore.CAP";
    public const string Consul = "Consul";
    public const string Cosmos = "Microsoft.Azure.Cosmos";
    public const string Dapper = "Dapper";
    public const string DaprWorkflow = "Dapr.Workflow";
    public const string DurableFunctions = "Microsoft.Azure.WebJobs.Extensions.DurableTask";
    public const string DurableTask = "Microsoft.DurableTask.Abstractions";
    public const string EasyNetQ = "EasyNetQ";
    public const string EfCore = "Microsoft.EntityFrameworkCore";
    public const string EfRelational = "Microsoft.EntityFrameworkCore.Relational";
    public const string EfSqlite = "Microsoft.EntityFrameworkCore.Sqlite";
    public const string EfSqlServer = "Microsoft.EntityFrameworkCore.SqlServer";
    public const string Grpc = "Grpc.Core.Api";
    public const string GrpcClient = "Grpc.Net.Client";
    public const string GrpcClientFactory = "Grpc.Net.ClientFactory";
    public const string Hangfire = "Hangfire.Core";
    public const string HttpPolly = "Microsoft.Extensions.Http.Polly";
    public const string HttpResilience = "Microsoft.Extensions.Http.Resilience";
    public const string JustSaying = "JustSaying";
    public const string Kafka = "Confluent.Kafka";
    public const string KafkaFlow = "KafkaFlow.Abstractions";
    public const string MassTransit = "MassTransit";
    public const string MassTransitAbstractions = "MassTransit.Abstractions";
    public const string MongoDb = "MongoDB.Driver";
    public const string Nats = "NATS.Client.JetStream";
    public const string NodaTime = "NodaTime";
    public const string Npgsql = "Npgsql";
    public const string NServiceBus = "NServiceBus.Core";
    public const string Polly = "Polly.Core";
    public const string Polly7 = "Polly";
    public const string PollyExtensions = "Polly.Extensions";
    public const string Quartz = "Quartz";
    public const string Quartz3 = Oldest + "Quartz";
    public const string RabbitMq = "RabbitMQ.Client";
    public const string Rebus = "Rebus";
    public const string Redis = "StackExchange.Redis";
    public const string ServiceBus = "Azure.Messaging.ServiceBus";
    public const string SlimMessageBus = "SlimMessageBus";
    public const string Tables = "Azure.Data.Tables";
    public const string SqlClient = "Microsoft.Data.SqlClient";
    public const string Temporal = "Temporalio";

    public const string Sqlite = "Microsoft.Data.Sqlite";

    /// <summary>The package with the pack's own attributes.</summary>
    public const string Annotations = "DistributedSystems.Annotations";
}

/// <summary>Metadata references by framework and library, each read once.</summary>
public static class References
{
    private static readonly IReadOnlyDictionary<string, string> Metadata = typeof(References)
        .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute =>
            attribute.Key == "PackageRoot"
            || attribute.Key == "RepositoryRoot"
            || attribute.Key.StartsWith("Package:", StringComparison.Ordinal)
        )
        .ToDictionary(attribute => attribute.Key, attribute => attribute.Value ?? "");

    private static readonly ConcurrentDictionary<string, ImmutableArray<MetadataReference>> Loaded = new();

    public static string RepositoryRoot => Metadata["RepositoryRoot"];

    public static ImmutableArray<MetadataReference> For(Target target) =>
        Loaded.GetOrAdd(
            target.ToString(),
            _ =>
                target switch
                {
                    Target.Net80 => Directory(PackagePath("Microsoft.NETCore.App.Ref")),
                    Target.NetFramework472 => Directory(PackagePath("Microsoft.NETFramework.ReferenceAssemblies.net472"))
                        .AddRange(Directory(Path.Combine(PackagePath("Microsoft.NETFramework.ReferenceAssemblies.net472"), "Facades"))),
                    Target.NetStandard20 => Directory(PackagePath("NETStandard.Library")),
                    _ => Framework.References,
                }
        );

    public static ImmutableArray<MetadataReference> For(string library) =>
        library is Library.Annotations or Library.EfSqlite or Library.Sqlite
            ? Loaded.GetOrAdd(library, name => [File(Path.Combine(AppContext.BaseDirectory, name + ".dll"))])
        : Stubs.Has(library) ? Loaded.GetOrAdd(library, name => [Stubs.Reference(name)])
        : library.StartsWith(Library.Oldest, StringComparison.Ordinal)
            ? LibraryReferences.Oldest.ClosureOf(library[Library.Oldest.Length..])
        : LibraryReferences.Of(library);

    /// <summary>Where a package that the project names lies on this machine.</summary>
    public static string PackagePath(string package) =>
        Path.Combine(Metadata["PackageRoot"], package.ToLowerInvariant(), Path.Combine(Metadata["Package:" + package].Split('/')));

    private static ImmutableArray<MetadataReference> Directory(string path) =>
        System.IO.Directory.GetFiles(path, "*.dll").Order(StringComparer.Ordinal).Where(IsAssembly).Select(File).ToImmutableArray();

    private static bool IsAssembly(string path)
    {
        using var stream = System.IO.File.OpenRead(path);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata && System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(reader).IsAssembly;
    }

    private static MetadataReference File(string path) => MetadataReference.CreateFromFile(path);
}

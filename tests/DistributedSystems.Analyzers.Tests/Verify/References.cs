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

/// <summary>Real libraries that test code can reference.</summary>
public static class Library
{
    public const string Dapper = "Dapper";
    public const string Polly = "Polly.Core";
    public const string Polly7 = "Polly";
    public const string EfCore = "Microsoft.EntityFrameworkCore";
    public const string EfRelational = "Microsoft.EntityFrameworkCore.Relational";
    public const string HttpPolly = "Microsoft.Extensions.Http.Polly";
    public const string Kafka = "Confluent.Kafka";
    public const string MassTransitAbstractions = "MassTransit.Abstractions";
    public const string Npgsql = "Npgsql";
    public const string Quartz = "Quartz";
    public const string RabbitMq = "RabbitMQ.Client";
    public const string Redis = "StackExchange.Redis";
    public const string SqlClient = "Microsoft.Data.SqlClient";

    /// <summary>The package with the pack's own attributes.</summary>
    public const string Annotations = "DistributedSystems.Annotations";

    /// <summary>A stub under <c>Stubs/</c>: the package does not restore everywhere.</summary>
    public const string Grpc = "Grpc.Core.Api";

    /// <inheritdoc cref="Grpc"/>
    public const string GrpcClient = "Grpc.Net.Client";

    /// <inheritdoc cref="Grpc"/>
    public const string Hangfire = "Hangfire.Core";

    /// <inheritdoc cref="Grpc"/>
    public const string HttpResilience = "Microsoft.Extensions.Http.Resilience";

    /// <inheritdoc cref="Grpc"/>
    public const string EfSqlServer = "Microsoft.EntityFrameworkCore.SqlServer";

    /// <inheritdoc cref="Grpc"/>
    public const string PollyExtensions = "Polly.Extensions";

    /// <inheritdoc cref="Grpc"/>
    public const string ServiceBus = "Azure.Messaging.ServiceBus";

    /// <inheritdoc cref="Grpc"/>
    public const string NServiceBus = "NServiceBus.Core";

    /// <inheritdoc cref="Grpc"/>
    public const string DurableTask = "Microsoft.DurableTask.Abstractions";

    /// <inheritdoc cref="Grpc"/>
    public const string DurableFunctions = "Microsoft.Azure.WebJobs.Extensions.DurableTask";

    /// <inheritdoc cref="Grpc"/>
    public const string DaprWorkflow = "Dapr.Workflow";

    /// <inheritdoc cref="Grpc"/>
    public const string Temporal = "Temporalio";

    /// <inheritdoc cref="Grpc"/>
    public const string Rebus = "Rebus";

    /// <inheritdoc cref="Grpc"/>
    public const string MassTransit = "MassTransit";
}

/// <summary>Metadata references by framework and library, each read once.</summary>
public static class References
{
    private static readonly IReadOnlyDictionary<string, string> Metadata = typeof(References).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Key == "PackageRoot" || attribute.Key == "RepositoryRoot" || attribute.Key.StartsWith("Package:", StringComparison.Ordinal))
        .ToDictionary(attribute => attribute.Key, attribute => attribute.Value ?? "");

    private static readonly ConcurrentDictionary<string, ImmutableArray<MetadataReference>> Loaded = new();

    public static string RepositoryRoot => Metadata["RepositoryRoot"];

    public static ImmutableArray<MetadataReference> For(Target target) => Loaded.GetOrAdd(target.ToString(), _ => target switch
    {
        Target.Net80 => Directory(PackagePath("Microsoft.NETCore.App.Ref")),
        Target.NetFramework472 => Directory(PackagePath("Microsoft.NETFramework.ReferenceAssemblies.net472")).AddRange(Directory(Path.Combine(PackagePath("Microsoft.NETFramework.ReferenceAssemblies.net472"), "Facades"))),
        Target.NetStandard20 => Directory(PackagePath("NETStandard.Library")),
        _ => Framework.References,
    });

    public static ImmutableArray<MetadataReference> For(string library) => Loaded.GetOrAdd(library, name => ImmutableArray.Create(name switch
    {
        Library.Annotations => File(Path.Combine(AppContext.BaseDirectory, name + ".dll")),
        Library.Grpc or Library.Hangfire or Library.NServiceBus or Library.DurableTask or Library.DurableFunctions or Library.DaprWorkflow or Library.Rebus => Stubs.Reference(name),
        Library.GrpcClient => Stubs.Reference(name, For(Target.Current), For(Library.Grpc)),
        Library.MassTransit => Stubs.Reference(name, For(Target.Current), For(Library.MassTransitAbstractions)),
        Library.Temporal => Stubs.Reference(name, For(Target.Current)),
        Library.EfSqlServer => Stubs.Reference(name, For(Target.Current), For(Library.EfCore), For(Library.EfRelational)),
        Library.HttpResilience or Library.PollyExtensions or Library.ServiceBus => Stubs.Reference(name, For(Target.Current), For(Library.Polly)),
        _ => File(PackagePath(name)),
    }));

    /// <summary>Where a package that the project names lies on this machine.</summary>
    public static string PackagePath(string package) => Path.Combine(Metadata["PackageRoot"], package.ToLowerInvariant(), Path.Combine(Metadata["Package:" + package].Split('/')));

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

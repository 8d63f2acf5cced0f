using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>Framework and library types that facts compare against, each resolved at most once per compilation; null where not
/// referenced.</summary>
internal sealed class WellKnownTypes
{
    private readonly Compilation compilation;

    // Stands for every type that is not there: nothing is compared with it.
    private readonly INamedTypeSymbol missing;

    public WellKnownTypes(Compilation compilation)
    {
        this.compilation = compilation;
        missing = compilation.GetSpecialType(SpecialType.System_Void);
    }

    public INamedTypeSymbol? BackgroundService => Resolve(ref field, "Microsoft.Extensions.Hosting.BackgroundService");

    public INamedTypeSymbol? Benchmark => Resolve(ref field, "BenchmarkDotNet.Attributes.BenchmarkAttribute");

    public INamedTypeSymbol? CancellationToken => Resolve(ref field, "System.Threading.CancellationToken");

    public INamedTypeSymbol? CancellationTokenSource => Resolve(ref field, "System.Threading.CancellationTokenSource");

    public INamedTypeSymbol? Controller => Resolve(ref field, "Microsoft.AspNetCore.Mvc.Controller");

    public INamedTypeSymbol? ControllerBase => Resolve(ref field, "Microsoft.AspNetCore.Mvc.ControllerBase");

    public INamedTypeSymbol? DaprActivity => Resolve(ref field, "Dapr.Workflow.WorkflowActivity`2");

    public INamedTypeSymbol? DaprWorkflow => Resolve(ref field, "Dapr.Workflow.WorkflowContext");

    public INamedTypeSymbol? DateTime => Resolve(ref field, "System.DateTime");

    public INamedTypeSymbol? DateTimeOffset => Resolve(ref field, "System.DateTimeOffset");

    public INamedTypeSymbol? DbContext => Resolve(ref field, "Microsoft.EntityFrameworkCore.DbContext");

    public INamedTypeSymbol? DbContextTransaction => Resolve(ref field, "Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction");

    public INamedTypeSymbol? DbParameter => Resolve(ref field, "System.Data.Common.DbParameter");

    public INamedTypeSymbol? DbParameterCollection => Resolve(ref field, "System.Data.Common.DbParameterCollection");

    public INamedTypeSymbol? DbTransaction => Resolve(ref field, "System.Data.Common.DbTransaction");

    public INamedTypeSymbol? DelegatingHandler => Resolve(ref field, "System.Net.Http.DelegatingHandler");

    public INamedTypeSymbol? DurableActivity => Resolve(ref field, "Microsoft.DurableTask.TaskActivity`2");

    public INamedTypeSymbol? DurableFunctionsOrchestration =>
        Resolve(ref field, "Microsoft.Azure.WebJobs.Extensions.DurableTask.IDurableOrchestrationContext");

    public INamedTypeSymbol? DurableOrchestration => Resolve(ref field, "Microsoft.DurableTask.TaskOrchestrationContext");

    public INamedTypeSymbol? EfDatabaseExtensions => Resolve(ref field, "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions");

    public INamedTypeSymbol? EfOptionsBuilder =>
        Resolve(ref field, "Microsoft.EntityFrameworkCore.Infrastructure.RelationalDbContextOptionsBuilder`2");

    public INamedTypeSymbol? Environment => Resolve(ref field, "System.Environment");

    public INamedTypeSymbol? File => Resolve(ref field, "System.IO.File");

    public INamedTypeSymbol? GrpcCallOptions => Resolve(ref field, "Grpc.Core.CallOptions");

    public INamedTypeSymbol? GrpcClientBase => Resolve(ref field, "Grpc.Core.ClientBase");

    public INamedTypeSymbol? GrpcMethodConfig => Resolve(ref field, "Grpc.Net.Client.Configuration.MethodConfig");

    public INamedTypeSymbol? HangfireJob => Resolve(ref field, "Hangfire.BackgroundJob");

    public INamedTypeSymbol? HeaderDictionary => Resolve(ref field, "Microsoft.AspNetCore.Http.IHeaderDictionary");

    public INamedTypeSymbol? HostedService => Resolve(ref field, "Microsoft.Extensions.Hosting.IHostedService");

    public INamedTypeSymbol? HttpRequestException => Resolve(ref field, "System.Net.Http.HttpRequestException");

    public INamedTypeSymbol? HttpClient => Resolve(ref field, "System.Net.Http.HttpClient");

    /// <summary>Declares <c>AddHttpClient</c>.</summary>
    public INamedTypeSymbol? HttpClientRegistrations =>
        Resolve(ref field, "Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions");

    /// <summary>Declares <c>AddStandardResilienceHandler</c> and its like.</summary>
    public INamedTypeSymbol? ResilienceHandlers =>
        Resolve(ref field, "Microsoft.Extensions.DependencyInjection.ResilienceHttpClientBuilderExtensions");

    /// <summary>Declares <c>AddPolicyHandler</c> and its like, of Polly 7.</summary>
    public INamedTypeSymbol? PolicyHandlers =>
        Resolve(ref field, "Microsoft.Extensions.DependencyInjection.PollyHttpClientBuilderExtensions");

    public INamedTypeSymbol? HttpClientBuilder => Resolve(ref field, "Microsoft.Extensions.DependencyInjection.IHttpClientBuilder");

    public INamedTypeSymbol? HttpClientFactory => Resolve(ref field, "System.Net.Http.IHttpClientFactory");

    public INamedTypeSymbol? HttpContent => Resolve(ref field, "System.Net.Http.HttpContent");

    public INamedTypeSymbol? HttpContext => Resolve(ref field, "Microsoft.AspNetCore.Http.HttpContext");

    public INamedTypeSymbol? HttpHeaders => Resolve(ref field, "System.Net.Http.Headers.HttpHeaders");

    public INamedTypeSymbol? HttpMessageHandler => Resolve(ref field, "System.Net.Http.HttpMessageHandler");

    public INamedTypeSymbol? HttpMethod => Resolve(ref field, "System.Net.Http.HttpMethod");

    public INamedTypeSymbol? HttpRequestMessage => Resolve(ref field, "System.Net.Http.HttpRequestMessage");

    public INamedTypeSymbol? HttpResponseMessage => Resolve(ref field, "System.Net.Http.HttpResponseMessage");

    public INamedTypeSymbol? Lock => Resolve(ref field, "System.Threading.Lock");

    public INamedTypeSymbol? LoggerExtensions => Resolve(ref field, "Microsoft.Extensions.Logging.LoggerExtensions");

    public INamedTypeSymbol? MassTransitConsumer => Resolve(ref field, "MassTransit.IConsumer`1");

    public INamedTypeSymbol? Math => Resolve(ref field, "System.Math");

    public INamedTypeSymbol? Monitor => Resolve(ref field, "System.Threading.Monitor");

    public INamedTypeSymbol? NodaInstant => Resolve(ref field, "NodaTime.Instant");

    public INamedTypeSymbol? NServiceBusHandler => Resolve(ref field, "NServiceBus.IHandleMessages`1");

    public INamedTypeSymbol? AggregateException => Resolve(ref field, "System.AggregateException");

    public INamedTypeSymbol? Exception => Resolve(ref field, "System.Exception");

    public INamedTypeSymbol? OperationCanceledException => Resolve(ref field, "System.OperationCanceledException");

    public INamedTypeSymbol? QuartzJob => Resolve(ref field, "Quartz.IJob");

    public INamedTypeSymbol? Stream => Resolve(ref field, "System.IO.Stream");

    public INamedTypeSymbol? Random => Resolve(ref field, "System.Random");

    public INamedTypeSymbol? ReaderWriterLockSlim => Resolve(ref field, "System.Threading.ReaderWriterLockSlim");

    public INamedTypeSymbol? RebusHandler => Resolve(ref field, "Rebus.Handlers.IHandleMessages`1");

    public INamedTypeSymbol? SemaphoreSlim => Resolve(ref field, "System.Threading.SemaphoreSlim");

    public INamedTypeSymbol? ServerCallContext => Resolve(ref field, "Grpc.Core.ServerCallContext");

    public INamedTypeSymbol? Stopwatch => Resolve(ref field, "System.Diagnostics.Stopwatch");

    public INamedTypeSymbol? TemporalWorkflow => Resolve(ref field, "Temporalio.Workflows.Workflow");

    public INamedTypeSymbol? PeriodicTimer => Resolve(ref field, "System.Threading.PeriodicTimer");

    public INamedTypeSymbol? TimeProvider => Resolve(ref field, "System.TimeProvider");

    public INamedTypeSymbol? TaskCanceledException => Resolve(ref field, "System.Threading.Tasks.TaskCanceledException");

    public INamedTypeSymbol? TimeoutException => Resolve(ref field, "System.TimeoutException");

    public INamedTypeSymbol? TimeSpan => Resolve(ref field, "System.TimeSpan");

    // An ordinary call asks for several of them, so an answer is kept beside its question: a table would cost a hash of the name each time.
    private INamedTypeSymbol? Resolve(ref INamedTypeSymbol? kept, string metadataName)
    {
#pragma warning disable RS0030 // The one place that resolves names.
        kept ??= compilation.GetTypeByMetadataName(metadataName) ?? missing;
#pragma warning restore RS0030
        return ReferenceEquals(kept, missing) ? null : kept;
    }

    public bool IsToken(ITypeSymbol? type) => type is not null && SymbolEqualityComparer.Default.Equals(type, CancellationToken);

    public bool IsInstant(ITypeSymbol? type) =>
        type is not null
        && (
            SymbolEqualityComparer.Default.Equals(type, DateTime)
            || SymbolEqualityComparer.Default.Equals(type, DateTimeOffset)
            || SymbolEqualityComparer.Default.Equals(type, NodaInstant)
        );
}

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>Framework and library types that facts compare against, each resolved at most once per compilation; null where not referenced.</summary>
internal sealed class WellKnownTypes
{
    private readonly Compilation compilation;
    private readonly ConcurrentDictionary<string, INamedTypeSymbol?> resolved = new(StringComparer.Ordinal);

    public WellKnownTypes(Compilation compilation) => this.compilation = compilation;

    public INamedTypeSymbol? BackgroundService => Resolve("Microsoft.Extensions.Hosting.BackgroundService");

    public INamedTypeSymbol? CancellationToken => Resolve("System.Threading.CancellationToken");

    public INamedTypeSymbol? CancellationTokenSource => Resolve("System.Threading.CancellationTokenSource");

    public INamedTypeSymbol? Controller => Resolve("Microsoft.AspNetCore.Mvc.Controller");

    public INamedTypeSymbol? ControllerBase => Resolve("Microsoft.AspNetCore.Mvc.ControllerBase");

    public INamedTypeSymbol? DaprActivity => Resolve("Dapr.Workflow.WorkflowActivity`2");

    public INamedTypeSymbol? DaprWorkflow => Resolve("Dapr.Workflow.WorkflowContext");

    public INamedTypeSymbol? DateTime => Resolve("System.DateTime");

    public INamedTypeSymbol? DateTimeOffset => Resolve("System.DateTimeOffset");

    public INamedTypeSymbol? DbContext => Resolve("Microsoft.EntityFrameworkCore.DbContext");

    public INamedTypeSymbol? DbContextTransaction => Resolve("Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction");

    public INamedTypeSymbol? DbParameter => Resolve("System.Data.Common.DbParameter");

    public INamedTypeSymbol? DbParameterCollection => Resolve("System.Data.Common.DbParameterCollection");

    public INamedTypeSymbol? DbTransaction => Resolve("System.Data.Common.DbTransaction");

    public INamedTypeSymbol? DelegatingHandler => Resolve("System.Net.Http.DelegatingHandler");

    public INamedTypeSymbol? DurableActivity => Resolve("Microsoft.DurableTask.TaskActivity`2");

    public INamedTypeSymbol? DurableFunctionsOrchestration => Resolve("Microsoft.Azure.WebJobs.Extensions.DurableTask.IDurableOrchestrationContext");

    public INamedTypeSymbol? DurableOrchestration => Resolve("Microsoft.DurableTask.TaskOrchestrationContext");

    public INamedTypeSymbol? EfDatabaseExtensions => Resolve("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions");

    public INamedTypeSymbol? EfOptionsBuilder => Resolve("Microsoft.EntityFrameworkCore.Infrastructure.RelationalDbContextOptionsBuilder`2");

    public INamedTypeSymbol? Environment => Resolve("System.Environment");

    public INamedTypeSymbol? File => Resolve("System.IO.File");

    public INamedTypeSymbol? GrpcCallOptions => Resolve("Grpc.Core.CallOptions");

    public INamedTypeSymbol? GrpcClientBase => Resolve("Grpc.Core.ClientBase");

    public INamedTypeSymbol? GrpcMethodConfig => Resolve("Grpc.Net.Client.Configuration.MethodConfig");

    public INamedTypeSymbol? HangfireJob => Resolve("Hangfire.BackgroundJob");

    public INamedTypeSymbol? HeaderDictionary => Resolve("Microsoft.AspNetCore.Http.IHeaderDictionary");

    public INamedTypeSymbol? HostedService => Resolve("Microsoft.Extensions.Hosting.IHostedService");

    public INamedTypeSymbol? HttpClient => Resolve("System.Net.Http.HttpClient");

    /// <summary>Declares <c>AddHttpClient</c>.</summary>
    public INamedTypeSymbol? HttpClientRegistrations => Resolve("Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions");

    /// <summary>Declares <c>AddStandardResilienceHandler</c> and its like.</summary>
    public INamedTypeSymbol? ResilienceHandlers => Resolve("Microsoft.Extensions.DependencyInjection.ResilienceHttpClientBuilderExtensions");

    /// <summary>Declares <c>AddPolicyHandler</c> and its like, of Polly 7.</summary>
    public INamedTypeSymbol? PolicyHandlers => Resolve("Microsoft.Extensions.DependencyInjection.PollyHttpClientBuilderExtensions");

    public INamedTypeSymbol? HttpClientBuilder => Resolve("Microsoft.Extensions.DependencyInjection.IHttpClientBuilder");

    public INamedTypeSymbol? HttpClientFactory => Resolve("System.Net.Http.IHttpClientFactory");

    public INamedTypeSymbol? HttpContent => Resolve("System.Net.Http.HttpContent");

    public INamedTypeSymbol? HttpContext => Resolve("Microsoft.AspNetCore.Http.HttpContext");

    public INamedTypeSymbol? HttpHeaders => Resolve("System.Net.Http.Headers.HttpHeaders");

    public INamedTypeSymbol? HttpMessageHandler => Resolve("System.Net.Http.HttpMessageHandler");

    public INamedTypeSymbol? HttpMethod => Resolve("System.Net.Http.HttpMethod");

    public INamedTypeSymbol? HttpRequestMessage => Resolve("System.Net.Http.HttpRequestMessage");

    public INamedTypeSymbol? HttpResponseMessage => Resolve("System.Net.Http.HttpResponseMessage");

    public INamedTypeSymbol? Lock => Resolve("System.Threading.Lock");

    public INamedTypeSymbol? LoggerExtensions => Resolve("Microsoft.Extensions.Logging.LoggerExtensions");

    public INamedTypeSymbol? MassTransitConsumer => Resolve("MassTransit.IConsumer`1");

    public INamedTypeSymbol? Math => Resolve("System.Math");

    public INamedTypeSymbol? Monitor => Resolve("System.Threading.Monitor");

    public INamedTypeSymbol? NodaInstant => Resolve("NodaTime.Instant");

    public INamedTypeSymbol? NServiceBusHandler => Resolve("NServiceBus.IHandleMessages`1");

    public INamedTypeSymbol? OperationCanceledException => Resolve("System.OperationCanceledException");

    public INamedTypeSymbol? QuartzJob => Resolve("Quartz.IJob");

    public INamedTypeSymbol? Random => Resolve("System.Random");

    public INamedTypeSymbol? ReaderWriterLockSlim => Resolve("System.Threading.ReaderWriterLockSlim");

    public INamedTypeSymbol? RebusHandler => Resolve("Rebus.Handlers.IHandleMessages`1");

    public INamedTypeSymbol? SemaphoreSlim => Resolve("System.Threading.SemaphoreSlim");

    public INamedTypeSymbol? ServerCallContext => Resolve("Grpc.Core.ServerCallContext");

    public INamedTypeSymbol? Stopwatch => Resolve("System.Diagnostics.Stopwatch");

    public INamedTypeSymbol? TemporalWorkflow => Resolve("Temporalio.Workflows.Workflow");

    public INamedTypeSymbol? TimeProvider => Resolve("System.TimeProvider");

    public INamedTypeSymbol? TaskCanceledException => Resolve("System.Threading.Tasks.TaskCanceledException");

    public INamedTypeSymbol? TimeoutException => Resolve("System.TimeoutException");

    public INamedTypeSymbol? TimeSpan => Resolve("System.TimeSpan");

#pragma warning disable RS0030 // The one place that resolves names.
    private INamedTypeSymbol? Resolve(string metadataName) => resolved.GetOrAdd(metadataName, compilation.GetTypeByMetadataName);
#pragma warning restore RS0030
}

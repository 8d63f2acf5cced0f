using Npgsql;
using OrderService.Events;
using OrderService.Inventory;
using OrderService.Locks;
using OrderService.Orders;
using OrderService.Payments;
using OrderService.Replication;
using OrderService.Shipping;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace OrderService;

/// <summary>Where orders, locks and events live: in this process, so that the sample starts on any machine, or on servers.</summary>
internal static class Backends
{
    public static void AddEmbeddedBackends(this IServiceCollection services)
    {
        services.AddSingleton<InMemoryOrderStore>();
        services.AddSingleton<IOrderStore>(provider => provider.GetRequiredService<InMemoryOrderStore>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<InMemoryOrderStore>());
        services.AddSingleton<ILockStore, InMemoryLockStore>();
        services.AddSingleton<IOrderEvents, LoggedOrderEvents>();
    }

    /// <summary>Each client is made once, before the first request; they reconnect by themselves.</summary>
    public static async Task AddServerBackendsAsync(this IServiceCollection services, IConfigurationSection servers)
    {
        var database = NpgsqlDataSource.Create(servers.AddressOf("Postgres"));
        services.AddSingleton(_ => database);
        services.AddSingleton<PostgresOrderStore>();
        services.AddSingleton<IOrderStore>(provider => provider.GetRequiredService<PostgresOrderStore>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<PostgresOrderStore>());

        var redis = await ConnectionMultiplexer.ConnectAsync(servers.AddressOf("Redis"));
        services.AddSingleton(_ => redis.GetDatabase());
        services.AddSingleton<ILockStore, RedisLockStore>();

        var factory = new ConnectionFactory { Uri = new Uri(servers.AddressOf("RabbitMq")) };
        var broker = await factory.CreateConnectionAsync();
        await using (var channel = await broker.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync(RabbitMqOrderEvents.Exchange, ExchangeType.Topic, durable: true);
        }

        services.AddSingleton(_ => broker);
        services.AddSingleton<IOrderEvents, RabbitMqOrderEvents>();
        services.AddHostedService<PackingList>();
        services.AddHostedService<ReturnedParcels>();
        services.AddHostedService<CarrierManifest>();
    }

    /// <summary>The clients of the neighbours, and the group of replicas that keeps the stock counts.</summary>
    public static void AddNeighbours(this IServiceCollection services, Neighbours neighbours)
    {
        services.AddGrpcClient<InventoryService.InventoryServiceClient>(client => client.Address = neighbours.Grpc);
        services.AddHttpClient<PaymentClient>(client => client.BaseAddress = neighbours.Http).AddStandardResilienceHandler();
        services.AddHttpClient<ShippingClient>(client => client.BaseAddress = neighbours.Http).AddStandardResilienceHandler();
        for (var replica = 0; replica < StockRegister.Replicas; replica++)
        {
            services.AddSingleton<IStockReplica, InMemoryStockReplica>();
        }
    }

    private static string AddressOf(this IConfiguration servers, string name) =>
        servers[name] ?? throw new InvalidOperationException($"Servers:{name} is not configured.");
}

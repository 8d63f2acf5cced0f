using Npgsql;
using OrderService.Events;
using OrderService.Inventory;
using OrderService.Locks;
using OrderService.Orders;
using OrderService.Payments;
using OrderService.Replication;
using OrderService.Shipping;
using RabbitMQ.Client;

namespace OrderService;

/// <summary>
/// Where orders, events, payments and shipments live: in this process, so that the sample starts on any machine, or on servers.
/// </summary>
internal static class Backends
{
    public static void AddInMemoryBackends(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<InMemoryOrderStore>();
        services.AddSingleton<IOrderStore>(provider => provider.GetRequiredService<InMemoryOrderStore>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<InMemoryOrderStore>());
        services.AddSingleton<IOrderEvents, LoggedOrderEvents>();
        services.AddHttpClient<PaymentClient>(client => client.BaseAddress = new Uri("http://payments.invalid"))
            .ConfigurePrimaryHttpMessageHandler(() => new InMemoryPaymentGateway());
        services.AddHttpClient<ShippingClient>(client => client.BaseAddress = new Uri("http://shipping.invalid"))
            .ConfigurePrimaryHttpMessageHandler(() => new InMemoryCarrier());
        AddStandIns(services);
    }

    public static async Task AddServerBackendsAsync(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var servers = builder.Configuration.GetRequiredSection("Servers");
        var database = servers.AddressOf("Postgres");
        services.AddSingleton(_ => NpgsqlDataSource.Create(database));
        services.AddSingleton<PostgresOrderStore>();
        services.AddSingleton<IOrderStore>(provider => provider.GetRequiredService<PostgresOrderStore>());
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<PostgresOrderStore>());

        // Opened once, before the first request; the client reconnects by itself.
        var factory = new ConnectionFactory { Uri = new Uri(servers.AddressOf("RabbitMq")) };
        var broker = await factory.CreateConnectionAsync();
        await using (var channel = await broker.CreateChannelAsync())
        {
            await channel.ExchangeDeclareAsync(RabbitMqOrderEvents.Exchange, ExchangeType.Topic, durable: true);
        }

        services.AddSingleton(_ => broker);
        services.AddSingleton<IOrderEvents, RabbitMqOrderEvents>();

        services.AddHttpClient<PaymentClient>(client => client.BaseAddress = new Uri(servers.AddressOf("Payments")));
        services.AddHttpClient<ShippingClient>(client => client.BaseAddress = new Uri(servers.AddressOf("Shipping")))
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2));
        AddStandIns(services);
    }

    /// <summary>
    /// The inventory client, the lock store and the stock replicas come from other teams; their stand-ins answer in both set-ups.
    /// </summary>
    private static void AddStandIns(IServiceCollection services)
    {
        services.AddSingleton<IInventoryClient, InMemoryInventory>();
        services.AddSingleton<ILockStore, InMemoryLockStore>();
        for (var replica = 0; replica < StockRegister.Replicas; replica++)
        {
            services.AddSingleton<IStockReplica, InMemoryStockReplica>();
        }
    }

    private static string AddressOf(this IConfiguration servers, string name) =>
        servers[name] ?? throw new InvalidOperationException($"Servers:{name} is not configured.");
}

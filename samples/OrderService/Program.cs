using OrderService;
using OrderService.Events;
using OrderService.Orders;
using OrderService.Replication;
using OrderService.Shipping;

var builder = WebApplication.CreateBuilder(args);
switch (builder.Configuration["Backends"])
{
    case null or "Embedded":
        builder.Services.AddEmbeddedBackends();
        break;
    case "Servers":
        await builder.Services.AddServerBackendsAsync(builder.Configuration.GetRequiredSection("Servers"));
        break;
    case var unknown:
        throw new InvalidOperationException($"Backends is '{unknown}'; it can be Embedded or Servers.");
}

await using var neighbours = await Neighbours.StartAsync();
builder.Services.AddNeighbours(neighbours);
builder.Services.AddSingleton<ShippingDesk>();
builder.Services.AddSingleton<StockRegister>();
builder.Services.AddSingleton<Stocktake>();
builder.Services.AddTransient<OrderProcessing>();
builder.Services.AddHostedService<OutboxDispatcher>();

var app = builder.Build();

app.MapPost(
    "/orders",
    async (PlaceOrder request, OrderProcessing processing, CancellationToken token) =>
    {
        if (request.Lines is not { Count: > 0 })
        {
            return Results.BadRequest("An order has at least one line.");
        }

        return await processing.PlaceAsync(request, token) is { } order
            ? Results.Created($"/orders/{order.Id}", order)
            : Results.StatusCode(StatusCodes.Status402PaymentRequired);
    }
);

app.MapGet(
    "/orders/{id:guid}",
    async (Guid id, IOrderStore orders, CancellationToken token) =>
        await orders.FindAsync(id, token) is { } order ? Results.Ok(order) : Results.NotFound()
);

app.MapPut(
    "/stock/{sku}",
    async (string sku, StockCount counted, Stocktake stocktake, CancellationToken token) =>
        await stocktake.RecordAsync(sku, counted.Count, token)
            ? Results.NoContent()
            : Results.Conflict("This shelf is being counted by somebody else.")
);

app.MapGet(
    "/stock/{sku}",
    async (string sku, StockRegister register, CancellationToken token) =>
        Results.Ok(new StockCount((await register.ReadAsync(sku, token)).Count))
);

await app.RunAsync();

using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OrderService.Inventory;

namespace OrderService;

/// <summary>
/// The services of other teams: inventory over gRPC, the payment provider and the carrier over HTTP. They run in this process, so that
/// the sample starts on any machine, but every call to them goes through a socket.
/// </summary>
internal sealed class Neighbours : IAsyncDisposable
{
    private readonly WebApplication app;

    private Neighbours(WebApplication app) => this.app = app;

    /// <summary>Speaks HTTP/2, as gRPC does; in the clear, a port speaks one version only.</summary>
    public Uri Grpc => new(app.Urls.First());

    public Uri Http => new(app.Urls.Last());

    public static async Task<Neighbours> StartAsync()
    {
        // An empty builder reads no settings: the ports of the order service are not theirs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http2);
                kestrel.Listen(IPAddress.Loopback, 0, port => port.Protocols = HttpProtocols.Http1);
            });
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<InventoryShelf>();

        var app = builder.Build();
        app.MapGrpcService<InventoryShelf>();
        app.MapPost("/charges", () => Results.StatusCode(StatusCodes.Status201Created));
        app.MapPut("/shipments/{orderId:guid}", (Guid orderId) => Results.NoContent());
        await app.StartAsync();
        return new Neighbours(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

using System.Text.Json;
using Dapper;
using Npgsql;
using OrderService.Events;

namespace OrderService.Orders;

/// <summary>
/// Orders and their outbox in PostgreSQL (see schema.sql). The 30 seconds of Npgsql's command timeout bound every command.
/// </summary>
public sealed class PostgresOrderStore(NpgsqlDataSource database) : IOrderStore, IOutbox
{
    public async Task AddAsync(Order order, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "insert into orders (id, customer, total, placed_at) values (@Id, @Customer, @Total, @PlacedAt) on conflict (id) do nothing",
                order,
                transaction,
                cancellationToken: token
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                "insert into outbox (id, body) values (@Id, @Body::jsonb) on conflict (id) do nothing",
                new { order.Id, Body = JsonSerializer.Serialize(OrderPlaced.From(order)) },
                transaction,
                cancellationToken: token
            )
        );
        await transaction.CommitAsync(token);
    }

    public async Task<Order?> FindAsync(Guid id, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        return await connection.QuerySingleOrDefaultAsync<Order>(
            new CommandDefinition(
                "select id, customer, total, placed_at as PlacedAt from orders where id = @id",
                new { id },
                cancellationToken: token
            )
        );
    }

    public async Task<OrderPlaced?> OldestAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        var body = await connection.QuerySingleOrDefaultAsync<string>(
            new CommandDefinition("select body from outbox where not published order by seq limit 1", cancellationToken: token)
        );
        return body is null ? null : JsonSerializer.Deserialize<OrderPlaced>(body);
    }

    public async Task MarkPublishedAsync(OrderPlaced message, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await connection.ExecuteAsync(
            new CommandDefinition("update outbox set published = true where id = @OrderId", message, cancellationToken: token)
        );
    }
}

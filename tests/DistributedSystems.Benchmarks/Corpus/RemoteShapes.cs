namespace DistributedSystems.Benchmarks.Corpus;

/// <summary>Code the rules look at, well done as often as not, so that both the quick and the slow answers are measured.</summary>
internal static class RemoteShapes
{
    public static readonly string[] All =
    [
        """
                public async Task<string> Fetch§method(int id, CancellationToken cancellationToken)
                {
                    using var response = await http.GetAsync("orders/" + id.ToString(CultureInfo.InvariantCulture), cancellationToken);
                    response.EnsureSuccessStatusCode();
                    return await response.Content.ReadAsStringAsync(cancellationToken);
                }
            """,
        """
                public async Task<bool> Submit§method(Order§class order, CancellationToken cancellationToken)
                {
                    for (var attempt = 0; attempt < 3; attempt++)
                    {
                        try
                        {
                            using var content = new StringContent(order.Customer + order.Amount.ToString(CultureInfo.InvariantCulture));
                            using var response = await http.PostAsync("orders", content, cancellationToken);
                            if (response.IsSuccessStatusCode)
                            {
                                return true;
                            }
                        }
                        catch (HttpRequestException)
                        {
                            await Task.Delay(TimeSpan.FromMilliseconds(§n), cancellationToken);
                        }
                    }

                    return false;
                }
            """,
        """
                public async Task<int> Load§method(int id, CancellationToken cancellationToken)
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "select count(*) from orders where id = " + id.ToString(CultureInfo.InvariantCulture);
                    command.CommandTimeout = §n;
                    return await command.ExecuteScalarAsync(cancellationToken) is int count ? count : 0;
                }
            """,
        """
                public int Save§method(Order§class order)
                {
                    using var command = connection.CreateCommand();
                    command.CommandText = "update orders set amount = §n where id = " + order.Id.ToString(CultureInfo.InvariantCulture);
                    return command.ExecuteNonQuery();
                }
            """,
        """
                public TimeSpan Measure§method(string text)
                {
                    var started = DateTime.UtcNow;
                    var weight = Weigh(text);
                    var took = DateTime.UtcNow - started;
                    return weight > §n ? took : TimeSpan.FromSeconds(weight);
                }
            """,
        """
                public async Task<int> Read§method(Socket socket, byte[] buffer, CancellationToken cancellationToken)
                {
                    var read = 0;
                    while (read < buffer.Length)
                    {
                        var count = await socket.ReceiveAsync(buffer.AsMemory(read), SocketFlags.None, cancellationToken);
                        if (count == 0)
                        {
                            break;
                        }

                        read += count;
                    }

                    return read;
                }
            """,
    ];
}

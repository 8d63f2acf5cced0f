namespace DistributedSystems.Benchmarks.Corpus;

/// <summary>What most code does. Some names (Get, Send, Publish) are also names of remote calls, as in real code.</summary>
internal static class OrdinaryShapes
{
    public static readonly string[] All =
    [
        """
                public string Describe§method(Order§class order)
                {
                    var text = new StringBuilder();
                    text.Append("order ").Append(order.Id).Append(" of ").Append(order.Customer.Trim().ToUpperInvariant());
                    foreach (var line in order.Lines)
                    {
                        if (string.IsNullOrWhiteSpace(line))
                        {
                            continue;
                        }

                        text.Append(", ").Append(line.Substring(0, Math.Min(line.Length, §n)));
                    }

                    return text.Append($" for {order.Amount:F2}").ToString();
                }
            """,
        """
                public IReadOnlyDictionary<string, decimal> Total§method(IEnumerable<Order§class> all)
                {
                    return all
                        .Where(order => order.Amount > §n && order.Lines.Count > 0)
                        .GroupBy(order => order.Customer)
                        .OrderByDescending(group => group.Sum(order => order.Amount))
                        .Take(§n)
                        .ToDictionary(group => group.Key, group => group.Sum(order => order.Amount));
                }
            """,
        """
                public int Count§method(string text)
                {
                    var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                    for (var i = 0; i < words.Length; i++)
                    {
                        var word = words[i].ToLowerInvariant();
                        counts.TryGetValue(word, out var seen);
                        counts[word] = seen + 1;
                        if (seen > §n && word.StartsWith("x", StringComparison.Ordinal))
                        {
                            counts.Remove(word);
                        }
                    }

                    return counts.Values.Sum();
                }
            """,
        """
                public Order§class? Parse§method(string line)
                {
                    var parts = line.Split(';');
                    if (parts.Length < 3 || !int.TryParse(parts[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var id))
                    {
                        return null;
                    }

                    if (!decimal.TryParse(parts[2], NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) || amount < 0)
                    {
                        throw new FormatException("Not an amount: " + parts[2]);
                    }

                    return new Order§class(id, parts[1].Trim(), amount, DateTime.UnixEpoch.AddDays(id % §n), parts.Skip(3).ToList());
                }
            """,
        """
                public string Status§method(int code)
                {
                    switch (code % 7)
                    {
                        case 0:
                            return "new";
                        case 1:
                        case 2:
                            return "paid" + code.ToString(CultureInfo.InvariantCulture);
                        case 3 when version > §n:
                            return "sent";
                        default:
                            return string.Concat("other ", Math.Abs(code).ToString("X", CultureInfo.InvariantCulture));
                    }
                }
            """,
        """
                public void Update§method(Order§class order)
                {
                    lock (gate)
                    {
                        var index = orders.FindIndex(known => known.Id == order.Id);
                        if (index < 0)
                        {
                            orders.Add(order);
                        }
                        else
                        {
                            orders[index] = orders[index] with { Amount = order.Amount + §n, Lines = order.Lines };
                        }

                        version++;
                    }

                    catalog.Store(order);
                }
            """,
        """
                public Order§class? Get§method(int id)
                {
                    try
                    {
                        var found = catalog.Find(id) ?? orders.FirstOrDefault(order => order.Id == id);
                        return found is { Amount: > §n, Lines.Count: > 0 } ? found : null;
                    }
                    catch (InvalidOperationException problem)
                    {
                        Console.Error.WriteLine(problem.Message);
                        return null;
                    }
                }
            """,
        """
                public async Task<int> Send§method(IReadOnlyList<Order§class> batch, CancellationToken cancellationToken)
                {
                    var sent = 0;
                    foreach (var order in batch)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        await Task.Yield();
                        sent += await Publish§method(order, cancellationToken).ConfigureAwait(false);
                    }

                    return sent * Weigh("§n");
                }

                private Task<int> Publish§method(Order§class order, CancellationToken cancellationToken)
                {
                    Update(order, order.Customer.Length > §n);
                    return Task.FromResult(cancellationToken.IsCancellationRequested ? 0 : order.Lines.Count);

                    void Update(Order§class changed, bool again)
                    {
                        if (again)
                        {
                            catalog.Store(changed with { Customer = changed.Customer.Replace("a", "b", StringComparison.Ordinal) });
                        }
                    }
                }
            """,
        """
                public int Ask§method(Shop.Area§other.Service§other neighbour, string text)
                {
                    var weight = neighbour.Weigh(text) + neighbour.Version;
                    while (weight > §n)
                    {
                        weight = weight / 2 - Math.Max(1, Weigh(text.PadLeft(§n)));
                        if (weight % 3 == 1)
                        {
                            text = text.TrimEnd('x') + weight.ToString(CultureInfo.InvariantCulture);
                        }
                    }

                    return weight;
                }
            """,
    ];
}

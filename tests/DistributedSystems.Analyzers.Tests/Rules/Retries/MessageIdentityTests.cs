using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>A message that names itself can be told from its repetition by who receives it.</summary>
public class MessageIdentityTests
{
    private const string Publisher = """
        using RabbitMQ.Client;
        class Publisher(IChannel channel)
        {
            async Task Send(Guid orderId, byte[] body, string kind)
            {
                for (var attempt = 0; attempt < 4; attempt++)
                {
                    try
                    {
                        var properties = new BasicProperties { PROPERTIES };
                        await channel.BasicPublishAsync("orders", kind, false, properties, body);
                        return;
                    }
                    catch (Exception) when (attempt < 3)
                    {
                        await Task.Delay(200);
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("MessageId = orderId.ToString(), ContentType = kind", false)]
    [InlineData("ContentType = kind", true)]
    public Task Published_again(string properties, bool reported) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Publisher
                .Replace("PROPERTIES", properties)
                .Replace(
                    "channel.BasicPublishAsync(\"orders\", kind, false, properties, body)",
                    reported
                        ? "[|channel.BasicPublishAsync(\"orders\", kind, false, properties, body)|]"
                        : "channel.BasicPublishAsync(\"orders\", kind, false, properties, body)"
                ),
            Setup.With(Library.RabbitMq)
        );

    [Fact]
    public Task A_new_identity_on_every_attempt_is_none() =>
        VerifyCS<KeyChangesOnEveryAttempt>.VerifyAnalyzerAsync(
            Publisher.Replace("PROPERTIES", "MessageId = [|Guid.NewGuid()|].ToString()"),
            Setup.With(Library.RabbitMq)
        );
}

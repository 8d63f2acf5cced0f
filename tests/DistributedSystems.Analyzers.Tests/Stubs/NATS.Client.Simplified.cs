// Mirrors the public surface of NATS.Client.Simplified 3.1 that the catalog describes; signatures only.
// https://github.com/nats-io/nats.net/tree/v3.1.0/src/NATS.Client.Simplified

namespace NATS.Net
{
    public class NatsClient { }
}

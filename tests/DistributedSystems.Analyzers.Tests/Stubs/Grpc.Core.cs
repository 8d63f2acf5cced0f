// Mirrors the public surface of Grpc.Core 2.46 that the catalog describes; signatures only.
// https://github.com/grpc/grpc/tree/v1.46.x/src/csharp/Grpc.Core

namespace Grpc.Core
{
    public class Channel
    {
        public Channel(string target, ChannelCredentials credentials)
        {
        }
    }

    public abstract class ChannelCredentials { }
}

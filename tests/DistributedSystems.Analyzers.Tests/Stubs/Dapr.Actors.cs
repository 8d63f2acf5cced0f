// Mirrors the public surface of Dapr.Actors 1.18 that the catalog describes; signatures only.
// https://github.com/dapr/dotnet-sdk/tree/master/src/Dapr.Actors

namespace Dapr.Actors
{
    public interface IActor { }
}

// Mirrors the public surface of DistributedLock.FileSystem 2.8 that the catalog describes; signatures only.
// https://github.com/madelson/DistributedLock/tree/release-2.8

namespace Medallion.Threading.FileSystem
{
    public class FileDistributedLock { }
}

namespace Consul
{
    using System.Threading;
    using System.Threading.Tasks;

    public class KVPair
    {
        public KVPair(string key) => Key = key;

        public string Key { get; set; }
        public ulong ModifyIndex { get; set; }
        public byte[] Value { get; set; }
        public string Session { get; set; }
    }

    public class QueryResult<T>
    {
        public T Response { get; set; }
    }

    public class WriteResult<T>
    {
        public T Response { get; set; }
    }

    public class SessionEntry { }

    public class LockOptions { }

    public interface IDistributedLock
    {
        bool IsHeld { get; }
        Task<CancellationToken> Acquire(CancellationToken ct = default);
        Task Destroy(CancellationToken ct = default);
        Task Release(CancellationToken ct = default);
    }

    public interface IDistributedSemaphore
    {
        bool IsHeld { get; }
        Task<CancellationToken> Acquire(CancellationToken ct = default);
        Task Destroy(CancellationToken ct = default);
        Task Release(CancellationToken ct = default);
    }

    public interface IKVEndpoint
    {
        Task<WriteResult<bool>> Acquire(KVPair p, CancellationToken ct = default);
        Task<WriteResult<bool>> CAS(KVPair p, CancellationToken ct = default);
        Task<WriteResult<bool>> Delete(string key, CancellationToken ct = default);
        Task<WriteResult<bool>> DeleteCAS(KVPair p, CancellationToken ct = default);
        Task<WriteResult<bool>> DeleteTree(string prefix, CancellationToken ct = default);
        Task<QueryResult<KVPair>> Get(string key, CancellationToken ct = default);
        Task<QueryResult<string[]>> Keys(string prefix, CancellationToken ct = default);
        Task<QueryResult<KVPair[]>> List(string prefix, CancellationToken ct = default);
        Task<WriteResult<bool>> Put(KVPair p, CancellationToken ct = default);
        Task<WriteResult<bool>> Release(KVPair p, CancellationToken ct = default);
        Task<WriteResult<object>> Txn(object txn, CancellationToken ct = default);
    }

    public interface ISessionEndpoint
    {
        Task<WriteResult<string>> Create(SessionEntry se, CancellationToken ct = default);
        Task<WriteResult<string>> CreateNoChecks(SessionEntry se, CancellationToken ct = default);
        Task<WriteResult<bool>> Destroy(string id, CancellationToken ct = default);
        Task<QueryResult<SessionEntry>> Info(string id, CancellationToken ct = default);
        Task<QueryResult<SessionEntry[]>> List(CancellationToken ct = default);
        Task<QueryResult<SessionEntry[]>> Node(string node, CancellationToken ct = default);
        Task<WriteResult<SessionEntry>> Renew(string id, CancellationToken ct = default);
        Task RenewPeriodic(System.TimeSpan initialTTL, string id, CancellationToken ct);
    }

    public interface IConsulClient : System.IDisposable
    {
        IKVEndpoint KV { get; }
        ISessionEndpoint Session { get; }
        Task<IDistributedLock> AcquireLock(string key, CancellationToken ct = default);
        Task<IDistributedSemaphore> AcquireSemaphore(string prefix, int limit, CancellationToken ct = default);
        IDistributedLock CreateLock(string key);
        Task ExecuteLocked(string key, System.Action action, CancellationToken ct = default);
        Task ExecuteInSemaphore(string prefix, int limit, System.Action a, CancellationToken ct = default);
    }
}

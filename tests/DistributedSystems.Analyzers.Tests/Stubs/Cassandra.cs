// Mirrors the public surface of CassandraCSharpDriver 3.22 that the catalog describes; signatures only.
// https://github.com/datastax/csharp-driver/tree/master/src/Cassandra
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Cassandra;
using Cassandra.DataStax.Graph;
using Cassandra.Mapping;

namespace Cassandra
{
    public class SocketOptions
    {
        public int ReadTimeoutMillis { get; }
    }

    public interface ISession
    {
        Task<RowSet> ExecuteAsync(IStatement statement);

        Task<RowSet> ExecuteAsync(IStatement statement, string executionProfileName);

        RowSet Execute(IStatement statement, string executionProfileName);

        RowSet Execute(IStatement statement);

        RowSet Execute(string cqlQuery);

        RowSet Execute(string cqlQuery, string executionProfileName);

        RowSet Execute(string cqlQuery, ConsistencyLevel consistency);

        RowSet Execute(string cqlQuery, int pageSize);

        Task<GraphResultSet> ExecuteGraphAsync(IGraphStatement statement);

        Task<GraphResultSet> ExecuteGraphAsync(IGraphStatement statement, string executionProfileName);

        GraphResultSet ExecuteGraph(IGraphStatement statement);

        GraphResultSet ExecuteGraph(IGraphStatement statement, string executionProfileName);

        Task<PreparedStatement> PrepareAsync(string cqlQuery);

        Task<PreparedStatement> PrepareAsync(string cqlQuery, IDictionary<string, byte[]> customPayload);

        Task<PreparedStatement> PrepareAsync(string cqlQuery, string keyspace);

        Task<PreparedStatement> PrepareAsync(string cqlQuery, string keyspace, IDictionary<string, byte[]> customPayload);

        PreparedStatement Prepare(string cqlQuery);

        PreparedStatement Prepare(string cqlQuery, IDictionary<string, byte[]> customPayload);

        PreparedStatement Prepare(string cqlQuery, string keyspace);

        PreparedStatement Prepare(string cqlQuery, string keyspace, IDictionary<string, byte[]> customPayload);

        void CreateKeyspace(string keyspaceName, Dictionary<string, string> replication = null, bool durableWrites = true);

        void CreateKeyspaceIfNotExists(string keyspaceName, Dictionary<string, string> replication = null, bool durableWrites = true);

        void DeleteKeyspace(string keyspaceName);

        void DeleteKeyspaceIfExists(string keyspaceName);
    }

    public class Builder
    {
        public Cluster Build() => throw null;
    }

    public interface ICluster
    {
        Task<ISession> ConnectAsync();

        Task<ISession> ConnectAsync(string keyspace);

        ISession Connect();

        ISession Connect(string keyspace);

        Task<bool> RefreshSchemaAsync(string keyspace = null, string table = null);

        bool RefreshSchema(string keyspace = null, string table = null);
    }

    public class RowSet { }

    public interface IStatement { }

    public enum ConsistencyLevel { }

    public class PreparedStatement { }

    public class Cluster { }
}

namespace Cassandra.DataStax.Graph
{
    public class GraphResultSet { }

    public interface IGraphStatement { }
}

namespace Cassandra.Mapping
{
    public interface ICqlQueryAsyncClient
    {
        Task<IEnumerable<T>> FetchAsync<T>(CqlQueryOptions queryOptions = null);

        Task<IEnumerable<T>> FetchAsync<T>(string cql, params object[] args);

        Task<IEnumerable<T>> FetchAsync<T>(Cql cql);

        Task<IPage<T>> FetchPageAsync<T>(Cql cql);

        Task<IPage<T>> FetchPageAsync<T>(CqlQueryOptions queryOptions = null);

        Task<IPage<T>> FetchPageAsync<T>(int pageSize, byte[] pagingState, string query, object[] args);

        Task<T> FirstAsync<T>(string cql, params object[] args);

        Task<T> FirstAsync<T>(Cql cql);

        Task<T> FirstOrDefaultAsync<T>(string cql, params object[] args);

        Task<T> FirstOrDefaultAsync<T>(Cql cql);

        Task<T> SingleAsync<T>(string cql, params object[] args);

        Task<T> SingleAsync<T>(Cql cql);

        Task<T> SingleOrDefaultAsync<T>(string cql, params object[] args);

        Task<T> SingleOrDefaultAsync<T>(Cql cql);
    }

    public interface ICqlQueryClient
    {
        IEnumerable<T> Fetch<T>(CqlQueryOptions queryOptions = null);

        IEnumerable<T> Fetch<T>(string cql, params object[] args);

        IEnumerable<T> Fetch<T>(Cql cql);

        IPage<T> FetchPage<T>(Cql cql);

        IPage<T> FetchPage<T>(CqlQueryOptions queryOptions = null);

        IPage<T> FetchPage<T>(int pageSize, byte[] pagingState, string query, object[] args);

        T First<T>(string cql, params object[] args);

        T First<T>(Cql cql);

        T FirstOrDefault<T>(string cql, params object[] args);

        T FirstOrDefault<T>(Cql cql);

        T Single<T>(string cql, params object[] args);

        T Single<T>(Cql cql);

        T SingleOrDefault<T>(string cql, params object[] args);

        T SingleOrDefault<T>(Cql cql);
    }

    public interface ICqlWriteAsyncClient
    {
        Task InsertAsync<T>(T poco, CqlQueryOptions queryOptions = null);

        Task InsertAsync<T>(T poco, bool insertNulls, CqlQueryOptions queryOptions = null);

        Task InsertAsync<T>(T poco, bool insertNulls, int? ttl, CqlQueryOptions queryOptions = null);

        Task UpdateAsync<T>(T poco, CqlQueryOptions queryOptions = null);

        Task UpdateAsync<T>(string cql, params object[] args);

        Task UpdateAsync<T>(Cql cql);

        Task DeleteAsync<T>(T poco, CqlQueryOptions queryOptions = null);

        Task DeleteAsync<T>(string cql, params object[] args);

        Task DeleteAsync<T>(Cql cql);

        Task ExecuteAsync(string cql, params object[] args);

        Task ExecuteAsync(Cql cql);
    }

    public interface ICqlWriteClient
    {
        void Insert<T>(T poco, CqlQueryOptions queryOptions = null);

        void Insert<T>(T poco, bool insertNulls, CqlQueryOptions queryOptions = null);

        void Insert<T>(T poco, bool insertNulls, int? ttl, CqlQueryOptions queryOptions = null);

        void Update<T>(T poco, CqlQueryOptions queryOptions = null);

        void Update<T>(string cql, params object[] args);

        void Update<T>(Cql cql);

        void Delete<T>(T poco, CqlQueryOptions queryOptions = null);

        void Delete<T>(string cql, params object[] args);

        void Delete<T>(Cql cql);

        void Execute(string cql, params object[] args);

        void Execute(Cql cql);
    }

    public interface IMapper : ICqlQueryAsyncClient, ICqlWriteAsyncClient, ICqlQueryClient, ICqlWriteClient
    {
        Task InsertAsync<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        Task InsertAsync<T>(T poco, string executionProfile, bool insertNulls, int? ttl, CqlQueryOptions queryOptions = null);

        Task InsertAsync<T>(T poco, string executionProfile, bool insertNulls, CqlQueryOptions queryOptions = null);

        Task UpdateAsync<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        Task DeleteAsync<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        void Insert<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        void Insert<T>(T poco, string executionProfile, bool insertNulls, CqlQueryOptions queryOptions = null);

        void Insert<T>(T poco, string executionProfile, bool insertNulls, int? ttl, CqlQueryOptions queryOptions = null);

        void Update<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        void Delete<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        Task<AppliedInfo<T>> InsertIfNotExistsAsync<T>(T poco, CqlQueryOptions queryOptions = null);

        Task<AppliedInfo<T>> InsertIfNotExistsAsync<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        Task<AppliedInfo<T>> InsertIfNotExistsAsync<T>(T poco, bool insertNulls, CqlQueryOptions queryOptions = null);

        Task<AppliedInfo<T>> InsertIfNotExistsAsync<T>(
            T poco,
            string executionProfile,
            bool insertNulls,
            CqlQueryOptions queryOptions = null
        );

        Task<AppliedInfo<T>> InsertIfNotExistsAsync<T>(T poco, bool insertNulls, int? ttl, CqlQueryOptions queryOptions = null);

        Task<AppliedInfo<T>> InsertIfNotExistsAsync<T>(
            T poco,
            string executionProfile,
            bool insertNulls,
            int? ttl,
            CqlQueryOptions queryOptions = null
        );

        Task<AppliedInfo<T>> UpdateIfAsync<T>(Cql cql);

        Task<AppliedInfo<T>> UpdateIfAsync<T>(string cql, params object[] args);

        Task<AppliedInfo<T>> DeleteIfAsync<T>(string cql, params object[] args);

        Task<AppliedInfo<T>> DeleteIfAsync<T>(Cql cql);

        Task<AppliedInfo<T>> ExecuteConditionalAsync<T>(ICqlBatch batch);

        Task<AppliedInfo<T>> ExecuteConditionalAsync<T>(ICqlBatch batch, string executionProfile);

        AppliedInfo<T> InsertIfNotExists<T>(T poco, CqlQueryOptions queryOptions = null);

        AppliedInfo<T> InsertIfNotExists<T>(T poco, string executionProfile, CqlQueryOptions queryOptions = null);

        AppliedInfo<T> InsertIfNotExists<T>(T poco, bool insertNulls, CqlQueryOptions queryOptions = null);

        AppliedInfo<T> InsertIfNotExists<T>(T poco, string executionProfile, bool insertNulls, CqlQueryOptions queryOptions = null);

        AppliedInfo<T> InsertIfNotExists<T>(T poco, bool insertNulls, int? ttl, CqlQueryOptions queryOptions = null);

        AppliedInfo<T> InsertIfNotExists<T>(
            T poco,
            string executionProfile,
            bool insertNulls,
            int? ttl,
            CqlQueryOptions queryOptions = null
        );

        AppliedInfo<T> UpdateIf<T>(Cql cql);

        AppliedInfo<T> UpdateIf<T>(string cql, params object[] args);

        AppliedInfo<T> DeleteIf<T>(string cql, params object[] args);

        AppliedInfo<T> DeleteIf<T>(Cql cql);

        AppliedInfo<T> ExecuteConditional<T>(ICqlBatch batch);

        AppliedInfo<T> ExecuteConditional<T>(ICqlBatch batch, string executionProfile);

        Task ExecuteAsync(ICqlBatch batch);

        Task ExecuteAsync(ICqlBatch batch, string executionProfile);

        void Execute(ICqlBatch batch);

        void Execute(ICqlBatch batch, string executionProfile);
    }

    public class CqlQueryOptions { }

    public class Cql { }

    public interface IPage<T> { }

    public class AppliedInfo<T> { }

    public interface ICqlBatch { }
}

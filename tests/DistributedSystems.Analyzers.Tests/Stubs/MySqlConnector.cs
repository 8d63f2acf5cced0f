// Mirrors the public surface of MySqlConnector 2.6 that the catalog describes; signatures only.
// https://github.com/mysql-net/MySqlConnector/tree/2.6.1/src/MySqlConnector
using System;
using System.Collections.Generic;
using System.Data;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;

namespace MySqlConnector
{
    public abstract class MySqlConnection : DbConnection
    {
        public new MySqlTransaction BeginTransaction() => throw null;

        public new MySqlTransaction BeginTransaction(IsolationLevel isolationLevel) => throw null;

        public MySqlTransaction BeginTransaction(IsolationLevel isolationLevel, bool isReadOnly) => throw null;

        public new ValueTask<MySqlTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) => throw null;

        public new ValueTask<MySqlTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default) => throw null;

        public bool Ping() => throw null;

        public Task<bool> PingAsync(CancellationToken cancellationToken = default) => throw null;

        public ValueTask ResetConnectionAsync(CancellationToken cancellationToken = default) => throw null;
    }

    public abstract class MySqlCommand : DbCommand
    {
        public new MySqlDataReader ExecuteReader() => throw null;

        public new MySqlDataReader ExecuteReader(CommandBehavior commandBehavior) => throw null;

        public new Task<MySqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) => throw null;

        public new Task<MySqlDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default) => throw null;
    }

    public abstract class MySqlBatch : DbBatch
    {
        public new MySqlDataReader ExecuteReader(CommandBehavior commandBehavior = CommandBehavior.Default) => throw null;

        public new Task<MySqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) => throw null;
    }

    public abstract class MySqlTransaction : DbTransaction { }

    public abstract class MySqlDataReader : DbDataReader { }

    public abstract class MySqlDataSource : DbDataSource
    {
        public new MySqlConnection OpenConnection() => throw null;

        public new ValueTask<MySqlConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) => throw null;
    }

    public sealed class MySqlBulkCopy
    {
        public MySqlBulkCopyResult WriteToServer(DataTable dataTable) => throw null;

        public MySqlBulkCopyResult WriteToServer(IEnumerable<DataRow> dataRows, int columnCount) => throw null;

        public MySqlBulkCopyResult WriteToServer(IDataReader dataReader) => throw null;

        public ValueTask<MySqlBulkCopyResult> WriteToServerAsync(DataTable dataTable, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<MySqlBulkCopyResult> WriteToServerAsync(IEnumerable<DataRow> dataRows, int columnCount, CancellationToken cancellationToken = default) => throw null;

        public ValueTask<MySqlBulkCopyResult> WriteToServerAsync(IDataReader dataReader, CancellationToken cancellationToken = default) => throw null;
    }

    public sealed class MySqlBulkCopyResult { }

    public sealed class MySqlBulkLoader
    {
        public int Load() => throw null;

        public Task<int> LoadAsync() => throw null;

        public Task<int> LoadAsync(CancellationToken cancellationToken) => throw null;
    }
}

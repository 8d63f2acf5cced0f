// Mirrors the public surface of System.Data.SqlClient 4.9 that the catalog describes; signatures only.
// https://learn.microsoft.com/dotnet/api/system.data.sqlclient.sqlcommand
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;

namespace System.Data.SqlClient
{
    public abstract class SqlCommand : DbCommand
    {
        public new SqlDataReader ExecuteReader() => throw null;

        public new SqlDataReader ExecuteReader(CommandBehavior behavior) => throw null;

        public new Task<SqlDataReader> ExecuteReaderAsync() => throw null;

        public new Task<SqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken) => throw null;

        public new Task<SqlDataReader> ExecuteReaderAsync(CommandBehavior behavior) => throw null;

        public new Task<SqlDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) => throw null;

        public XmlReader ExecuteXmlReader() => throw null;

        public Task<XmlReader> ExecuteXmlReaderAsync() => throw null;

        public Task<XmlReader> ExecuteXmlReaderAsync(CancellationToken cancellationToken) => throw null;
    }

    public abstract class SqlConnection : DbConnection
    {
        public new SqlTransaction BeginTransaction() => throw null;

        public new SqlTransaction BeginTransaction(IsolationLevel iso) => throw null;

        public SqlTransaction BeginTransaction(string transactionName) => throw null;
    }

    public abstract class SqlTransaction : DbTransaction { }

    public abstract class SqlDataReader : DbDataReader { }

    public sealed class SqlBulkCopy
    {
        public int BulkCopyTimeout { get; set; }

        public void WriteToServer(DataTable table) { }

        public void WriteToServer(IDataReader reader) { }

        public Task WriteToServerAsync(DataTable table) => throw null;

        public Task WriteToServerAsync(DataTable table, CancellationToken cancellationToken) => throw null;

        public Task WriteToServerAsync(IDataReader reader, CancellationToken cancellationToken) => throw null;
    }
}

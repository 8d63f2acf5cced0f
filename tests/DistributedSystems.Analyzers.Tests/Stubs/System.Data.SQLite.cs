// Mirrors the public surface of System.Data.SQLite 1.0 that the catalog describes; signatures only.
// https://system.data.sqlite.org/
using System.Data.Common;

namespace System.Data.SQLite
{
    public abstract class SQLiteConnection : DbConnection { }

    public abstract class SQLiteCommand : DbCommand { }

    public abstract class SQLiteTransaction : DbTransaction { }

    public abstract class SQLiteDataAdapter : DbDataAdapter { }
}

// Mirrors the public surface of Microsoft.EntityFrameworkCore.SqlServer 9.0 that options use; signatures only.
// https://github.com/dotnet/efcore/tree/main/src/EFCore.SqlServer
using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.EntityFrameworkCore
{
    public static class SqlServerDbContextOptionsExtensions
    {
        public static DbContextOptionsBuilder UseSqlServer(this DbContextOptionsBuilder options, string? connection, Action<SqlServerDbContextOptionsBuilder>? configure = null) => throw null!;

        public static DbContextOptionsBuilder<TContext> UseSqlServer<TContext>(this DbContextOptionsBuilder<TContext> options, string? connection, Action<SqlServerDbContextOptionsBuilder>? configure = null) where TContext : DbContext => throw null!;
    }
}

namespace Microsoft.EntityFrameworkCore.Infrastructure
{
    public class SqlServerDbContextOptionsBuilder : RelationalDbContextOptionsBuilder<SqlServerDbContextOptionsBuilder, SqlServerOptionsExtension>
    {
        public SqlServerDbContextOptionsBuilder(DbContextOptionsBuilder options) : base(options) => throw null!;

        public virtual SqlServerDbContextOptionsBuilder EnableRetryOnFailure() => throw null!;

        public virtual SqlServerDbContextOptionsBuilder EnableRetryOnFailure(int maxRetryCount) => throw null!;
    }

    public class SqlServerOptionsExtension : RelationalOptionsExtension
    {
        public override DbContextOptionsExtensionInfo Info => throw null!;

        public override void ApplyServices(IServiceCollection services) => throw null!;

        protected override RelationalOptionsExtension Clone() => throw null!;
    }
}

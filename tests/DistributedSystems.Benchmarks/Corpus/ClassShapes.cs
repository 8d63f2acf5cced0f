namespace DistributedSystems.Benchmarks.Corpus;

internal static class ClassShapes
{
    public const string Opening = """
        using System;
        using System.Collections.Generic;
        using System.Data.Common;
        using System.Globalization;
        using System.Linq;
        using System.Net.Http;
        using System.Net.Sockets;
        using System.Text;
        using System.Threading;
        using System.Threading.Tasks;

        namespace Shop.Area§class;

        public sealed record Order§class(int Id, string Customer, decimal Amount, DateTime Placed, IReadOnlyList<string> Lines);

        public interface ICatalog§class
        {
            Order§class? Find(int id);

            void Store(Order§class order);
        }

        public sealed class Service§class
        {
            private readonly object gate = new();
            private readonly Dictionary<string, int> counts = new();
            private readonly List<Order§class> orders = new();
            private readonly HttpClient http;
            private readonly DbConnection connection;
            private readonly ICatalog§class catalog;
            private int version;

            public Service§class(HttpClient http, DbConnection connection, ICatalog§class catalog)
            {
                this.http = http;
                this.connection = connection;
                this.catalog = catalog;
            }

            public int Version => version;

            public int Weigh(string text) => text.Length * §n + text.IndexOf('x') + counts.Count + §class;

        """;
}

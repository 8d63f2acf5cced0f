namespace Raven.Client.Documents.Session
{
    using System.Threading;
    using System.Threading.Tasks;

    public interface IAsyncDocumentSession : System.IDisposable
    {
        Task<T> LoadAsync<T>(string id, CancellationToken token = default);
        Task StoreAsync(object entity, string id, CancellationToken token = default);
        Task SaveChangesAsync(CancellationToken token = default);
    }

    public interface IDocumentSession : System.IDisposable
    {
        T Load<T>(string id);
        void Store(object entity, string id);
        void SaveChanges();
    }
}

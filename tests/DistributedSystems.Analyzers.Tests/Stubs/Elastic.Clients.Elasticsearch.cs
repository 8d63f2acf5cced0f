// Mirrors the public surface of Elastic.Clients.Elasticsearch 9 that the catalog describes; signatures only.
// https://github.com/elastic/elasticsearch-net/blob/main/src/Elastic.Clients.Elasticsearch/_Generated/Client/ElasticsearchClient.g.cs
using System;
using System.Threading;
using System.Threading.Tasks;

namespace Elastic.Clients.Elasticsearch
{
    public class ElasticsearchClient
    {
        public virtual Task<SearchResponse<TDocument>> SearchAsync<TDocument>(SearchRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<GetResponse<TDocument>> GetAsync<TDocument>(GetRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<MultiGetResponse<TDocument>> MultiGetAsync<TDocument>(MultiGetRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<MultiSearchResponse<TDocument>> MultiSearchAsync<TDocument>(MultiSearchRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<CountResponse> CountAsync(CountRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<ExistsResponse> ExistsAsync(ExistsRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<UpdateByQueryResponse> UpdateByQueryAsync(UpdateByQueryRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<BulkResponse> BulkAsync(BulkRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<DeleteByQueryResponse> DeleteByQueryAsync(DeleteByQueryRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<PingResponse> PingAsync(PingRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<InfoResponse> InfoAsync(InfoRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<DeleteResponse> DeleteAsync(DeleteRequest request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IndexResponse> IndexAsync<TDocument>(IndexRequest<TDocument> request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<IndexResponse> IndexAsync<TDocument>(TDocument document, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<CreateResponse> CreateAsync<TDocument>(CreateRequest<TDocument> request, CancellationToken cancellationToken = default) => throw null;

        public virtual Task<UpdateResponse<TDocument>> UpdateAsync<TDocument, TPartialDocument>(UpdateRequest<TDocument, TPartialDocument> request, CancellationToken cancellationToken = default) => throw null;
    }

    public class ElasticsearchClientSettings
    {
        public ElasticsearchClientSettings RequestTimeout(TimeSpan timeout) => throw null;
    }

    public class SearchRequest { }

    public class SearchResponse<TDocument> { }

    public class GetRequest { }

    public class GetResponse<TDocument> { }

    public class MultiGetRequest { }

    public class MultiGetResponse<TDocument> { }

    public class MultiSearchRequest { }

    public class MultiSearchResponse<TDocument> { }

    public class CountRequest { }

    public class CountResponse { }

    public class ExistsRequest { }

    public class ExistsResponse { }

    public class UpdateByQueryRequest { }

    public class UpdateByQueryResponse { }

    public class BulkRequest { }

    public class BulkResponse { }

    public class DeleteByQueryRequest { }

    public class DeleteByQueryResponse { }

    public class PingRequest { }

    public class PingResponse { }

    public class InfoRequest { }

    public class InfoResponse { }

    public class DeleteRequest { }

    public class DeleteResponse { }

    public class IndexRequest<TDocument> { }

    public class IndexResponse { }

    public class CreateRequest<TDocument> { }

    public class CreateResponse { }

    public class UpdateRequest<TDocument, TPartialDocument> { }

    public class UpdateResponse<TDocument> { }
}

// Mirrors the public surface of Flurl.Http 4.0 that the catalog describes; signatures only.
// https://github.com/tmenier/Flurl/tree/dev/src/Flurl.Http
using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Flurl;
using Flurl.Http;
using Flurl.Http.Content;

namespace Flurl
{
    public class Url { }
}

namespace Flurl.Http
{
    public static class GeneratedExtensions
    {
        public static Task<IFlurlResponse> GetAsync(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> GetAsync(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> GetAsync(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> GetAsync(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<byte[]> GetBytesAsync(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<byte[]> GetBytesAsync(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<byte[]> GetBytesAsync(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<byte[]> GetBytesAsync(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<T> GetJsonAsync<T>(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<T> GetJsonAsync<T>(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<T> GetJsonAsync<T>(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<T> GetJsonAsync<T>(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<Stream> GetStreamAsync(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<Stream> GetStreamAsync(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<Stream> GetStreamAsync(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<Stream> GetStreamAsync(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<string> GetStringAsync(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<string> GetStringAsync(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<string> GetStringAsync(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<string> GetStringAsync(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> HeadAsync(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> HeadAsync(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> HeadAsync(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> HeadAsync(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> OptionsAsync(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> OptionsAsync(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> OptionsAsync(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> OptionsAsync(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostAsync(this IFlurlRequest request, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostAsync(this Url url, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostAsync(this string url, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostAsync(this Uri uri, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostJsonAsync(this IFlurlRequest request, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostJsonAsync(this Url url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostJsonAsync(this string url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostJsonAsync(this Uri uri, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostStringAsync(this IFlurlRequest request, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostStringAsync(this Url url, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostStringAsync(this string url, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostStringAsync(this Uri uri, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostUrlEncodedAsync(this IFlurlRequest request, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostUrlEncodedAsync(this Url url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostUrlEncodedAsync(this string url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostUrlEncodedAsync(this Uri uri, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostMultipartAsync(this Url url, Action<CapturedMultipartContent> buildContent, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostMultipartAsync(this string url, Action<CapturedMultipartContent> buildContent, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PostMultipartAsync(this Uri uri, Action<CapturedMultipartContent> buildContent, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<string> DownloadFileAsync(this Url url, string localFolderPath, string localFileName = null, int bufferSize = 4096, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<string> DownloadFileAsync(this string url, string localFolderPath, string localFileName = null, int bufferSize = 4096, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<string> DownloadFileAsync(this Uri uri, string localFolderPath, string localFileName = null, int bufferSize = 4096, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchAsync(this IFlurlRequest request, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchAsync(this Url url, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchAsync(this string url, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchAsync(this Uri uri, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchJsonAsync(this IFlurlRequest request, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchJsonAsync(this Url url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchJsonAsync(this string url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchJsonAsync(this Uri uri, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchStringAsync(this IFlurlRequest request, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchStringAsync(this Url url, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchStringAsync(this string url, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PatchStringAsync(this Uri uri, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutAsync(this IFlurlRequest request, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutAsync(this Url url, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutAsync(this string url, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutAsync(this Uri uri, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutJsonAsync(this IFlurlRequest request, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutJsonAsync(this Url url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutJsonAsync(this string url, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutJsonAsync(this Uri uri, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutStringAsync(this IFlurlRequest request, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutStringAsync(this Url url, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutStringAsync(this string url, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> PutStringAsync(this Uri uri, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> DeleteAsync(this IFlurlRequest request, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> DeleteAsync(this Url url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> DeleteAsync(this string url, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> DeleteAsync(this Uri uri, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendAsync(this Url url, HttpMethod verb, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendAsync(this string url, HttpMethod verb, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendAsync(this Uri uri, HttpMethod verb, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendJsonAsync(this IFlurlRequest request, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendJsonAsync(this Url url, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendJsonAsync(this string url, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendJsonAsync(this Uri uri, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendStringAsync(this IFlurlRequest request, HttpMethod verb, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendStringAsync(this Url url, HttpMethod verb, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendStringAsync(this string url, HttpMethod verb, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendStringAsync(this Uri uri, HttpMethod verb, string body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendUrlEncodedAsync(this IFlurlRequest request, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendUrlEncodedAsync(this Url url, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendUrlEncodedAsync(this string url, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static Task<IFlurlResponse> SendUrlEncodedAsync(this Uri uri, HttpMethod verb, object body, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;

        public static IFlurlRequest WithHeader(this Url url, string name, object value) => throw null;

        public static IFlurlRequest WithHeader(this string url, string name, object value) => throw null;

        public static IFlurlRequest WithHeader(this Uri uri, string name, object value) => throw null;
    }

    public static class HeaderExtensions
    {
        public static T WithHeader<T>(this T obj, string name, object value) where T : IHeadersContainer => throw null;
    }

    public interface IFlurlRequest
    {
        Task<IFlurlResponse> SendAsync(HttpMethod verb, HttpContent content = null, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default);
    }

    public static class MultipartExtensions
    {
        public static Task<IFlurlResponse> PostMultipartAsync(this IFlurlRequest request, Action<CapturedMultipartContent> buildContent, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;
    }

    public static class DownloadExtensions
    {
        public static Task<string> DownloadFileAsync(this IFlurlRequest request, string localFolderPath, string localFileName = null, int bufferSize = 4096, HttpCompletionOption completionOption = default, CancellationToken cancellationToken = default) => throw null;
    }

    public class FlurlClient { }

    public interface IFlurlResponse { }

    public interface IHeadersContainer { }
}

namespace Flurl.Http.Content
{
    public class CapturedMultipartContent { }
}

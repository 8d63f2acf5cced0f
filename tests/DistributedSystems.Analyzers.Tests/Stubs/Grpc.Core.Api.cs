// Mirrors the public surface of Grpc.Core.Api 2.71 that client code touches; signatures only.
// https://github.com/grpc/grpc-dotnet/tree/v2.71.0/src/Grpc.Core.Api
using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace Grpc.Core
{
    public enum StatusCode { OK, Cancelled, Unknown, InvalidArgument, DeadlineExceeded, NotFound, AlreadyExists, PermissionDenied, ResourceExhausted, FailedPrecondition, Aborted, OutOfRange, Unimplemented, Internal, Unavailable, DataLoss, Unauthenticated }

    public class RpcException : Exception
    {
        public StatusCode StatusCode => default;
    }

    public sealed class Metadata
    {
    }

    public struct CallOptions
    {
        public CallOptions(Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            Headers = headers;
            Deadline = deadline;
            CancellationToken = cancellationToken;
        }

        public Metadata? Headers { get; }

        public DateTime? Deadline { get; }

        public CancellationToken CancellationToken { get; }

        public CallOptions WithHeaders(Metadata headers) => this;

        public CallOptions WithDeadline(DateTime deadline) => this;

        public CallOptions WithCancellationToken(CancellationToken cancellationToken) => this;
    }

    public sealed class AsyncUnaryCall<TResponse> : IDisposable
    {
        public Task<TResponse> ResponseAsync => throw new NotSupportedException();

        public TaskAwaiter<TResponse> GetAwaiter() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    public interface IAsyncStreamReader<out T>
    {
        T Current { get; }

        Task<bool> MoveNext(CancellationToken cancellationToken);
    }

    public sealed class AsyncServerStreamingCall<TResponse> : IDisposable
    {
        public IAsyncStreamReader<TResponse> ResponseStream => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }

    public abstract class ServerCallContext
    {
        public CancellationToken CancellationToken => default;

        public DateTime Deadline => default;
    }

    public sealed class Method<TRequest, TResponse>
    {
    }

    public sealed class AsyncClientStreamingCall<TRequest, TResponse>
    {
    }

    public sealed class AsyncDuplexStreamingCall<TRequest, TResponse>
    {
    }

    public abstract class CallInvoker
    {
        public abstract TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request);

        public abstract AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request);

        public abstract AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request);

        public abstract AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options);

        public abstract AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options);
    }

    public abstract class ChannelBase
    {
    }

    public abstract class ClientBase
    {
        protected ClientBase()
        {
        }

        protected ClientBase(ChannelBase channel)
        {
        }

        protected ClientBase(CallInvoker invoker)
        {
        }
    }

    public abstract class ClientBase<T> : ClientBase
        where T : ClientBase<T>
    {
        protected ClientBase()
        {
        }

        protected ClientBase(ChannelBase channel)
            : base(channel)
        {
        }

        protected ClientBase(CallInvoker invoker)
            : base(invoker)
        {
        }
    }
}

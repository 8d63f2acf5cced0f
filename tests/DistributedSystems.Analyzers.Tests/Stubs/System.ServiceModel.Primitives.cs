// Mirrors the public surface of System.ServiceModel.Primitives 10 that the catalog describes; signatures only.
// https://github.com/dotnet/wcf/tree/main/src/System.ServiceModel.Primitives
using System;

namespace System.ServiceModel
{
    [AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
    public sealed class ServiceContractAttribute : Attribute { }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class OperationContractAttribute : Attribute { }

    public abstract class ClientBase<TChannel>
        where TChannel : class
    {
        protected TChannel Channel => throw null;
    }

    public class ChannelFactory<TChannel>
    {
        public TChannel CreateChannel() => throw null;
    }
}

namespace System.ServiceModel.Channels
{
    public abstract class Binding
    {
        public TimeSpan SendTimeout { get; set; }
    }
}

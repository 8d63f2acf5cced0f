// Mirrors the public surface of Refit 15 that the catalog describes; signatures only.
// https://github.com/reactiveui/refit/blob/main/src/Refit/Attributes.cs
using System;

namespace Refit
{
    public abstract class HttpMethodAttribute : Attribute
    {
        protected HttpMethodAttribute(string path)
        {
        }
    }

    public class GetAttribute : HttpMethodAttribute
    {
        public GetAttribute(string path)
            : base(path)
        {
        }
    }

    public class HeadAttribute : HttpMethodAttribute
    {
        public HeadAttribute(string path)
            : base(path)
        {
        }
    }

    public class OptionsAttribute : HttpMethodAttribute
    {
        public OptionsAttribute(string path)
            : base(path)
        {
        }
    }

    public class PostAttribute : HttpMethodAttribute
    {
        public PostAttribute(string path)
            : base(path)
        {
        }
    }

    public class PatchAttribute : HttpMethodAttribute
    {
        public PatchAttribute(string path)
            : base(path)
        {
        }
    }

    public class PutAttribute : HttpMethodAttribute
    {
        public PutAttribute(string path)
            : base(path)
        {
        }
    }

    public class DeleteAttribute : HttpMethodAttribute
    {
        public DeleteAttribute(string path)
            : base(path)
        {
        }
    }

    public class HeaderAttribute : Attribute
    {
        public HeaderAttribute(string header)
        {
        }
    }

    public class HeadersAttribute : Attribute
    {
        public HeadersAttribute(params string[] headers)
        {
        }
    }
}

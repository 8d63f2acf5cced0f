namespace DistributedSystems.Analyzers.Tests.Suite;

/// <summary>Code in which every rule about remote calls has something to say; a part of what is cut up for <see cref="BrokenCodeTests"/>.</summary>
internal static class CallingCode
{
    public const string Text = """

        class Calling
        {
            private readonly HttpClient http;
            public string Text => http.GetStringAsync("/text").Result;
            public string Blocked() => http.GetStringAsync("/text").GetAwaiter().GetResult();
            public async Task Twin(IDatabase redis) { await Task.Yield(); redis.StringSet("a", "b"); }
        }
        """;
}

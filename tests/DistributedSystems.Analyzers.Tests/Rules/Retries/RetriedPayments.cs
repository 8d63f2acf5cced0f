using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>The class around the members that cases about retried payments show.</summary>
internal static class RetriedPayments
{
    public static Task Verify(string members, params string[] libraries) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            "using System.Net;\nusing System.Net.Http.Json;\nusing System.Net.Sockets;\nclass Payments(HttpClient http)\n{\n"
                + members
                + "\n}\n"
                + """
                class Charge { public decimal Amount; public int Attempt; }
                class TransientException : Exception { }
                """,
            libraries
        );
}

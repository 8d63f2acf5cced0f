using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using DistributedSystems.Analyzers.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Benchmarks;

/// <summary>
/// The question asked of every invocation of a program, for those that are not remote. It must allocate nothing, whatever is
/// referenced: annotations and generated clients may give any member a meaning, so they switch the quick test by name off.
/// </summary>
public class OrdinaryInvocation
{
    private const int Calls = 64;

    private const string Code = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text;

        public class Cache<T>
        {
            public T? Get(string key) => default;

            public void Send(T item) { }
        }

        public class Work
        {
            private readonly Cache<int> cache = new();

            public int Do(List<string> names, StringBuilder text)
            {
                names.Add(text.Append(names.Count).ToString().Trim());
                names.Sort(string.CompareOrdinal);
                Console.WriteLine(string.Join(',', names.Select(Twice).Where(string.IsNullOrEmpty)));
                return Math.Max(names.IndexOf("a"), Twice("b").Length);
            }

            public int DoNamedLikeRemoteCalls(string key)
            {
                cache.Send(1);
                return cache.Get(key);
            }

            private static string Twice(string name) => string.Concat(name, name);
        }
        """;

    private CompilationFacts facts = null!;
    private IInvocationOperation[] ordinary = null!;
    private IInvocationOperation[] namedLikeRemote = null!;

    [Params("nothing", "annotations", "gRPC", "both")]
    public string Referenced { get; set; } = "nothing";

    [GlobalSetup]
    public void Setup()
    {
        MetadataReference[] references = Referenced switch
        {
            "nothing" => [],
            "annotations" => [References.Annotations],
            "gRPC" => [.. References.Grpc],
            _ => [References.Annotations, .. References.Grpc],
        };
        var tree = CSharpSyntaxTree.ParseText(Code);
        var compilation = CSharpCompilation.Create(
            "Measured",
            [tree],
            References.Framework.AddRange(references),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        facts = CompilationFacts.Of(compilation, new AnalyzerOptions([]));
        ordinary = InvocationsIn(compilation, tree, "Do");
        namedLikeRemote = InvocationsIn(compilation, tree, "DoNamedLikeRemoteCalls");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public int EmptyMethod()
    {
        var remote = 0;
        foreach (var invocation in ordinary)
        {
            remote += Nothing(invocation) is null ? 0 : 1;
        }

        return remote;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public int RemoteCallOf() => CountRemote(ordinary);

    [Benchmark(OperationsPerInvoke = Calls)]
    public int RemoteCallOfNamedLikeRemote() => CountRemote(namedLikeRemote);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? Nothing(IInvocationOperation invocation) => null;

    private static IInvocationOperation[] InvocationsIn(Compilation compilation, SyntaxTree tree, string method)
    {
#pragma warning disable RS1030 // Nobody else holds this model.
        var model = compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
        var found = tree.GetRoot()
            .DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Single(declaration => declaration.Identifier.ValueText == method)
            .DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(syntax => (IInvocationOperation)model.GetOperation(syntax)!)
            .ToList();
        return Enumerable.Range(0, Calls).Select(index => found[index % found.Count]).ToArray();
    }

    private int CountRemote(IInvocationOperation[] invocations)
    {
        var remote = 0;
        foreach (var invocation in invocations)
        {
            remote += facts.RemoteCalls.RemoteCallOf(invocation) is null ? 0 : 1;
        }

        return remote;
    }
}

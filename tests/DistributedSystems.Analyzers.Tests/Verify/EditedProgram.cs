using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>Runs what a fix has made of a program: what happens at run time is not proven by a text.</summary>
public static class EditedProgram
{
    /// <summary>
    /// The result of <c>static Task&lt;string&gt; Program.Run()</c>, in the code as it stands and after every fix that is offered.
    /// </summary>
    public static async Task<(string Before, string After)> RunAsync<TAnalyzer, TCodeFix>(string source, params string[] libraries)
        where TAnalyzer : DiagnosticAnalyzer, new()
        where TCodeFix : CodeFixProvider, new()
    {
        var setup = Setup.With(libraries);
        var edited = source;
        while (
            (await Analysis.Run(Analysis.Compile(edited, setup), [new TAnalyzer()], setup, concurrent: false)).Length > 0
            && await LinkedFile.FixedAsync<TAnalyzer, TCodeFix>(edited, setup) is { Length: > 0 } texts
        )
        {
            edited = texts[0];
        }

        Assert.NotEqual(source, edited);
        return (await RunAsync(source, setup), await RunAsync(edited, setup));
    }

    private static async Task<string> RunAsync(string source, Setup setup)
    {
        using var assembly = new MemoryStream();
        var made = Analysis.Compile(source, setup).WithAssemblyName("Edited" + Guid.NewGuid().ToString("N")).Emit(assembly);
        Assert.Empty(made.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        assembly.Position = 0;
        var context = new AssemblyLoadContext(name: null, isCollectible: true);
        try
        {
            var run = context
                .LoadFromStream(assembly)
                .GetType("Program")!
                .GetMethod("Run", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
            return await (Task<string>)run.Invoke(null, null)!;
        }
        finally
        {
            context.Unload();
        }
    }
}

using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Tests.Verify;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class IntegerFunctionTests
{
    /// <summary>Each expression is evaluated as the compiler's own code would, for arguments that the runtime is asked about too.</summary>
    [Theory]
    [InlineData("7 / 2", 3)]
    [InlineData("-7 / 2", -3)]
    [InlineData("-7 % 3", -1)]
    [InlineData("n << 33", 20)]
    [InlineData("-n >> 1", -5)]
    [InlineData("unchecked(int.MaxValue + n)", int.MinValue + 9)]
    [InlineData("(byte)(250 + n)", 4)]
    [InlineData("(int)2.9", 2)]
    [InlineData("(int)-2.9", -2)]
    [InlineData("(int)Math.Round(2.5)", 2)]
    [InlineData("(int)(n / 4.0 * 4)", 10)]
    [InlineData("(int)(n / 3m * 3)", 10)]
    [InlineData("(int)(n / 4m)", 2)]
    [InlineData("~n", -11)]
    [InlineData("n ^ 3", 9)]
    [InlineData("Math.Clamp(n, 1, 5)", 5)]
    [InlineData("Math.Sign(-n)", -1)]
    [InlineData("n > 3 && n / 0 > 1 ? 1 : 2", null)]
    [InlineData("n > 3 || n / 0 > 1 ? 1 : 2", 1)]
    [InlineData("checked(int.MaxValue + n)", null)]
    [InlineData("n switch { > 100 => 1 }", null)]
    public void Expressions(string expression, int? value)
    {
        var (outcome, result) = Evaluate($"static int F(int n) => {expression};", 10);
        Assert.Equal(value is null ? (Outcome.Throws, 0) : (Outcome.Value, value.Value), (outcome, result));
    }

    [Theory]
    [InlineData("static int F(int n) { while (true) { } }")]
    [InlineData("static int F(int n) => F(n);")]
    [InlineData("static int F(int n) => F(n + 1) + F(n + 2);")]
    [InlineData("static int F(int n) => G(ref n); static int G(ref int x) => x;")]
    [InlineData("static int F(int n) => n.ToString().Length;")]
    [InlineData("static int F(int n) { try { return n; } finally { } }")]
    [InlineData("static int F(int n) { int[] a = { n }; return a[0]; }")]
    [InlineData("static int F(int n) => (int)(1e300 * n);")]
    public void What_is_not_understood_is_unknown(string member) => Assert.Equal(Outcome.Unknown, Evaluate(member, 10).Outcome);

    private static (Outcome Outcome, long Value) Evaluate(string member, int argument)
    {
        var compilation = Analysis.Compile($"class C {{ {member} }}", Setup.Default);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var method = (IMethodSymbol)compilation.GetSymbolsWithName("F").Single();
        var function = new IntegerFunction(
            callee =>
                callee.DeclaringSyntaxReferences.Length == 1
                && callee.DeclaringSyntaxReferences[0].GetSyntax() is MethodDeclarationSyntax declaration
                    ? compilation.GetSemanticModel(declaration.SyntaxTree).GetOperation(declaration)
                    : null,
            _ => null
        );
        return (function.Evaluate(method, [argument], out var value), value);
    }
}

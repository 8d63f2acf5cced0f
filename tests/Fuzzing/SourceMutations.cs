using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Fuzzing;

/// <summary>Damages C# as typing, merging and malice do. The same random numbers always give the same text.</summary>
public sealed class SourceMutations
{
    // Beyond this a case says more about the parser than about anything that looks at its result.
    private const int LongestText = 200_000;

    // Roslyn's own recursion overflows its stack on some thousand levels, and on far fewer of lambdas, tuples and interpolations, which it binds again and again.
    private const int DeepestNesting = 250;

    private static readonly string[] HalfTyped =
    [
        ".",
        "?.",
        "await ",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "<",
        ">",
        "new ",
        "new(",
        " => ",
        " is { ",
        " switch { ",
        "\"",
        "\"\"\"",
        "$\"{",
        "case ",
        "when ",
        "var ",
        "var x = ",
        "try {",
        "catch (",
        "if (",
        "for (;;",
        "foreach (var ",
        "lock (",
        "using (",
        "using var ",
        "return ",
        "throw ",
        "goto ",
        "class ",
        "record ",
        "async ",
        "static ",
        "[Obsolete(",
        "where ",
        "from x in ",
        "yield return ",
        "base.",
        "this.",
        "default",
        "nameof(",
        "typeof(",
        "stackalloc ",
        "ref ",
        "out var ",
        "..",
        "^",
        "!",
        "??=",
        "@",
        "#if ",
        "\n#if X\n",
        "\n#endif\n",
        "\n#line hidden\n",
        "\n#nullable enable\n",
        "\n#pragma warning disable\n",
        "//",
        "/*",
        "*/",
        ";",
        ",",
        ":",
        "::",
        "\\",
        "\0",
        "\uFFFF",
        "\uD800",
        "é",
        "unsafe { int* p = &",
        "delegate* <",
        "extension(",
        "field",
        "scoped ",
        "checked(",
        "__arglist",
        "dynamic ",
        "partial ",
    ];

    private static readonly string[] Absurd =
    [
        "null",
        "default",
        "default(int?)",
        "int.MinValue",
        "int.MaxValue",
        "long.MinValue",
        "ulong.MaxValue",
        "-1",
        "0",
        "-0.0",
        "1e400",
        "double.NaN",
        "decimal.MaxValue",
        "99999999999999999999999999",
        "0x",
        "1_",
        "'\\0'",
        "\"\"",
        "\"\\0\"",
        "\"\\uD800\"",
        "\"{0}{1}{\"",
        "\"SELECT\"",
        "\"UPDATE t SET x = x + \"",
        "\"-99999999999999999999s\"",
        "\"1e308h\"",
        "\"Server=;;=;Timeout\"",
        "(object)null!",
        "(System.Enum)(object)9",
        "typeof(void)",
        "new int[0]",
        "new object[] { null, }",
        "new[] { null }",
        "TimeSpan.MinValue",
        "TimeSpan.MaxValue",
        "TimeSpan.FromMilliseconds(double.NaN)",
        "DateTime.MinValue",
        "Timeout.InfiniteTimeSpan",
        "new()",
        "missing",
        "missing.Missing()",
        "throw null!",
        "nameof(int)",
        "checked(int.MaxValue + 1)",
        "1 / 0",
        "sizeof(int)",
        "stackalloc int[1]",
        "(1, 2)",
        "x => x",
        "() => { }",
        "async () => await missing",
        "from a in b select c",
        "this",
        "base",
        "value",
        "default!",
        "[]",
        "[.. missing]",
        "$\"{missing}\"",
    ];

    private static readonly string[] OddTypes =
    [
        "class Rec<T> where T : Rec<Rec<T>> { public T Next; public Rec<Rec<T>> More => More.More.More; public Rec<T> M() => Next.M().M(); }",
        "class Grow<T> : System.IEquatable<Grow<Grow<T>>> { public bool Equals(Grow<Grow<T>> o) => o.Equals(null); static Grow<T> F = Grow<Grow<T>>.F.Equals(null) ? F : null; }",
        "class A<T> : B<A<A<T>>> { } class B<T> : A<B<T>> { }",
        "interface IRound : IRound { Task<IRound> Go(IRound r); } struct S { S s; }",
        "class Outer<T> { public class Inner<U> : Outer<Inner<U>> { public Outer<T>.Inner<Inner<T>> I; } }",
        "partial class Everything<T> { } record struct R(R r) { public R Q => this with { r = Q }; }",
        "static class Ext { public static T Self<T>(this T t) => t.Self().Self(); public static async Task<T> Slow<T>(this Task<T> t) => await (await t).Slow(); }",
        "class Cyc { Task T() => U(); Task U() => T(); int P => Q; int Q { get => P; set => Q = value; } event System.Action E { add => E += value; remove { } } ~Cyc() => T(); public static implicit operator Cyc(int i) => i; }",
    ];

    private readonly IReadOnlyList<string> donors;
    private readonly Func<SyntaxNode, string, Random, string>[] all;

    /// <param name="donors">Texts whose nodes may be put into others.</param>
    public SourceMutations(IReadOnlyList<string> donors)
    {
        this.donors = donors;
        all =
        [
            (root, text, random) => Replace(text, Token(root, random).Span, ""),
            (root, text, random) =>
                Token(root, random) is var token ? Replace(text, new TextSpan(token.Span.End, 0), " " + token.Text) : text,
            (root, text, random) => Swap(text, Token(root, random).Span, Token(root, random).Span),
            (root, text, random) =>
                Token(root, random).Span is var span
                    ? Replace(text, TextSpan.FromBounds(span.Start + span.Length / 2, span.End), "")
                    : text,
            (root, text, random) => Replace(text, Node(root, random).Span, ""),
            (root, text, random) =>
                Node(root, random) is var node ? Replace(text, new TextSpan(node.FullSpan.End, 0), node.ToFullString()) : text,
            (root, text, random) => Node(root, random) is var node ? Swap(text, node.Span, Like(node, root, random).Span) : text,
            (root, text, random) =>
                Node(root, random).Span is var span
                    ? Replace(text, TextSpan.FromBounds(span.Start + random.Next(span.Length + 1), span.End), "")
                    : text,
            Splice,
            Splice,
            (_, text, random) => text[..random.Next(text.Length + 1)],
            (_, text, random) =>
                random.Next(text.Length + 1) is var at ? text.Remove(at, Math.Min(text.Length - at, random.Next(200))) : text,
            (root, text, random) => Replace(text, new TextSpan(Token(root, random).Span.End, 0), Of(HalfTyped, random)),
            (root, text, random) => Replace(text, new TextSpan(Token(root, random).SpanStart, 0), Of(HalfTyped, random)),
            Rename,
            Rename,
            (root, text, random) => Replace(text, Expression(root, random), Of(Absurd, random)),
            (root, text, random) => Replace(text, Span<LiteralExpressionSyntax>(root, random), Of(Absurd, random)),
            (root, text, random) => Replace(text, Span<AttributeArgumentSyntax>(root, random), Of(Absurd, random)),
            (root, text, random) => Replace(text, Span<ArgumentSyntax>(root, random), Of(Absurd, random)),
            (root, text, random) => Wrap(text, Expression(root, random), NestedExpression(random)),
            (root, text, random) => Wrap(text, Span<StatementSyntax>(root, random), NestedStatement(random)),
            (root, text, random) => Wrap(text, Span<TypeSyntax>(root, random), Repeated("List<", ">", random.Next(60))),
            (root, text, random) => Repeat(text, Span<StatementSyntax>(root, random), random.Next(400)),
            (root, text, random) => Repeat(text, Span<MemberDeclarationSyntax>(root, random), random.Next(40)),
            (root, text, random) =>
                Replace(text, new TextSpan(Span<TypeDeclarationSyntax>(root, random).Start, 0), Of(OddTypes, random) + "\n"),
        ];
    }

    /// <summary>One to five of the mutations, one after the other.</summary>
    public string Mutate(string text, CSharpParseOptions parse, Random random)
    {
        for (var left = random.Next(1, 6); left > 0 && text.Length > 0; left--)
        {
            var root = CSharpSyntaxTree.ParseText(text, parse).GetRoot();
            var changed = Of(all, random)(root, text, random);
            text = changed.Length <= LongestText ? changed : text;
        }

        return text;
    }

    private static T Of<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];

    // By position, not from a list of all: a file may be long.
    private static SyntaxToken Token(SyntaxNode root, Random random) =>
        root.FullSpan.Length == 0 ? root.GetFirstToken(includeZeroWidth: true) : root.FindToken(random.Next(root.FullSpan.Length));

    private static SyntaxNode Node(SyntaxNode root, Random random)
    {
        var node = Token(root, random).Parent ?? root;
        for (var up = random.Next(5); up > 0 && node.Parent is { } parent && parent != root; up--)
        {
            node = parent;
        }

        return node;
    }

    private static TextSpan Span<T>(SyntaxNode root, Random random)
        where T : SyntaxNode =>
        Token(root, random).Parent?.FirstAncestorOrSelf<T>()?.Span
        ?? (Of<SyntaxNode>([root, .. root.DescendantNodes().OfType<T>()], random) is T found ? found.Span : default);

    private static TextSpan Expression(SyntaxNode root, Random random) => Span<ExpressionSyntax>(root, random);

    private static SyntaxNode Like(SyntaxNode node, SyntaxNode root, Random random) =>
        root.DescendantNodes().Where(other => other.RawKind == node.RawKind).ToList() is { Count: > 0 } others ? Of(others, random) : node;

    private string Splice(SyntaxNode root, string text, Random random)
    {
        var (node, donor) = (Node(root, random), CSharpSyntaxTree.ParseText(Of(donors, random)).GetRoot());
        var graft = random.Next(4) > 0 ? Like(node, donor, random) : Node(donor, random);
        return Replace(text, node.Span, graft.ToString());
    }

    private static string Rename(SyntaxNode root, string text, Random random)
    {
        var names = root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).ToList();
        return names.Count == 0 ? text : Replace(text, Of(names, random).Span, Of(names, random).Text);
    }

    private static (string Before, string After) NestedExpression(Random random)
    {
        var depth = random.Next(1, DeepestNesting);
        return random.Next(12) switch
        {
            0 => Repeated("(", ")", depth),
            1 => Repeated("- -(", ")", depth),
            2 => Repeated("true ? (", ") : missing", depth),
            3 => Repeated("new[] { ", " }", depth),
            4 => Repeated("", ".ToString()", depth),
            5 => Repeated("1 + ", "", depth * 20),
            6 => Repeated("", "!", depth),
            7 => Repeated("missing ?? ", "", depth),
            8 => Repeated("await ", "", depth),
            9 => Repeated("(1, ", ")", depth % 10),
            10 => Repeated("() => ", "", random.Next(6)),
            _ => Repeated("$\"{", "}\"", random.Next(6)),
        };
    }

    private static (string Before, string After) NestedStatement(Random random)
    {
        var depth = random.Next(1, DeepestNesting);
        return random.Next(10) switch
        {
            0 => Repeated("{ ", " }", depth),
            1 => Repeated("try { ", " } catch { }", depth),
            2 => Repeated("try { } catch (Exception e) when (true) { ", " }", depth),
            3 => Repeated("while (true) { try { ", " return; } catch (Exception) { continue; } finally { } }", random.Next(1, 60)),
            4 => Repeated("lock (this) { ", " }", depth),
            5 => Repeated("if (true) ", "", depth),
            6 => Repeated("for (;;) ", "", depth),
            7 => Repeated("using (missing) { ", " }", depth),
            8 => Repeated("switch (1) { case 1: ", " break; }", depth),
            _ => Repeated("void F() { ", " } F();", random.Next(1, 30)),
        };
    }

    private static (string Before, string After) Repeated(string before, string after, int times) =>
        (string.Concat(Enumerable.Repeat(before, times)), string.Concat(Enumerable.Repeat(after, times)));

    private static string Wrap(string text, TextSpan span, (string Before, string After) around) =>
        Replace(text, span, around.Before + text.Substring(span.Start, span.Length) + around.After);

    private static string Repeat(string text, TextSpan span, int times) =>
        span.Length * times > LongestText
            ? text
            : Replace(
                text,
                new TextSpan(span.End, 0),
                string.Concat(Enumerable.Repeat("\n" + text.Substring(span.Start, span.Length), times))
            );

    private static string Swap(string text, TextSpan one, TextSpan other)
    {
        var (first, second) = one.Start <= other.Start ? (one, other) : (other, one);
        return first.OverlapsWith(second)
            ? text
            : Replace(Replace(text, second, text.Substring(first.Start, first.Length)), first, text.Substring(second.Start, second.Length));
    }

    private static string Replace(string text, TextSpan span, string by) => text[..span.Start] + by + text[span.End..];
}

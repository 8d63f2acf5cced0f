using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DistributedSystems.Analyzers.Tests.Facts;

public class SpellingsTests
{
    // As long as what is read at once, so that some word begins in one piece and ends in the next.
    private const int Piece = 16 * 1024;

    [Theory]
    [InlineData("class C { int Now() => System.Environment.TickCount; }", "TickCount")]
    [InlineData("class C { int Now() => System.Environment . TickCount; }", "TickCount")]
    [InlineData("class C { long Now() => System.Environment.TickCount64; }", "TickCount")]
    [InlineData("class C { long Now() => System.Diagnostics.Stopwatch.GetTimestamp(); }", "StopwatchTicks")]
    [InlineData("class C { void M(System.Data.IDbConnection c) { using var t = c.BeginTransaction(); } }", "Transaction")]
    [InlineData("class C { void M(System.Net.Http.HttpClient c) => c.DefaultRequestHeaders.Clear(); }", "DefaultHeader")]
    [InlineData("class C { object M(System.Net.Http.HttpClient c) => c.GetStreamAsync(\"/\"); }", "StreamedResponse")]
    [InlineData("class C { bool M(System.Net.Sockets.Socket s) => s.Available > 0; }", "SocketLimit")]
    [InlineData("class C { DbSet<C> All; }", "Row")]
    [InlineData("class C { int Count; } // ticks, transactions", "Nothing")]
    [InlineData("", "Nothing")]
    public void A_word_is_found_wherever_it_stands(string source, string expected) =>
        Assert.Equal(expected, Spellings.In(Compile(source)).ToString());

    [Fact]
    public void The_words_of_all_files_count() =>
        Assert.Equal(
            Spelled.TickCount | Spelled.Transaction,
            Spellings.In(Compile("class A { } // TickCount", "class B { }", "class C { } // StartTransaction"))
        );

    [Theory]
    [InlineData("TickCount", "TickCount")]
    [InlineData("DefaultRequestHeaders", "DefaultHeader")]
    public void A_word_across_the_end_of_a_piece_is_found(string word, string expected)
    {
        foreach (var piece in new[] { Piece, 2 * Piece })
        {
            for (var begin = piece - 100; begin < piece + 3; begin++)
            {
                Assert.Equal(expected, Spellings.In(Compile("//" + new string('x', begin) + word)).ToString());
            }
        }
    }

    [Fact]
    public void A_word_in_two_halves_is_none() =>
        Assert.Equal(Spelled.Nothing, Spellings.In(Compile("//" + new string('x', Piece) + "Tick\n//Count" + new string('x', Piece))));

    private static CSharpCompilation Compile(params string[] files) =>
        CSharpCompilation.Create("Spelled", files.Select(file => CSharpSyntaxTree.ParseText(file)));
}

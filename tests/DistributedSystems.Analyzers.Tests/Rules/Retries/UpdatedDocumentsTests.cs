using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>What the update of a document or row does a second time, however the update is written down.</summary>
public class UpdatedDocumentsTests
{
    private const string Counter = """
        using MongoDB.Bson;
        using MongoDB.Driver;
        class Page
        {
            public string Id { get; set; } = "";
            public int Views { get; set; }
        }
        class Counter(IMongoCollection<Page> pages)
        {
            private static readonly BsonDocument Once = new BsonDocument("$inc", new BsonDocument("Views", 1));
            async Task Note(string page, FilterDefinition<Page> filter)
            {
                for (var attempt = 0; attempt < 4; attempt++)
                {
                    try
                    {
                        await CALL;
                        return;
                    }
                    catch (MongoConnectionException) when (attempt < 3)
                    {
                        await Task.Delay(200);
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("Builders<Page>.Update.Inc(p => p.Views, 1)")]
    [InlineData("Builders<Page>.Update.Inc(\"Views\", 1)")]
    [InlineData("Builders<Page>.Update.Set(p => p.Id, page).Inc(p => p.Views, 1)")]
    [InlineData("Builders<Page>.Update.Combine(Builders<Page>.Update.Set(p => p.Id, page), Builders<Page>.Update.Inc(p => p.Views, 1))")]
    [InlineData("Once")]
    [InlineData("new BsonDocument { { \"$set\", new BsonDocument(\"Id\", page) }, { \"$inc\", new BsonDocument(\"Views\", 1) } }")]
    [InlineData("new BsonDocument { [\"$push\"] = new BsonDocument(\"Readers\", page) }")]
    [InlineData("\"{ $inc: { Views: 1 } }\"")]
    [InlineData("BsonDocument.Parse(\"{ '$inc': { Views: 1 } }\")")]
    [InlineData("$\"{{ \\\"$push\\\": {{ Readers: '{page}' }} }}\"")]
    public Task Adds_again(string update) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Counter.Replace("CALL", $"[|pages.UpdateOneAsync(filter, {update})|]"),
            Setup.With(Library.MongoDb)
        );

    [Theory]
    [InlineData("Builders<Page>.Update.Set(p => p.Views, 1)")]
    [InlineData("Builders<Page>.Update.AddToSet(\"Readers\", page)")]
    [InlineData("Builders<Page>.Update.Combine(Builders<Page>.Update.Set(p => p.Id, page), Builders<Page>.Update.Max(p => p.Views, 1))")]
    [InlineData("new BsonDocument(\"$set\", new BsonDocument(\"Views\", 1))")]
    [InlineData("new BsonDocument(page, new BsonDocument(\"Views\", 1))")]
    [InlineData("\"{ $set: { Views: 1, Note: '$inc' } }\"")]
    [InlineData("page")]
    public Task Comes_to_the_same_or_is_unknown(string update) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Counter.Replace("CALL", $"pages.UpdateOneAsync(filter, {update})"),
            Setup.With(Library.MongoDb)
        );

    [Fact]
    public Task A_filter_that_asks_for_what_the_update_changes_is_a_condition() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Counter.Replace("CALL", "pages.UpdateOneAsync(p => p.Id == page && p.Views == 3, Builders<Page>.Update.Inc(p => p.Views, 1))"),
            Setup.With(Library.MongoDb)
        );

    private const string Shop = """
        using System.Data.Common;
        using Microsoft.EntityFrameworkCore;
        class Order
        {
            public int Id { get; set; }
            public int Total { get; set; }
            public int Version { get; set; }
            public string Note { get; set; } = "";
        }
        class Shop(IQueryable<Order> orders)
        {
            async Task Change(int id, int seen)
            {
                for (var attempt = 0; ; attempt++)
                {
                    try
                    {
                        await CALL;
                        return;
                    }
                    catch (DbException) when (attempt < 3)
                    {
                        await Task.Delay(200);
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("s => s.SetProperty(o => o.Total, o => o.Total - 5)")]
    [InlineData("s => s.SetProperty(o => o.Note, \"x\").SetProperty(o => o.Total, o => o.Total * 2)")]
    [InlineData("s => s.SetProperty(o => o.Note, o => o.Note + \"x\")")]
    public Task A_row_that_is_set_by_what_it_was(string setters) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Shop.Replace("CALL", $"[|orders.Where(o => o.Id == id).ExecuteUpdateAsync({setters})|]"),
            Setup.With(Library.EfCore, Library.EfRelational)
        );

    [Theory]
    [InlineData("o.Id == id", "s => s.SetProperty(o => o.Total, 5)")]
    [InlineData("o.Id == id", "s => s.SetProperty(o => o.Total, o => o.Version + 5)")]
    [InlineData("o.Id == id", "s => s.SetProperty(o => o.Note, o => o.Note.Trim())")]
    [InlineData("o.Version == seen", "s => s.SetProperty(o => o.Version, o => o.Version + 1).SetProperty(o => o.Total, o => o.Total + 1)")]
    [InlineData("o.Version == seen", "s => s.SetProperty(o => o.Total, o => o.Total + 1).SetProperty(o => o.Version, o => o.Version + 1)")]
    public Task A_row_that_is_set_to_a_value_or_under_a_condition(string filter, string setters) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Shop.Replace("CALL", $"orders.Where(o => {filter}).ExecuteUpdateAsync({setters})"),
            Setup.With(Library.EfCore, Library.EfRelational)
        );
}

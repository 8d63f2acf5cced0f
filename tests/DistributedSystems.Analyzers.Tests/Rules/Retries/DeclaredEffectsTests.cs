using DistributedSystems.Analyzers.Rules.Configuration;
using DistributedSystems.Analyzers.Rules.Retries;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Retries;

/// <summary>Effects where people write them first: on the client's type, on the key itself, on the request that carries it.</summary>
public class DeclaredEffectsTests
{
    private const string Clients = """
        using DistributedSystems;

        [RemoteCall, NotIdempotent]
        interface ITill
        {
            Task Charge(decimal amount);
            [Idempotent] Task Close(string day);
            [ReadOnly] Task<decimal> Balance();
            Task Refund(decimal amount, [IdempotencyKey] Guid refund);
        }

        [RemoteCall, Idempotent]
        interface IShelf
        {
            Task Put(string title);
            [NotIdempotent] Task Append(string title);
        }

        abstract class Request { [IdempotencyKey] public Guid Id { get; set; } }
        class Order : Request { public string Dish { get; set; } }
        record Booking([IdempotencyKey] Guid Number, string Table);

        [RemoteCall]
        interface IKitchen
        {
            Task Cook(Order order);
            Task Reserve(Booking booking);
            [Idempotent(Key = "order.Id")] Task Serve(Order order);
        }

        """;

    private const string Again = """
            async Task METHOD(decimal amount, string title, Order order, Guid id)
            {
                for (var turn = 0; turn < 3; turn++)
                {
                    try { CALL return; }
                    catch (TimeoutException) { await Task.Delay(100 << turn); }
                }
            }
        """;

    private static string Shop(string call) =>
        Clients
        + "class Shop(ITill till, IShelf shelf, IKitchen kitchen)\n{\n"
        + Again.Replace("METHOD", "Try").Replace("CALL", call)
        + "\n}";

    [Theory]
    [InlineData("await [|till.Charge(amount)|];")]
    [InlineData("await till.Close(title);")]
    [InlineData("await till.Balance();")]
    [InlineData("await till.Refund(amount, id);")]
    [InlineData("await shelf.Put(title);")]
    [InlineData("await [|shelf.Append(title)|];")]
    [InlineData("await kitchen.Cook(order);")]
    [InlineData("await kitchen.Reserve(new Booking(id, title));")]
    [InlineData("await kitchen.Serve(order);")]
    public Task Of_what_may_be_repeated(string call) =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(Shop(call), Setup.With(Library.Annotations));

    [Theory]
    [InlineData("await till.Refund(amount, [|Guid.NewGuid()|]);")]
    [InlineData("await till.Refund(amount, id);")]
    [InlineData("await kitchen.Cook(new Order { Dish = title, Id = [|Guid.NewGuid()|] });")]
    [InlineData("await kitchen.Cook(new Order { Dish = title, Id = id });")]
    [InlineData("await kitchen.Reserve(new Booking([|Guid.NewGuid()|], title));")]
    [InlineData("await kitchen.Reserve(new Booking(id, title));")]
    [InlineData("await kitchen.Serve(new Order { Dish = title, Id = [|Guid.NewGuid()|] });")]
    [InlineData("await kitchen.Serve(order);")]
    public Task Of_what_the_key_is(string call) =>
        VerifyCS<KeyChangesOnEveryAttempt>.VerifyAnalyzerAsync(Shop(call), Setup.With(Library.Annotations));

    [Fact]
    public Task A_request_in_this_process_is_judged_by_what_is_done_with_it() =>
        VerifyCS<NonIdempotentOperationIsRetried>.VerifyAnalyzerAsync(
            Clients
                + """
                class Waiter(HttpClient http)
                {
                    async Task Try(Order order, HttpContent note)
                    {
                        for (var turn = 0; turn < 3; turn++)
                        {
                            try { await [|Bring(order, note)|]; return; }
                            catch (HttpRequestException) { await Task.Delay(100 << turn); }
                        }
                    }

                    private Task Bring(Order order, HttpContent note) => http.PostAsync("/notes", note);
                }
                """,
            Setup.With(Library.Annotations)
        );

    [Fact]
    public Task Contradictions() =>
        VerifyCS<AnnotationContradicts>.VerifyAnalyzerAsync(
            """
            using DistributedSystems;

            class Order { public string Id { get; set; } }

            interface IKitchen
            {
                [Idempotent(Key = "order.Id")] Task Right(Order order);
                [[|Idempotent(Key = "order.Number")|]] Task NoMember(Order order);
                [[|Idempotent(Key = "meal.Id")|]] Task NoParameter(Order order);
            }

            [Idempotent, [|NotIdempotent|]]
            interface IBoth { }
            """,
            Setup.With(Library.Annotations)
        );
}

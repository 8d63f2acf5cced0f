using DistributedSystems.Analyzers.Rules.Messaging;
using DistributedSystems.Analyzers.Tests.Verify;

namespace DistributedSystems.Analyzers.Tests.Rules.Messaging;

using VerifyCS = VerifyCS<ReadOnlyHandlerWrites>;

public class ReadOnlyHandlerWritesTests
{
    [Fact]
    public Task Actions_of_controllers() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using System.Data.Common;
            using Dapper;
            using MassTransit;
            using Microsoft.AspNetCore.Mvc;

            class Viewed { }
            interface IViews { Task Note(); }
            class Views : IViews
            {
                private readonly IPublishEndpoint bus;
                public Task Note() => bus.Publish(new Viewed());
            }

            class Orders : ControllerBase
            {
                private readonly IPublishEndpoint bus;
                private readonly IViews views;
                private readonly DbConnection database;
                private readonly HttpClient http;

                [HttpGet] public Task Publishes() => [|bus.Publish(new Viewed())|];
                [HttpHead] public Task Through() => [|views.Note()|];
                [HttpGet("a")] public async Task<int> Inserts() => await [|database.ExecuteAsync("INSERT INTO views (id) VALUES (1)")|];

                [HttpPost] public Task Posted() => bus.Publish(new Viewed());
                public Task NoAction() => bus.Publish(new Viewed());
                [HttpGet("b")] public Task Asks() => http.PostAsync("/search", null);
                [HttpGet("c")] public Task<int> Reads() => database.QuerySingleAsync<int>("SELECT count(*) FROM views");
                [HttpGet("d")] public Task Touches() => database.ExecuteAsync("UPDATE users SET active = 1 WHERE id = 1");
            }
            """,
            Library.MassTransitAbstractions,
            Library.Dapper
        );

    [Fact]
    public Task Routes_and_pages() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Mvc.RazorPages;
            using Microsoft.AspNetCore.Routing;
            using StackExchange.Redis;

            class Viewed { }

            static class Routes
            {
                public static void Map(IEndpointRouteBuilder app, IDatabase redis)
                {
                    app.MapGet("/a", (IPublishEndpoint bus) => [|bus.Publish(new Viewed())|]);
                    app.MapGet("/b", Named);
                    app.MapPost("/c", (IPublishEndpoint bus) => bus.Publish(new Viewed()));
                    app.MapGet("/d", () => redis.StringIncrementAsync("views"));
                }

                private static Task Named(IPublishEndpoint bus) => [|bus.Publish(new Viewed())|];
            }

            class Page : PageModel
            {
                private readonly IPublishEndpoint bus;
                public Task OnGetAsync() => [|bus.Publish(new Viewed())|];
                public Task OnPostAsync() => bus.Publish(new Viewed());
            }
            """,
            Library.MassTransitAbstractions,
            Library.Redis
        );

    [Fact]
    public Task Verbs_that_are_listed() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using MassTransit;
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Mvc;
            using Microsoft.AspNetCore.Routing;

            record Left(string Mail);

            class Mailing(IPublishEndpoint bus) : ControllerBase
            {
                [AcceptVerbs("GET", "HEAD")]
                public Task Leave(string mail) => [|bus.Publish(new Left(mail))|];

                [AcceptVerbs("GET", "POST")]
                public Task LeaveByForm(string mail) => bus.Publish(new Left(mail));
            }

            static class Routes
            {
                static void Map(IEndpointRouteBuilder app, IPublishEndpoint bus)
                {
                    app.MapMethods("/leave", new[] { "GET" }, async (string mail) => await [|bus.Publish(new Left(mail))|]);
                    app.MapMethods("/form", new[] { "GET", "POST" }, async (string mail) => await bus.Publish(new Left(mail)));
                }
            }
            """,
            Library.MassTransit
        );

    [Fact]
    public Task What_is_pushed_to_those_who_look_on() =>
        VerifyCS.VerifyAnalyzerAsync(
            """
            using Microsoft.AspNetCore.Mvc;
            using Microsoft.AspNetCore.SignalR;

            class Board : Hub { }

            class Monitor(IHubContext<Board> board) : ControllerBase
            {
                [HttpGet]
                public Task Refresh() => board.Clients.All.SendAsync("refresh");
            }
            """
        );
}

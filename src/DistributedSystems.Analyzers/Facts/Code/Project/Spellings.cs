using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What a file has to spell somewhere before a question about it makes sense.</summary>
[Flags]
internal enum Spelled
{
    Nothing = 0,

    /// <summary><c>Environment.TickCount</c>.</summary>
    TickCount = 1,

    /// <summary>A reading of a stopwatch in its own unit.</summary>
    StopwatchTicks = 2,

    /// <summary>A transaction is begun.</summary>
    Transaction = 4,

    /// <summary>The headers that an HTTP client puts on every request.</summary>
    DefaultHeader = 8,

    /// <summary>The body of an HTTP response is read from its connection, not from memory.</summary>
    StreamedResponse = 16,

    /// <summary>A socket is given a limit, does not block, or is asked whether something has come before it is read.</summary>
    SocketLimit = 32,

    /// <summary>A type is mapped to a table by Entity Framework.</summary>
    Row = 64,

    /// <summary>A message broker's queue counts deliveries by itself.</summary>
    DeliveryLimit = 128,

    /// <summary>A message bus is told to remember which messages were handled.</summary>
    Inbox = 256,

    /// <summary>A column tells the versions of a row apart.</summary>
    RowVersion = 512,

    /// <summary>An index or key of a table that lets no second row of the same value in.</summary>
    UniqueIndex = 1024,

    /// <summary>SQL Server is asked for an application lock.</summary>
    AppLock = 2048,

    /// <summary>The project takes part in traces.</summary>
    Tracing = 4096,

    /// <summary>A client is instrumented from outside, so that it sends the context of a trace by itself.</summary>
    InstrumentedClient = 8192,
}

/// <summary>
/// The words that occur in the files of a compilation, in code or elsewhere. Most projects never name what some questions are about, and a
/// search of the text
/// costs a hundredth of a walk over its operations. Kept per tree, so that a keystroke costs one file; what a word means is for the asker
/// to bind.
/// </summary>
internal static class Spellings
{
    private const int CharactersReadAtOnce = 16 * 1024;

    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<Spelled>> ByTree = new();

    private static readonly (string Word, Spelled Means)[] Words =
    {
        ("TickCount", Spelled.TickCount),
        ("ElapsedTicks", Spelled.StopwatchTicks),
        ("GetTimestamp", Spelled.StopwatchTicks),
        ("TransactionScope", Spelled.Transaction),
        ("BeginTransaction", Spelled.Transaction),
        ("BeginDbTransaction", Spelled.Transaction),
        ("StartTransaction", Spelled.Transaction),
        ("WithTransaction", Spelled.Transaction),
        ("DefaultRequestHeaders", Spelled.DefaultHeader),
        ("ResponseHeadersRead", Spelled.StreamedResponse),
        ("GetStreamAsync", Spelled.StreamedResponse),
        ("DbSet", Spelled.Row),
        ("IEntityTypeConfiguration", Spelled.Row),
        // RabbitMQ: https://www.rabbitmq.com/docs/quorum-queues#poison-message-handling
        ("x-delivery-limit", Spelled.DeliveryLimit),
        ("\"quorum\"", Spelled.DeliveryLimit),
        ("x-queue-type", Spelled.DeliveryLimit),
        ("QuorumQueue", Spelled.DeliveryLimit),
        ("QueueType.Quorum", Spelled.DeliveryLimit),
        // JetStream: https://docs.nats.io/nats-concepts/jetstream/consumers
        ("MaxDeliver", Spelled.DeliveryLimit),
        // https://masstransit.io/documentation/patterns/transactional-outbox, https://docs.particular.net/nservicebus/outbox/,
        // https://wolverinefx.net/guide/durability/, https://brightercommand.gitbook.io/paramore-brighter-documentation (Inbox)
        ("EntityFrameworkOutbox", Spelled.Inbox),
        ("MongoDbOutbox", Spelled.Inbox),
        ("EnableOutbox", Spelled.Inbox),
        ("DurableInbox", Spelled.Inbox),
        ("UseInbox", Spelled.Inbox),
        ("InboxConfiguration", Spelled.Inbox),
        ("IdempotentSaga", Spelled.Inbox),
        // https://learn.microsoft.com/ef/core/saving/concurrency
        ("RowVersion", Spelled.RowVersion),
        ("ConcurrencyToken", Spelled.RowVersion),
        ("ConcurrencyCheck", Spelled.RowVersion),
        ("ConcurrencyStamp", Spelled.RowVersion),
        ("ConcurrencyException", Spelled.RowVersion),
        ("[Timestamp", Spelled.RowVersion),
        ("xmin", Spelled.RowVersion),
        // https://docs.ravendb.net/client-api/session/configuration/how-to-enable-optimistic-concurrency
        ("UseOptimisticConcurrency", Spelled.RowVersion),
        ("sp_getapplock", Spelled.AppLock),
        ("ActivitySource", Spelled.Tracing),
        ("OpenTelemetry", Spelled.Tracing),
        // https://github.com/open-telemetry/opentelemetry-dotnet-contrib (OpenTelemetry.Instrumentation.ConfluentKafka)
        ("InstrumentedProducerBuilder", Spelled.InstrumentedClient),
        ("KafkaProducerInstrumentation", Spelled.InstrumentedClient),
        ("IsUnique", Spelled.UniqueIndex),
        ("HasAlternateKey", Spelled.UniqueIndex),
        ("HasKey", Spelled.UniqueIndex),
        ("[PrimaryKey", Spelled.UniqueIndex),
        ("UNIQUE", Spelled.UniqueIndex),
        ("unique: true", Spelled.UniqueIndex),
        ("ReceiveTimeout", Spelled.SocketLimit),
        ("ReadTimeout", Spelled.SocketLimit),
        ("SetSocketOption", Spelled.SocketLimit),
        ("IOControl", Spelled.SocketLimit),
        (".Blocking", Spelled.SocketLimit),
        (".Poll(", Spelled.SocketLimit),
        ("Socket.Select", Spelled.SocketLimit),
        (".Available", Spelled.SocketLimit),
        ("DataAvailable", Spelled.SocketLimit),
    };

    private static readonly int LongestWord = Words.Max(word => word.Word.Length);

    public static Spelled In(Compilation compilation)
    {
        var found = Spelled.Nothing;
        foreach (var tree in compilation.SyntaxTrees)
        {
            found |= In(tree);
        }

        return found;
    }

    public static Spelled In(SyntaxTree tree) => ByTree.GetValue(tree, static key => new StrongBox<Spelled>(In(key.GetText()))).Value;

    private static Spelled In(SourceText text)
    {
        var found = Spelled.Nothing;
        var characters = ArrayPool<char>.Shared.Rent(CharactersReadAtOnce);

        // Each piece begins with the end of the one before, in which a word may have begun.
        for (var start = 0; start < text.Length; start += CharactersReadAtOnce - LongestWord)
        {
            var length = Math.Min(CharactersReadAtOnce, text.Length - start);
            text.CopyTo(start, characters, 0, length);
            foreach (var (word, means) in Words)
            {
                if ((found & means) == 0 && characters.AsSpan(0, length).IndexOf(word.AsSpan()) >= 0)
                {
                    found |= means;
                }
            }
        }

        ArrayPool<char>.Shared.Return(characters);
        return found;
    }
}

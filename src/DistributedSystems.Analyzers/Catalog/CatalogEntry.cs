using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>What a second execution of an operation does.</summary>
internal enum Replay
{
    /// <summary>Nothing is known; rules stay silent.</summary>
    Unknown,

    /// <summary>It reads.</summary>
    Safe,

    /// <summary>A second execution leaves the same state.</summary>
    Idempotent,

    /// <summary>Idempotent while its idempotency key stays the same.</summary>
    Keyed,

    /// <summary>It takes effect only if a condition holds (ETag, compare-and-set, set if absent).</summary>
    Conditional,

    /// <summary>Every execution adds its effect again.</summary>
    Accumulates,
}

/// <summary>What a member of a pipeline builder adds to the pipeline.</summary>
internal enum Strategy
{
    None,
    Retry,
    Timeout,
    Hedging,

    /// <summary>Holds retries back while the other side is in trouble: a circuit breaker, a rate limiter, a bulkhead.</summary>
    Budget,

    /// <summary>Policies given as arguments, the first one outermost.</summary>
    Wrap,

    /// <summary>A strategy that neither repeats the call nor ends its wait.</summary>
    Other,
}

/// <summary>What a call does to a distributed lock.</summary>
internal enum LockRole
{
    None,
    Acquires,
    Releases,
    Extends,
}

/// <summary>What an exception type of a library may tell of.</summary>
internal enum FailureKind
{
    None,

    /// <summary>A broken connection, an unreachable server, or no answer in time.</summary>
    Outage,

    /// <summary>No answer in time: whether the operation was carried out is not known.</summary>
    Timeout,
}

/// <summary>
/// One line of a catalog: what is known about a member (with its type's defaults folded in).
/// A value that no line gives is null: not known.
/// </summary>
/// <param name="Library">Name of the library, for messages.</param>
/// <param name="Type">Metadata name of the declaring type: <c>Namespace.Outer+Inner`1</c>.</param>
/// <param name="Member">Name of the member; <c>*</c> for every member (that owns the deadline parameter, where the line names one); empty
/// on a type line.</param>
/// <param name="Origin">Where the line stands, for messages: the built-in catalog or the user's file.</param>
internal sealed record CatalogEntry(string Library, string Type, string Member, string Origin)
{
    /// <summary>Where the line stands in its file.</summary>
    public TextSpan Line { get; init; }

    /// <summary>Simple names of the parameter types, where the line is for one overload only.</summary>
    public IReadOnlyList<string>? Signature { get; init; }

    /// <summary>The line covers members declared in types derived from <see cref="Type"/>.</summary>
    public bool Derived { get; init; }

    /// <summary><see cref="Type"/> is an attribute, and the line covers the methods that carry it.</summary>
    public bool IsAttribute { get; init; }

    /// <summary>True where the call leaves the process, false where the line says it does not.</summary>
    public bool? Remote { get; init; }

    public Replay Replay { get; init; }

    /// <summary>The call is an HTTP request, so headers that the code around it sets count.</summary>
    public bool IsHttp { get; init; }

    /// <summary>Parameter whose HTTP method decides the replay: a request object, or the method itself.</summary>
    public string? HttpRequestParameter { get; init; }

    /// <summary>Stands for the object a member is called on, where a line names the parameter of its HTTP request.</summary>
    public const string Receiver = "this";

    /// <summary>Parameter that names a header the call puts on a request (or on all requests of a client).</summary>
    public string? HeaderParameter { get; init; }

    /// <summary>The header is put on every request of the client.</summary>
    public bool IsDefaultHeader { get; init; }

    /// <summary>Parameter whose constant SQL text decides the replay.</summary>
    public string? SqlParameter { get; init; }

    /// <summary>Member of the receiver whose constant SQL text decides the replay.</summary>
    public string? SqlMember { get; init; }

    /// <summary>Parameter that holds the idempotency key.</summary>
    public string? KeyParameter { get; init; }

    /// <summary>Member of that parameter's value which holds it (the message id of a broker that de-duplicates).</summary>
    public string? KeyMember { get; init; }

    /// <summary>Parameter whose value the client gives a key of its own where it has none, so that an object made anew is another
    /// one.</summary>
    public string? GeneratedKeyParameter { get; init; }

    /// <summary>Parameter that says how an update changes what is there, or whose value holds the expression that does.</summary>
    public string? UpdateParameter { get; init; }

    /// <summary>Member of that parameter's value which holds the expression.</summary>
    public string? UpdateMember { get; init; }

    /// <summary>What makes the write happen only under a condition: <c>PARAMETER</c>, <c>PARAMETER.MEMBER</c> where it is given,
    /// <c>PARAMETER:VALUE</c> where it has the value, <c>PARAMETER!VALUE</c> where it has another.</summary>
    public IReadOnlyList<string>? Conditions { get; init; }

    /// <summary>Nothing ends the wait unless the call says so.</summary>
    public bool NoDefaultDeadline { get; init; }

    /// <summary>The operating system ends the wait by itself, after minutes.</summary>
    public bool SystemGivesUp { get; init; }

    /// <summary>The wait a call gets by default.</summary>
    public TimeSpan? DefaultDeadline { get; init; }

    /// <summary>Member of the client on which the default is configured.</summary>
    public string? DeadlineSetting { get; init; }

    /// <summary>Parameter that carries the call's own deadline or timeout.</summary>
    public string? DeadlineParameter { get; init; }

    /// <summary>Member of that parameter's value, where the deadline is one property of an options object.</summary>
    public string? DeadlineMember { get; init; }

    /// <summary>A long-lived exchange: a deadline or a token bounds it, and either is enough.</summary>
    public bool Streaming { get; init; }

    /// <summary>Names of the types whose return makes a call a long-lived exchange.</summary>
    public IReadOnlyList<string>? StreamingTypes { get; init; }

    /// <summary>The evidence is too weak for a warning where the deadline is missing.</summary>
    public bool WeakDeadlineEvidence { get; init; }

    /// <summary>What it stores, it converts to UTC.</summary>
    public bool StoresUtc { get; init; }

    /// <summary>The caller's thread waits for the answer.</summary>
    public bool Blocking { get; init; }

    /// <summary>The asynchronous member to call instead, where it is not named as usual (<c>…Async</c>).</summary>
    public string? AsyncTwin { get; init; }

    /// <summary>Concurrent calls share a connection and are sent one after the other on it, so many at once are as good as a
    /// batch.</summary>
    public bool Multiplexed { get; init; }

    /// <summary>The call changes something in another process, though what a second execution does is not known.</summary>
    public bool Writes { get; init; }

    /// <summary>The call hands a message to a broker.</summary>
    public bool Publishes { get; init; }

    /// <summary>The call that sets up the framework which hands the message to a broker, where it does so at once unless one of the
    /// <see cref="Outboxes"/> is added.</summary>
    public string? PublishesWith { get; init; }

    /// <summary>The calls that give that framework an outbox.</summary>
    public IReadOnlyList<string>? Outboxes { get; init; }

    /// <summary>The type is an exception that tells of this.</summary>
    public FailureKind Failure { get; init; }

    /// <summary>Member of an exception that tells a timeout from other outages, by having the value <see cref="TimeoutValue"/>.</summary>
    public string? TimeoutMember { get; init; }

    public string? TimeoutValue { get; init; }

    /// <summary>The call tells a broker what became of a message that was taken from it.</summary>
    public bool Acknowledges { get; init; }

    /// <summary>The call tells a broker that a message was processed, so that nobody gets it again.</summary>
    public bool Completes { get; init; }

    /// <summary>Member of a message that would hold the context of a trace, which the client puts into it by itself in no version that the line is
    /// about: <c>PARAMETER.MEMBER</c>.</summary>
    public (string Parameter, string Member)? TraceHeaders { get; init; }

    /// <summary>The call puts a refused message back, to be delivered again, whatever it is given.</summary>
    public bool PutsBack { get; init; }

    /// <summary>Parameter that puts a refused message back, to be delivered again.</summary>
    public string? RequeueParameter { get; init; }

    /// <summary>Parameter by which the call settles all messages before this one, too.</summary>
    public string? CumulativeParameter { get; init; }

    /// <summary>Parameters by one of which a message counts as processed as soon as it is handed over (one a version).</summary>
    public IReadOnlyList<string>? AutoAckParameters { get; init; }

    /// <summary>Settings of a consumer one of which has to be switched off lest messages count as processed by themselves; names of members and
    /// keys of a table. With a value (<c>MEMBER:VALUE</c>) it is the other way round: a message counts as processed where the member has
    /// it.</summary>
    public IReadOnlyList<string>? AutoAckSettings { get; init; }

    /// <summary>The member that does the same for many items in one call; it may be an overload of the same name.</summary>
    public string? BatchForm { get; init; }

    /// <summary>Members of the request under which its <see cref="BatchForm"/> cannot do the same: a condition on one item.</summary>
    public IReadOnlyList<string>? BatchUnless { get; init; }

    /// <summary>The type, or what the member creates, owns connections: it is created once and shared.</summary>
    public bool Expensive { get; init; }

    /// <summary>Instances with the same settings share their connections, so another one costs little.</summary>
    public bool SharesConnections { get; init; }

    /// <summary>An instance must not be used by two callers at once, so a lock around it is the documented way.</summary>
    public bool Unshareable { get; init; }

    /// <summary>Code that is given an object of this type, or carries this attribute, is run again from a history; so is what it calls
    /// through it.</summary>
    public bool Replayed { get; init; }

    /// <summary>Tasks that replayed code starts without naming a scheduler run on the library's own, one at a time and in the order of the
    /// history.</summary>
    public bool OrdersTasks { get; init; }

    /// <summary>Tells whoever waits for this process something: a response, an element of a streamed answer.</summary>
    public bool Replies { get; init; }

    /// <summary>Made around a stream: a call leaves the process where that stream does.</summary>
    public bool Wraps { get; init; }

    /// <summary>How often the client repeats the call by itself.</summary>
    public int? HiddenRetries { get; init; }

    /// <summary>Member of the client's options that says how often; zero switches it off.</summary>
    public string? RetriesSetting { get; init; }

    /// <summary>Parameter whose delegate the call runs, under whatever the receiver adds (a resilience pipeline).</summary>
    public string? RunsParameter { get; init; }

    /// <summary>The type holds the headers of a message, which are sent with it.</summary>
    public bool IsMessageHeaders { get; init; }

    /// <summary>Member of a message that holds its headers.</summary>
    public string? HeadersMember { get; init; }

    /// <summary>Parameter whose delegate is kept and run when the other side sends something.</summary>
    public string? CallbackParameter { get; init; }

    /// <summary>The strategy that a pipeline builder's member adds.</summary>
    public Strategy Strategy { get; init; }

    /// <summary>Implementations of the type, or methods that carry it as an attribute, are given messages by a broker.</summary>
    public bool IsHandler { get; init; }

    /// <summary>A function that is given an object of the type handles a message of a broker, which comes again until it is settled.</summary>
    public bool IsDelivered { get; init; }

    public LockRole Lock { get; init; }

    /// <summary>Parameter that names the locked resource.</summary>
    public string? ResourceParameter { get; init; }

    /// <summary>Parameter that says when the lock expires.</summary>
    public string? ExpiryParameter { get; init; }

    /// <summary>Parameter that tells the holder of a lock from others.</summary>
    public string? OwnerParameter { get; init; }

    /// <summary>Member of what an acquisition returns that tells whether the lock was taken.</summary>
    public string? AcquiredMember { get; init; }

    /// <summary>Member of what an acquisition returns: a token that is cancelled when the lock is lost.</summary>
    public string? LostMember { get; init; }

    /// <summary>The call acquires only where this parameter has the value <see cref="ConditionValue"/>.</summary>
    public string? ConditionParameter { get; init; }

    public string? ConditionValue { get; init; }

    /// <summary>The first version of the library in which the line is true, where an older one is still in use.</summary>
    public string? Since { get; init; }

    /// <summary>The last version of the library in which the line is true, where a newer one is in use.</summary>
    public string? Until { get; init; }
}

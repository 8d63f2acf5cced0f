namespace DistributedSystems.Analyzers;

/// <summary>The first paragraph of each rule's page; written by tools/DistributedSystems.Documentation.</summary>
internal static class RuleDescriptions
{
    public static readonly IReadOnlyDictionary<string, string> ById = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DIST0001"] =
            "A catalog line that cannot be understood is left out, and the others still count. Without a word about it, a team would believe that its client is known while the rules stay silent about every call of it.",
        ["DIST0002"] =
            "A declaration that cannot mean what it says is worse than none: the team believes it is checked. '\"30\"' looks like thirty seconds, and 'TimeSpan.Parse' would read thirty days.",
        ["DIST0003"] =
            "A line of the baseline that cannot be understood is left out, and the others still count. Without a word about it, its finding would look like a new one, and nobody would know why.",
        ["DIST1001"] =
            "A network call can be answered late or never. Some libraries wait for ever unless they are told otherwise: gRPC for .NET has no default deadline and switches 'HttpClient.Timeout' off, and sockets have no receive timeout. The caller then hangs with whatever it holds: a request thread, a connection, a lock.",
        ["DIST1002"] =
            "Most clients wait a limited time by default. With that limit switched off, a server that accepts the request and never answers holds the caller, its connection and whatever it has locked until the process ends.",
        ["DIST1003"] =
            "A token says when the answer is no longer wanted: the client has hung up, the deadline has passed, the host is stopping. A remote call that does not get it goes on, holds its connection and loads the service behind it for a result that nobody reads. Under overload such work is what keeps a system overloaded.",
        ["DIST1004"] =
            "A reply that arrives as a message may be lost, or its sender may have crashed. A task that only that message completes then never completes, and whoever awaits it hangs without any exception or log line.",
        ["DIST1005"] =
            "Attempts, back-off and totals are set in different places, and their sum is rarely written down. A total timeout that ends during the second attempt turns every retry into wasted load; a declared deadline below the worst case is a promise to the caller that will be broken on a bad day.",
        ["DIST1006"] =
            "A limit inside a shorter one never acts. What was to follow it, a retry, a fallback, an error that says which part was slow, does not happen either: the outer limit ends everything at once.",
        ["DIST1007"] =
            "A timeout acts through the token of its source. Where no call is given that token, or where the source is disposed while the call is still running, the code reads as if the wait were limited, and it is not. The common case in real code: a source is linked to the caller's token and given its timeout, and the call in the next line is given the caller's token.",
        ["DIST1008"] =
            "A gRPC deadline is a point in time. The client takes it in UTC only and throws for any other kind. Computed once and kept, it passes: a few seconds after the process has started, every call that uses it fails with 'DEADLINE_EXCEEDED' before anything is sent.",
        ["DIST1009"] =
            "'Seconds' is what is left after whole minutes are taken off: of 90 seconds it is 30, and of one minute it is 0, which many APIs read as \"no timeout\" or \"at once\". 'TimeSpan.FromDays(30).Seconds' as the duration of a cache, found in a real service, is 0. A test with a short duration does not notice, since below one unit both are the same.",
        ["DIST1010"] =
            "'WaitAsync' and a race against 'Task.Delay' end the wait, not the work. The request stays on its connection and on the server; a caller that tries again adds a second one beside it, and a slow service gets more work the slower it is.",
        ["DIST1011"] =
            "Which timeout wins, and what do stacked defaults add up to? A limit for each attempt, a retry in a handler, a total around it, the client's own timeout and a loop in the caller are written in five places, and each looks modest where it stands. This rule puts together what is in sight and says, at the call, when it ends at the latest and how often it is made. 'distsys map' shows the same for a whole solution.",
        ["DIST2001"] =
            "A failed call may have been carried out: the request arrived, the answer was lost. Repeating an operation that adds its effect each time (a 'POST', an 'INCR', a publish) then charges twice, counts twice, sends twice. A timeout, a broken connection, a 500 or 503 and gRPC's 'UNAVAILABLE' all leave open whether it happened.",
        ["DIST2002"] =
            "A service that refuses calls is overloaded or starting. Clients that call again at once multiply the load at the worst moment, keep the service down and burn their own processor while they do it (a retry storm).",
        ["DIST2003"] =
            "Clients that failed at the same moment and wait the same time call again at the same moment: the load comes back in waves. A random part in the delay spreads them out (Brooker, *Exponential Backoff and Jitter*, AWS Architecture Blog, 2015).",
        ["DIST2004"] =
            "A retry without an end turns an outage of one service into one of its callers: each waiting call holds its thread, its connection and its own caller's patience, and when the service comes back everything that piled up arrives at once.",
        ["DIST2005"] =
            "A caller who cancels has stopped waiting. A catch that takes the cancellation for a failure keeps calling with a token that is cancelled already, through all attempts and delays. What no repetition cures (a wrong argument, a missing right) is repeated in vain as well, and the caller learns of it late.",
        ["DIST2006"] =
            "Three attempts around three attempts are nine calls, and the service that is called nine times is the one that is already in trouble. Each layer looks modest by itself; together they turn a short overload into a lasting one (Site Reliability Engineering, chapter 22). The caller waits for the product, too. It mostly grows over time: a helper is given a retry of its own, and the operations that call it have one already.",
        ["DIST2007"] =
            "An idempotency key tells the service that two requests are the same operation. Made anew on every attempt it tells the opposite: the request whose answer was lost and its repetition are carried out both, and the code looks as if that had been thought of.",
        ["DIST2008"] =
            "'HttpClient' marks a request message as sent and refuses it the second time, with an 'InvalidOperationException'. A retry around one message therefore never makes a second attempt, and the caller sees the refusal in place of the failure. Its content may be read up or disposed as well.",
        ["DIST2009"] =
            "A retry repeats everything in it, not only the call that failed. What an attempt has added to a list before it failed is still there when the next one adds it once more; the result has duplicates exactly when something went wrong. A study of retries in large systems names state that is not reset as one of their common faults (Stoica et al., SOSP 2024).",
        ["DIST2010"] =
            "The loop tries, fails, tries again, and after the last failure falls out at its end. The function returns as after success: the order was not sent, the lock was not released, and nobody is told.",
        ["DIST2011"] =
            "Hedging starts a second attempt when the first is slow and takes the answer that comes first. The slow one is not undone: mostly it is carried out as well. A retry duplicates an effect when an answer is lost; a hedge duplicates it whenever the service is slow, without any failure.",
        ["DIST2012"] =
            "'EnableRetryOnFailure' lets EF Core repeat a command after a transient failure. Inside a transaction that the code has begun by itself it would repeat only the last part of it, on a connection that has lost the rest. EF Core therefore throws an 'InvalidOperationException' as soon as the transaction is used; mostly in production only, where the retries are switched on (connection resiliency).",
        ["DIST2013"] =
            "Between two attempts the code sleeps. Who cancels meanwhile, or shuts the process down, waits until the back-off is over, and a back-off grows.",
        ["DIST2014"] =
            "A service that answers 429 or 503 may say in 'Retry-After' when it can be asked again (RFC 9110). Asked earlier it refuses again, and often counts the request against the caller. Off unless switched on (the 'strict' preset does), since many services never send the header.",
        ["DIST2015"] =
            "The first attempt at a create succeeds and its answer is lost; the second finds that the object exists. The conflict is the proof that the write has happened, not that somebody else was faster. Many clients retry by themselves, so there need not be a retry in the code. The same holds for a write under 'If-Match' (412) and for a deletion that does not find what it has deleted (404).",
        ["DIST2016"] =
            "Retries help against single failures. While a service is down as a whole they multiply its load, from all callers at once, and can keep it down after the cause is gone: a metastable failure (Bronson et al., HotOS 2021). A circuit breaker stops calling for a while, a rate limiter or retry budget bounds what retries may add. Off unless switched on (the 'strict' preset does): the limit may stand in front of the service.",
        ["DIST2017"] =
            "The loop keeps the exception of a failed attempt for the end, when the attempts are used up. A later attempt succeeds, the loop is left, and the exception that is still there is thrown. The caller learns of a failure that has been made good, and does the whole again: what was carried out once is carried out twice. So is what a loop repeats that nobody leaves when the attempt has succeeded, or that goes round after a status which says that it is done.",
        ["DIST3001"] =
            "A remote call fails sooner or later. In an 'async void' method, a timer's callback or a thread's body nobody waits for the outcome: the exception ends the process. Out of 'BackgroundService.ExecuteAsync' it stops the host ('BackgroundServiceExceptionBehavior.StopHost', the default since .NET 6); before, and where that is switched off, the service is dead while the process looks healthy. One machine's hiccup becomes another's crash. A lambda is easily 'async void' without the words: 'feeds.ForEach(async feed => …)' starts all calls, returns before any is done, and lets the first failure end the process.",
        ["DIST3002"] =
            "'HttpClient' throws when no response comes; an error response is a response. Its body (a proxy's HTML page, a problem document, nothing) is then deserialised, stored or shown as if it were the answer.",
        ["DIST3003"] =
            "A write whose task is dropped may fail, time out or be cut off when the process ends, and nobody learns of it: the caller was told that everything is done. An exception in a dropped task goes nowhere.",
        ["DIST3004"] =
            "A lock is held for as long as the slowest thing inside it takes. With a remote call inside, everybody who needs the lock waits for the network, one after the other; when the remote side hangs, they all hang.",
        ["DIST3005"] =
            "A rollback takes back what the database did, not the message that is out or the payment that is made; a commit that fails, or a crash just before it, leaves an event about an order that does not exist. In the other order, a crash between save and publish loses the event. Two systems cannot be changed atomically by calling one after the other.",
        ["DIST3006"] =
            "A round trip within a data centre takes half a millisecond, across regions a hundred. A loop that waits for one call per item takes that time for every item, and the remote side parses, schedules and answers each one by itself.",
        ["DIST3007"] =
            "A timeout says that no answer came in time. The request may be lost, the answer may be, or the work may still be under way. Whoever then tells the user \"failed\" invites a second payment; whoever undoes what did not happen yet undoes nothing, or the wrong thing.",
        ["DIST3008"] =
            "An 'HttpClient', a channel or a connection multiplexer owns a pool of connections. Created for one call, it pays name resolution, the TCP and TLS handshakes each time, and what it closes lingers in 'TIME_WAIT': under load the machine runs out of ports, or the server out of connection slots, while each call by itself looks fine.",
        ["DIST3009"] =
            "Nobody expects 'order.Total' to take thirty seconds, or 'new Order()' to fail because a machine is down. What looks like local work is read in loops, called by serializers and debuggers, and never gets a deadline, a retry or a handler.",
        ["DIST3010"] =
            "A thread that waits for the network does nothing else. While the remote side is slow, every request holds one more thread; when the pool has none left, work that never calls the remote side waits as well, and the timers and continuations that would end the wait do too.",
        ["DIST3011"] =
            "Ten items are ten concurrent calls; ten thousand are ten thousand. They exhaust ports, connection pools and memory here, and look like an attack over there, where the calls that are not refused time out together.",
        ["DIST3012"] =
            "A dropped connection, a restarted instance, a slow answer: over a network they happen every day, and most are over a second later. A client without retries, attempt timeouts and a circuit breaker passes each of them on to its callers, and goes on sending to a service that is down.",
        ["DIST3013"] =
            "A method that returns says that it did what its name says. When its catch clause is empty or writes a line to a log, the order is not placed, the money not booked, and every caller up to the user goes on as if it were.",
        ["DIST3014"] =
            "'return client.GetAsync(…)' hands the task to the caller as soon as the request has begun. A 'try' around it is left by then, so its 'catch' never sees the failure; a 'using' around it has disposed the client, the request or the connection while the call still needs it, which cancels the call or makes it fail, depending on which of the two is faster.",
        ["DIST4001"] =
            "The wall clock is set: by NTP, by an administrator, by a hypervisor that resumes a guest, and local time by daylight saving. The difference of two readings is then wrong, even negative, and timeouts, rates and metrics made of it with it. A monotonic clock ('Stopwatch', 'TimeProvider.GetTimestamp') only goes forward.",
        ["DIST4002"] =
            "A deadline computed from the wall clock and compared with it later assumes that nobody sets the clock in between. NTP, an administrator, a resumed virtual machine or (for local time) daylight saving does: the loop then ends at once or an hour late, the cached value never expires, the next run is skipped.",
        ["DIST4003"] =
            "'Environment.TickCount' counts milliseconds in 32 bits: after 24.9 days of uptime it jumps from its largest to its smallest number. A deadline computed before the jump is then never reached, or reached at once, on a machine that has simply been up long enough; tests never see it.",
        ["DIST4004"] =
            "Two nodes' clocks differ: by milliseconds with a well-kept NTP, by seconds or minutes without. A message stamped by its sender and compared with the receiver's clock looks older or younger than it is, so the newer write loses, or every message of one fast sender is taken for fresh. Happened-before between nodes is known only through messages: a version, a sequence number of one writer, or a logical clock (Lamport, \"Time, Clocks, and the Ordering of Events in a Distributed System\", 1978).",
        ["DIST4005"] =
            "'Stopwatch.GetTimestamp()', 'TimeProvider.GetTimestamp()' and 'Environment.TickCount' count from an origin of the machine's own, usually its start. Another machine has another origin, and so has this one after a restart: a stored or received reading compares with nothing. Durations and UTC instants can be shared; monotonic readings cannot.",
        ["DIST4006"] =
            "Local time without its offset names an instant only together with the time zone of the machine that read it, which neither the row nor the message tells. Read in another zone it is hours off, and the hour in which the clocks go back happens twice even at home.",
        ["DIST4007"] =
            "Two nodes, or two threads, read the same tick, and a clock that is set back gives a later writer a smaller number. A fencing token that does not grow lets a paused leader overwrite its successor; equal keys merge two things into one; equal versions lose an update without a trace. The clock's resolution only decides how often.",
        ["DIST4008"] =
            "A lease ends when its grantor says so. A holder that counts from the reply counts from too late, by the time the reply took; one that counts on the wall clock is wrong by whatever the clock is set back. In both cases it acts as the holder while another node holds the lease already (Gray and Cheriton, \"Leases\", 1989: the holder's period begins when it sends the request, and clocks may drift only by a known bound). A fencing token is what protects the resource even then.",
        ["DIST4009"] =
            "A tick of a 'TimeSpan' or 'DateTime' is 100 ns. A tick of a 'Stopwatch' is one part in 'Stopwatch.Frequency' of a second: 100 ns on most Windows machines, 1 ns on Linux. Mixed, the code is right on the developer's machine and a hundred times off in the container: timeouts of a second fire after ten milliseconds, and latencies are reported in minutes.",
        ["DIST4010"] =
            "A type that was given a clock promises that this clock decides. A reading of the static clock in the same type breaks the promise: the two readings disagree where the given clock is corrected, simulated or stopped, and a test that moves it forward proves nothing about the code that reads the other.",
        ["DIST4011"] =
            "'Task.Delay', 'Thread.Sleep', timers and 'CancelAfter' throw 'ArgumentOutOfRangeException' for a negative duration, and take exactly -1 ms for \"for ever\". A time that has already passed, or work that took longer than its period, therefore ends a background loop or hangs it, on the first slow day.",
        ["DIST4012"] =
            "Delays, timers and timeouts count milliseconds in 32 bits: waits take at most 24.9 days, timers, 'Task.Delay' and 'CancelAfter' 49.7 days (before .NET 6 the last two 24.9 as well). A longer duration is refused with 'ArgumentOutOfRangeException', so a renewal that is due in ninety days or a \"for ever\" of 'TimeSpan.MaxValue' ends the loop at once instead of waiting.",
        ["DIST5001"] =
            "Without known bounds on time nobody can tell a slow process from a crashed one. A garbage collection, a full queue or a lost packet looks the same as a crash; the other one comes back, and two processes act as the only one.",
        ["DIST5002"] =
            "How many replicas a problem takes depends on how they fail, on timing and on whether messages are signed. Below the bound there is an execution in which two halves of the group decide differently, or in which the group waits for ever.",
        ["DIST5003"] =
            "A read sees the last acknowledged write only if every read quorum shares a replica with every write quorum: R + W > N (Gifford 1979). With Byzantine faults one shared replica may lie, so quorums must share f + 1: R + W ≥ N + f + 1 (Malkhi and Reiter 1998).",
        ["DIST5004"] =
            "Without any bound on time a slow process cannot be told from a crashed one, and every deterministic algorithm has an execution in which it never decides (Fischer, Lynch and Paterson 1985). Real systems escape by randomness, by a failure detector that is right in the end, or by assuming that the network behaves from some time on.",
        ["DIST5005"] =
            "A node that is cut off cannot know what the others have accepted. It answers with what it has, and is neither linearizable nor sequentially consistent; or it refuses, and is not available (Gilbert and Lynch 2002). Whatever waits for a quorum or decides with others refuses for the same reason.",
        ["DIST5006"] =
            "Also without any partition, consistency costs latency (Abadi 2012, PACELC): a quorum takes a round trip, and where all see one order, a read and a write together take at least one message (Lipton and Sandberg 1988; Attiya and Welch 1994).",
        ["DIST5007"] =
            "A protocol for crashes does not survive a replica that lies, and one that trusts its disk does not survive a replica that forgets. Which failures include which is a partial order: recovery with amnesia and omission, say, do not include each other (models.md).",
        ["DIST5008"] =
            "A process that crashes and comes back remembers what it wrote to stable storage, and nothing else. A vote or a term that is kept in a field is given a second time after the restart.",
        ["DIST5009"] =
            "Published algorithms assume channels: mostly that a message between correct processes arrives, once; against liars, that the receiver knows who sent it. Over less they do not hold.",
        ["DIST5010"] =
            "The synchronous model promises that every step and message takes a known time. One call without a limit, and everything that is concluded from a timeout is wrong.",
        ["DIST5011"] =
            "An operation is as consistent as what it is decided by. If the balance comes from a replica that may lag, a linearizable debit withdraws money that is no longer there.",
        ["DIST5012"] =
            "A leader cannot know that it still is one when its message arrives: it may have been paused since it last looked, and replaced. Only the receiver can refuse it, by a number that grows with every new leader (Burrows 2006; Kleppmann 2016).",
        ["DIST5013"] =
            "State machine replication and event sourcing rest on one rule: the same steps from the same state give the same result (Schneider 1990). A clock, a random value or the accidental order of a dictionary gives each replica its own state, and nobody notices until they are compared.",
        ["DIST5014"] =
            "How many replicas it takes, whether a consensus ends, what a failure detector can promise: each depends on timing and failures. Without a declared model the pack assumes none, so these declarations are documentation that nothing checks.",
        ["DIST5015"] =
            "Safety holds whatever the timing; that something good happens in the end takes assumptions about time. If the declared model does not make them, the property is a hope.",
        ["DIST5016"] =
            "A quorum function is right for the groups somebody tried. 'n / 2' is no majority at any even n, and the '2f + 1' of folklore is a Byzantine quorum at n = 3f + 1 and nowhere above.",
        ["DIST5017"] =
            "A promise that is sent and then written is broken by a crash in between: the process comes back, does not remember, and promises something else. Write first, wait until it is written, then tell (Gray 1978, write-ahead logging; Lamport 1998).",
        ["DIST5018"] =
            "If a happened before b, the Lamport stamp of a is smaller. The converse does not hold: the smaller of two stamps may belong to an event that the other one's process has never heard of, and equal stamps are no sign of concurrency either (Lamport 1978). Only vector clocks tell (Fidge 1988, Mattern 1989).",
        ["DIST5019"] =
            "A logical clock is right only if receiving counts: the next event of the receiver is stamped max(own, received) + 1. Without that an effect may be stamped before its cause, and whoever sorts by the stamps sees the answer before the question (Lamport 1978).",
        ["DIST5020"] =
            "Replicas merge what they have in any order, and the same state more than once. They end up with the same value only if merging is commutative, associative and idempotent: a join (Shapiro and others 2011). Adding up counts the same increment twice; the wall clock picks a loser at random.",
        ["DIST5021"] =
            "An event says what happened. If it can be changed after it was recorded, or if applying it asks the clock or the configuration of the day, the past is another one at each replay.",
        ["DIST6001"] =
            "An acknowledgement tells the broker to forget the message. Given before the work is done, it turns every crash, restart and exception in between into a lost message. The commonest form is a flag: 'autoAck: true' acknowledges each message as it is handed over, and with it also all those that wait in the consumer's buffer.",
        ["DIST6002"] =
            "Brokers deliver at least once: when the process ends, or an acknowledgement is lost, between the effect and the acknowledgement, the message comes again. A handler that adds something (a row, an amount, a payment) then adds it twice, without any retry in the code.",
        ["DIST6003"] =
            "A message that no handler can process (a field that is missing, an order that was deleted) fails each time. Put back after every exception, it returns at once, at the head of the queue: the consumer turns round it at full speed, and the messages behind it wait. A count of deliveries, a dead-letter exchange or a parking queue ends that.",
        ["DIST6004"] =
            "The holder of a distributed lock can crash, or lose the network. Without an expiry nobody can take the lock again until somebody deletes it by hand. Setting the expiry in a second call leaves the same hole: a holder that crashes between the two keeps the lock.",
        ["DIST6005"] =
            "A lock with an expiry may be somebody else's by the time its holder comes back from a pause: a garbage collection, a slow call, a suspended machine. A release by the key alone then deletes the new holder's lock, and a third party takes it: two work at once, and it goes on like that. The release has to compare the holder's own value and delete in one step.",
        ["DIST6006"] =
            "A value is read, looked at, and then written over the network. Between the reading and the write another process does the same: both see the old value, and the later write wipes out the earlier one. A condition on the version that was read (an ETag, a compare-and-set, a transaction) makes the second one fail instead.",
        ["DIST6007"] =
            "A saga that fails half way undoes its earlier steps one by one. Each compensation has to succeed in the end, so it is run again whenever its outcome is not known: after a timeout, after a crash between its effect and the saga's log. One that adds something (a refund, an amount given back) then adds it twice.",
        ["DIST6008"] =
            "A lock that expires can be taken by somebody else while its former holder, held up by a pause or a slow network, still believes to have it. The late write then replaces what the next holder has written. Only the store can refuse it: by a number that grows with every holder, and that the write brings along.",
        ["DIST6009"] =
            "Taking a distributed lock may fail, and a lock that was taken may be lost: it expires, or the store forgets it. Libraries tell so by their result. Work that goes on without looking runs beside that of the real holder, and both believe to be alone.",
        ["DIST6010"] =
            "A lock that expires after five seconds does not guard a call that may take thirty. When that call is slow, which is when it matters, the next holder starts while the first one is still at work.",
        ["DIST6011"] =
            "GET and HEAD ask for no change (RFC 9110, 9.2.1). Browsers prefetch them, proxies and clients repeat them after a failure, crawlers and link previews call whatever they find. A handler that publishes a message or adds a row then does so as often as somebody looks.",
        ["DIST6012"] =
            "A trace follows a request through all processes, as long as each hop hands on to which trace it belongs. HTTP clients do so by themselves, and so do the newer clients of brokers; others send what the application puts into the headers, and no more. Where nobody does, the work behind the broker is a trace of its own, and the question what became of an order ends at the queue. Off unless switched on (the 'strict' preset does): not every hop has to be traced.",
    };
}

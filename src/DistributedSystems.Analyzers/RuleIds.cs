namespace DistributedSystems.Analyzers;

/// <summary>Every rule id of the pack, grouped by family. An id, once shipped, is never given to another rule.</summary>
internal static class RuleIds
{
    // 0xxx Configuration
    public const string CatalogLineIsInvalid = "DIST0001";
    public const string AnnotationContradicts = "DIST0002";

    // 1xxx Deadlines
    public const string RemoteCallHasNoDeadline = "DIST1001";
    public const string DeadlineSwitchedOff = "DIST1002";
    public const string CallersCancellationDropped = "DIST1003";
    public const string UnboundedWaitForOutcome = "DIST1004";
    public const string DeadlineCannotBeMet = "DIST1005";
    public const string InnerTimeoutOutlivesOuter = "DIST1006";
    public const string DeadlineNeverApplied = "DIST1007";
    public const string GrpcDeadlineIsNotUtc = "DIST1008";
    public const string DurationComponentAsWhole = "DIST1009";
    public const string TimeoutAbandonsCall = "DIST1010";

    // 2xxx Retries
    public const string NonIdempotentOperationIsRetried = "DIST2001";
    public const string RetryHasNoDelay = "DIST2002";
    public const string RetryHasNoJitter = "DIST2003";
    public const string RetryNeverGivesUp = "DIST2004";
    public const string RetryRepeatsTheFutile = "DIST2005";
    public const string RetriesAreNested = "DIST2006";
    public const string KeyChangesOnEveryAttempt = "DIST2007";
    public const string RequestIsReused = "DIST2008";
    public const string StateIsKeptAcrossAttempts = "DIST2009";
    public const string ExhaustedRetryIsHidden = "DIST2010";
    public const string NonIdempotentOperationIsHedged = "DIST2011";
    public const string TransactionOutsideRetryingStrategy = "DIST2012";
    public const string RetryDelayIgnoresCancellation = "DIST2013";
    public const string PushBackIsIgnored = "DIST2014";
    public const string WriteConflictsWithItself = "DIST2015";
    public const string RetryHasNoBudget = "DIST2016";

    // 3xxx Remote calls
    public const string FailureIsNobodys = "DIST3001";
    public const string UncheckedResponse = "DIST3002";
    public const string WriteIsNotObserved = "DIST3003";
    public const string RemoteCallInsideLock = "DIST3004";
    public const string DualWrite = "DIST3005";
    public const string OneCallPerItem = "DIST3006";
    public const string UnknownOutcomeIsFailure = "DIST3007";
    public const string ClientPerCall = "DIST3008";
    public const string HiddenRemoteCall = "DIST3009";
    public const string ThreadBlocksOnRemoteCall = "DIST3010";
    public const string UnboundedFanout = "DIST3011";
    public const string NoResiliencePipeline = "DIST3012";
    public const string FailureIsSwallowed = "DIST3013";

    // 4xxx Clocks
    public const string ElapsedTimeOnWallClock = "DIST4001";
    public const string TimeoutOnWallClock = "DIST4002";
    public const string TickCountWraps = "DIST4003";
    public const string WallClockOrdersNodes = "DIST4004";
    public const string MonotonicReadingLeavesProcess = "DIST4005";
    public const string LocalTimeLeavesProcess = "DIST4006";
    public const string ClockReadingAsIdentity = "DIST4007";
    public const string LeaseOnLocalClock = "DIST4008";
    public const string StopwatchTicksAsTimeSpanTicks = "DIST4009";
    public const string StaticClockBesideInjectedOne = "DIST4010";
    public const string NegativeDurationReachesDelay = "DIST4011";

    // 5xxx System models
    public const string TimeoutTakenAsProof = "DIST5001";
    public const string TooFewReplicas = "DIST5002";
    public const string QuorumsDoNotIntersect = "DIST5003";
    public const string ConsensusCannotTerminate = "DIST5004";
    public const string ConsistentAndAvailable = "DIST5005";
    public const string LatencyContradictsConsistency = "DIST5006";
    public const string DependencyFailsOtherwise = "DIST5007";
    public const string VolatileStateInCrashRecovery = "DIST5008";
    public const string ChannelTooWeak = "DIST5009";
    public const string CallExceedsDeclaredDelay = "DIST5010";
    public const string WeakValueDecidesStrongOperation = "DIST5011";
    public const string LeaderActionWithoutFencing = "DIST5012";
    public const string NonDeterministicStep = "DIST5013";
    public const string ModelNotDeclared = "DIST5014";
    public const string LivenessNeedsStrongerTiming = "DIST5015";
    public const string QuorumFunctionIsWrong = "DIST5016";
    public const string RevealedBeforeDurable = "DIST5017";
    public const string ScalarClockAsCausality = "DIST5018";
    public const string ReceivedStampNotMerged = "DIST5019";
    public const string MergeIsNotAJoin = "DIST5020";
    public const string RecordedEventCanChange = "DIST5021";

    // 6xxx Messaging and coordination
    public const string LockHasNoExpiry = "DIST6004";
}

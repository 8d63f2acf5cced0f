using System.Diagnostics;
using System.Reflection;

namespace DistributedSystems.Annotations.Tests;

/// <summary>What users compile against: the shape of the attributes, and the promise that nothing comes with them.</summary>
public sealed class AttributeShapeTests
{
    private const AttributeTargets Components =
        AttributeTargets.Assembly
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Interface
        | AttributeTargets.Method
        | AttributeTargets.Property;

    private const AttributeTargets Types = AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface;

    private const AttributeTargets Values = AttributeTargets.Field | AttributeTargets.Parameter;

    private static readonly Assembly Annotations = typeof(RemoteCallAttribute).Assembly;

    public static TheoryData<Type> Attributes => new(Annotations.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute))));

    [Theory]
    [MemberData(nameof(Attributes))]
    public void An_attribute_is_sealed_used_once_and_kept_in_every_build(Type attribute)
    {
        Assert.True(attribute.IsSealed);
        Assert.Equal("DistributedSystems", attribute.Namespace);
        Assert.False(attribute.GetCustomAttribute<AttributeUsageAttribute>()!.AllowMultiple);

        // A conditional attribute would vanish from builds that do not define its symbol, and the rules with it.
        Assert.Empty(attribute.GetCustomAttributes<ConditionalAttribute>());
    }

    [Theory]
    [InlineData(
        typeof(RemoteCallAttribute),
        AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Interface | AttributeTargets.Class
    )]
    [InlineData(typeof(IdempotentAttribute), AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
    [InlineData(typeof(IdempotencyKeyAttribute), Values | AttributeTargets.Property)]
    [InlineData(typeof(NotIdempotentAttribute), AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
    [InlineData(typeof(ReadOnlyAttribute), AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
    [InlineData(typeof(FencesAttribute), AttributeTargets.Method)]
    [InlineData(typeof(DeadlineAttribute), AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
    [InlineData(typeof(SystemModelAttribute), Components)]
    [InlineData(typeof(ReplicaGroupAttribute), Components)]
    [InlineData(typeof(QuorumAttribute), Components)]
    [InlineData(typeof(ConsensusAttribute), Components)]
    [InlineData(typeof(FailureDetectorAttribute), Components)]
    [InlineData(typeof(AvailableUnderPartitionAttribute), Components)]
    [InlineData(typeof(SafetyAttribute), Components)]
    [InlineData(typeof(LivenessAttribute), Components)]
    [InlineData(typeof(ConsistencyAttribute), Components | Values | AttributeTargets.ReturnValue)]
    [InlineData(typeof(AdapterAttribute), Components | Values)]
    [InlineData(typeof(QuorumSizeAttribute), AttributeTargets.Method)]
    [InlineData(typeof(RetriesAttribute), AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
    [InlineData(typeof(MessageHandlerAttribute), AttributeTargets.Method | AttributeTargets.Class | AttributeTargets.Interface)]
    [InlineData(typeof(DeterministicAttribute), AttributeTargets.Method | AttributeTargets.Property | Types)]
    [InlineData(typeof(CompensatesAttribute), AttributeTargets.Method)]
    [InlineData(typeof(CompensatedByAttribute), AttributeTargets.Method)]
    [InlineData(typeof(DurableAttribute), AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Method)]
    [InlineData(typeof(FencingTokenAttribute), Values | Types | AttributeTargets.Property | AttributeTargets.ReturnValue)]
    [InlineData(typeof(RequiresLeadershipAttribute), AttributeTargets.Method | AttributeTargets.Property)]
    [InlineData(typeof(DeclaresFailedAttribute), AttributeTargets.Method)]
    [InlineData(typeof(WallClockAttribute), AttributeTargets.Method | AttributeTargets.Property | Values | Types)]
    [InlineData(typeof(MonotonicClockAttribute), AttributeTargets.Method | AttributeTargets.Property | Values | Types)]
    [InlineData(
        typeof(LogicalClockAttribute),
        AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.ReturnValue | Values | Types
    )]
    [InlineData(typeof(MergeableAttribute), AttributeTargets.Method | Types)]
    [InlineData(typeof(EventAttribute), Types)]
    [InlineData(typeof(DeclarationsForAttribute), AttributeTargets.Class | AttributeTargets.Interface)]
    [InlineData(typeof(ExternalDeclarationsAttribute), AttributeTargets.Assembly)]
    public void An_attribute_goes_exactly_where_it_means_something(Type attribute, AttributeTargets targets) =>
        Assert.Equal(targets, attribute.GetCustomAttribute<AttributeUsageAttribute>()!.ValidOn);

    [Fact]
    public void A_system_model_partitions_and_has_reliable_channels_unless_it_says_otherwise()
    {
        var model = new SystemModelAttribute(Timing.PartiallySynchronous, Failures.CrashStop);
        Assert.Equal(Timing.PartiallySynchronous, model.Timing);
        Assert.Equal(Failures.CrashStop, model.Failures);
        Assert.Equal(Channel.Reliable, model.Channel);
        Assert.False(model.Fifo);
        Assert.True(model.Partitions);
        Assert.Null(model.MaxDelay);
        Assert.Null(model.MaxClockSkew);
    }

    [Fact]
    public void What_is_left_out_of_a_declaration_claims_nothing()
    {
        Assert.True(new ConsensusAttribute().Deterministic);
        Assert.Null(new ConsensusAttribute().Uses);
        Assert.Equal(Timing.Asynchronous, new LivenessAttribute("").Requires);
        Assert.Equal(-1, new RetriesAttribute().Max);
        Assert.Equal((QuorumKind.Majority, -1), (new QuorumSizeAttribute().Kind, new QuorumSizeAttribute().Faults));
        Assert.Equal(
            (QuorumKind.Byzantine, 2),
            (new QuorumSizeAttribute(QuorumKind.Byzantine, 2).Kind, new QuorumSizeAttribute(QuorumKind.Byzantine, 2).Faults)
        );
        Assert.Equal(("Undo", null), (new CompensatesAttribute("Undo").Method, new CompensatesAttribute("Undo").Type));
        Assert.Equal(
            ("Undo", typeof(string)),
            (new CompensatedByAttribute(typeof(string), "Undo").Method, new CompensatedByAttribute(typeof(string), "Undo").Type)
        );
    }

    [Fact]
    public void A_malformed_duration_is_left_to_the_analyzer() => Assert.Equal("30", new DeadlineAttribute("30").Duration);

    [Fact]
    public void The_assembly_depends_on_the_standard_library_alone() =>
        Assert.Equal("netstandard", Assert.Single(Annotations.GetReferencedAssemblies()).Name);
}

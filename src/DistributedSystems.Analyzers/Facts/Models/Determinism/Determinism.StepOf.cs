using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Something whose result another replica, or a later replay, will not see again.</summary>
/// <param name="Place">The expression.</param>
/// <param name="What">What it depends on, in words: <c>reads the clock</c>.</param>
/// <param name="Path">How messages name the way there through methods of the project; empty where it stands in sight.</param>
internal sealed record NonDeterminism(IOperation Place, string What, string Path = "");

internal sealed partial class Determinism
{
    /// <summary>The non-deterministic thing that an operation itself does; null for all that is deterministic or not known not to
    /// be.</summary>
    private NonDeterminism? NonDeterministicStepOf(IOperation operation) =>
        operation switch
        {
            { Parent: INameOfOperation } => null,
            IPropertyReferenceOperation property when StepOfMember(property.Property, property.Instance) is { } what => new NonDeterminism(
                property,
                what
            ),
            IInvocationOperation call when StepOfCall(call) is { } what => new NonDeterminism(
                call.Parent is ITranslatedQueryOperation query ? query : call,
                what
            ),
            IMethodReferenceOperation reference when StepOfMember(reference.Method, reference.Instance) is { } what => new NonDeterminism(
                reference,
                what
            ),
            IObjectCreationOperation
            {
                Type: INamedTypeSymbol { Name: "FileStream" or "StreamReader" or "StreamWriter" } type,
                Constructor.Parameters: { Length: > 0 } parameters
            } made when parameters[0].Type.SpecialType == SpecialType.System_String && Symbols.IsSystem(type, "System.IO") =>
                new NonDeterminism(made, "does I/O"),
            IObjectCreationOperation { Arguments.IsEmpty: true, Type: INamedTypeSymbol { Name: "Random" } type } made
                when Symbols.IsSystem(type, "System") => new NonDeterminism(made, "draws random numbers"),
            IArgumentOperation { Parent: IInvocationOperation call } argument
                when KeepsOrder(call)
                    && argument.Value is not (IInvocationOperation or ITranslatedQueryOperation)
                    && UnorderedSourceOf(argument.Value) is { } source => new NonDeterminism(
                source,
                $"enumerates a {source.Type?.Name} in no defined order"
            ),
            IForEachLoopOperation loop when !IsOrderBlind(loop) && UnorderedSourceOf(loop.Collection) is { } source => new NonDeterminism(
                source,
                $"enumerates a {source.Type?.Name} in no defined order"
            ),
            _ => null,
        };

    private string? StepOfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (StepOfMember(method, call.Instance) is { } step)
        {
            return step;
        }

        if (remoteCalls.RemoteCallOf(call) is { Api.Replayed: false })
        {
            return "does I/O";
        }

        // A LINQ pipeline over an unordered collection is as unordered as the collection until something orders it.
        return
            method is { IsExtensionMethod: true, ContainingType: { Name: "Enumerable" } type }
            && Symbols.IsSystem(type, "System.Linq")
            && call.Arguments.Length > 0
            && EndsPipeline(call)
            && !(method.Name == "Aggregate" && IsWholeNumber(call.Type))
            && UnorderedSourceOf(call) is { } source
            ? $"enumerates a {source.Type?.Name} in no defined order"
            : null;
    }

    /// <summary>A reading of a clock, also of one that the code was given.</summary>
    public bool ReadsClock(IOperation value) =>
        (value is IInvocationOperation call ? call.TargetMethod : (ISymbol?)(value as IMemberReferenceOperation)?.Member) is { } member
        && (
            StepOfMember(member, null) == "reads the clock"
            || (
                member is { Name: "GetUtcNow" or "GetLocalNow" or "GetTimestamp" or "GetElapsedTime", ContainingType: { } type }
                && types.TimeProvider is { } provider
                && Symbols.DerivesFrom(type, provider)
            )
        );

    public string? StepOfMember(ISymbol member, IOperation? instance)
    {
        if (
            member is IMethodSymbol or IPropertySymbol
            && declarations.HasAnnotations
            && (declarations.Carries(member, Annotations.WallClock) || declarations.Carries(member, Annotations.MonotonicClock))
        )
        {
            return "reads the clock";
        }

        var type = member.ContainingType?.OriginalDefinition;
        return (type?.Name, member.Name) switch
        {
            ("DateTime" or "DateTimeOffset", "Now" or "UtcNow" or "Today") when types.IsInstant(type) => "reads the clock",
            ("Stopwatch", "GetTimestamp" or "StartNew" or "GetElapsedTime" or "Elapsed" or "ElapsedMilliseconds" or "ElapsedTicks")
                when Symbols.IsSystem(type, "System.Diagnostics") => "reads the clock",
            ("TimeProvider", "System") when Symbols.IsSystem(type, "System") => "reads the clock",
            ("Environment", "TickCount" or "TickCount64") when Symbols.IsSystem(type, "System") => "reads the clock",
            ("Environment", "NewLine") when Symbols.IsSystem(type, "System") => null,
            ("Environment", "Exit" or "FailFast") when Symbols.IsSystem(type, "System") => null,
            ("Environment", _) when Symbols.IsSystem(type, "System") => "asks the environment",
            ("Guid", "NewGuid" or "CreateVersion7") when Symbols.IsSystem(type, "System") => "makes a random identifier",
            ("Random", "Shared") when Symbols.IsSystem(type, "System") => "draws random numbers",
            (
                "RandomNumberGenerator",
                "Create"
                    or "GetBytes"
                    or "GetInt32"
                    or "Fill"
                    or "GetHexString"
                    or "GetString"
                    or "GetItems"
                    or "Shuffle"
            ) when Symbols.IsSystem(type, "System.Security.Cryptography") => "draws random numbers",
            ("Path", "GetRandomFileName" or "GetTempFileName") when Symbols.IsSystem(type, "System.IO") => "draws random numbers",
            ("Thread", "Sleep" or "Start" or "Yield" or "CurrentThread")
            or ("ThreadPool", "QueueUserWorkItem") when Symbols.IsSystem(type, "System.Threading") => "depends on the timing of threads",


            ("Parallel", _)
            or
            ("Task", "Run" or "Delay" or "Yield" or "WhenAny" or "WaitAny")
            or ("TaskFactory", "StartNew") when Symbols.IsSystem(type, "System.Threading.Tasks") => "depends on the timing of threads",
            ("RuntimeHelpers", "GetHashCode") when Symbols.IsSystem(type, "System.Runtime.CompilerServices") =>
                "takes a hash that each process gives anew",
            ("String", "GetHashCode") when member.ContainingType is { SpecialType: SpecialType.System_String } =>
                "hashes a text with a seed that each process draws anew",
            ("HashCode", "Combine" or "ToHashCode") when Symbols.IsSystem(type, "System") =>
                "hashes with a seed that each process draws anew",
            ("File" or "Directory" or "FileInfo" or "DirectoryInfo" or "FileStream", _) when Symbols.IsSystem(type, "System.IO") =>
                "does I/O",
            ("Console", "ReadLine" or "Read" or "ReadKey") when Symbols.IsSystem(type, "System") => "does I/O",
            ("Process", "Start" or "GetCurrentProcess" or "GetProcesses") when Symbols.IsSystem(type, "System.Diagnostics") =>
                "asks the environment",
            ("Dns", _) when Symbols.IsSystem(type, "System.Net") => "does I/O",
            ("ConfigurationManager", _) when Symbols.IsSystem(type, "System.Configuration") => "reads the configuration",
            ("IConfiguration" or "ConfigurationBinder" or "ConfigurationExtensions", _)
                when Symbols.IsSystem(type, "Microsoft.Extensions.Configuration") => "reads the configuration",
            ("IOptions" or "IOptionsMonitor" or "IOptionsSnapshot", "Value" or "CurrentValue" or "Get")
                when Symbols.IsSystem(type, "Microsoft.Extensions.Options") => "reads the configuration",
            _ => null,
        };
    }
}

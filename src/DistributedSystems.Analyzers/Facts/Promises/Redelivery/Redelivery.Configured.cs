using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Redelivery
{
    /// <summary>How often MassTransit retries by what it is given: https://masstransit.io/documentation/concepts/exceptions#retry. Null
    /// where only some failures, or none known, are retried.</summary>
    private (int Retries, Pause Pause)? RetriesConfiguredBy(IInvocationOperation added)
    {
        if (
            added.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate) is not { } given
            || functions.FunctionGiven(given.Value) is not { Parameters: { IsEmpty: false } parameters } configure
        )
        {
            return null;
        }

        int? retries = null;
        var pause = Pause.Unknown;
        foreach (var (call, _, isConditional) in builders.StepsOn(parameters[0], configure.Body).Steps)
        {
            switch (call.TargetMethod)
            {
                case { Name: "Immediate" or "Interval" or "Exponential" or "Incremental" }
                    when !isConditional
                        && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "retryLimit" or "retryCount") is { } most:
                    retries = constants.ConstantCountOf(most.Value);
                    pause = call.TargetMethod.Name == "Immediate" ? Pause.None : Pause.Unknown;
                    break;
                case { Name: "Intervals" }
                    when !isConditional && call.Arguments.LastOrDefault()?.Value is IArrayCreationOperation { Initializer: { } listed }:
                    retries = listed.ElementValues.Length;
                    break;
                case { Name: "Ignore", TypeArguments: { Length: 1 } ignored } when !RemoteFailures.MayCatch(ignored[0], thrown: null):
                case { Name: "Handle", TypeArguments: { Length: 1 } handled }
                    when call.Arguments.IsEmpty && RemoteFailures.MayCatch(handled[0], thrown: null):
                    break;
                default:
                    return null;
            }
        }

        return retries is { } known ? (known, pause) : null;
    }

    /// <summary>Do the handlers call another process, so that a repetition without a pause meets the same outage?</summary>
    public bool RunsRemoteCalls(HandlerRedelivery redelivery) =>
        redelivery.Handlers.Any(handler =>
            functions.BodyOf(handler) is { } body
            && body.Descendants()
                .OfType<IInvocationOperation>()
                .Take(Reachability.MostStepsRead)
                .Any(call => Operations.FunctionAround(call) is null && reachability.RemoteNameOf(call) is not null)
        );
}

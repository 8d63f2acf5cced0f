using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class AppliedDeadlines
{
    /// <summary>
    /// The remote interface whose callback alone completes what a wait without limit waits for: a completion source or an event of this
    /// body or type. Null where
    /// anything else completes or cancels it too, or may.
    /// </summary>
    public string? OutcomeWaitedFor(IOperation signal)
    {
        IEnumerable<IOperation> uses;
        switch (Values.Unwrap(signal))
        {
            case ILocalReferenceOperation local:
                uses = values.UsesOf(local.Local, signal);
                break;
            case IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field }:
                uses = functions.UsesInType(field);
                break;
            default:
                return null;
        }

        string? source = null;
        foreach (var use in uses)
        {
            switch (use.Parent)
            {
                case IInvocationOperation
                {
                    TargetMethod.Name: "SetResult" or "TrySetResult" or "SetException" or "TrySetException" or "Set" or "Signal"
                } completion when completion.Instance == use:
                    if (RemoteCallbackAround(completion) is not { } callback)
                    {
                        return null;
                    }

                    source = callback;
                    break;

                // Waiting, asking, resetting and disposing complete nothing.
                case IPropertyReferenceOperation { Property.Name: "Task" or "IsSet" or "CurrentCount" }:
                case IInvocationOperation { TargetMethod.Name: "WaitOne" or "Wait" or "Reset" or "Dispose" or "Close" }:
                case IUsingOperation:
                case ISimpleAssignmentOperation assignment when assignment.Target == use:
                    break;
                default:
                    return null;
            }
        }

        return source;
    }

    /// <summary>Whose callback an operation stands in: a delegate given to a call of a remote library or to an event of one, or a message
    /// handler.</summary>
    private string? RemoteCallbackAround(IOperation operation)
    {
        for (var function = Operations.FunctionAround(operation); function is not null; function = Operations.FunctionAround(function))
        {
            if (
                Operations.ArgumentHolding(function) is { Parent: IInvocationOperation taker }
                && remoteCalls.RemoteCallOf(taker) is { } call
                && call.Api.RunsParameter is null
            )
            {
                return call.Name;
            }

            if (
                Operations.HolderOf(function)
                    is IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { ContainingType: { } type } raised } }
                && catalog.TypeEntryOf(type) is not null
            )
            {
                return type.Name + "." + raised.Name;
            }
        }

        return
            Operations.MethodOf(Values.RootOf(operation)) is { } method
            && Operations.FunctionAround(operation) is null
            && Symbols
                .DeclarationsOf(method)
                .Any(declaration =>
                    Annotations.Find(declaration, Annotations.MessageHandler) is not null
                    || catalog.TypeEntryOf(declaration.ContainingType) is { IsHandler: true }
                )
            ? Symbols.NameOf(method)
            : null;
    }
}

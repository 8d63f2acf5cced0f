using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class AppliedDeadlines
{
    /// <summary>
    /// The remote interface whose callback alone completes what a wait without limit waits for: a completion source or an event of this
    /// body or type, or one that waits in a table of this type for the answer that bears its key. Null where
    /// anything else completes or cancels it too, or may.
    /// </summary>
    public string? OutcomeWaitedFor(IOperation signal) =>
        Values.Unwrap(signal) switch
        {
            ILocalReferenceOperation local => OnlyCompletedBy(values.UsesOf(local.Local, signal), MostTables),
            IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => OnlyCompletedBy(
                functions.UsesInType(field),
                MostTables
            ),
            _ => null,
        };

    private const int MostTables = 2;

    private string? OnlyCompletedBy(IEnumerable<IOperation> uses, int remaining)
    {
        string? source = null;
        foreach (var named in uses)
        {
            var use = Operations.OutOfConversions(named);
            switch (use.Parent)
            {
                case IInvocationOperation
                {
                    TargetMethod.Name: "SetResult" or "TrySetResult" or "SetException" or "TrySetException" or "Set" or "Signal"
                } completion when completion.Instance == use:
                    if (RemoteCallbackAround(completion, remaining) is not { } callback)
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
                    if (remaining == 0 || TableHolding(use) is not { } table || TakenOutOf(table, remaining - 1) is not { } taker)
                    {
                        return null;
                    }

                    source = taker;
                    break;
            }
        }

        return source;
    }

    /// <summary>The private dictionary of this type that an object is put into.</summary>
    private static IFieldSymbol? TableHolding(IOperation use) =>
        (
            use.Parent switch
            {
                ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: 1, Instance: { } table } } kept
                    when kept.Value == use => table,
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Instance: { } table } } => table,
                _ => null,
            }
        )
            is IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field }
        && field.Type.Name is "Dictionary" or "ConcurrentDictionary"
            ? field
            : null;

    /// <summary>Who takes objects out of a table by their key and completes them; null where anything else is done with what it holds.</summary>
    private string? TakenOutOf(IFieldSymbol table, int remaining)
    {
        string? source = null;
        foreach (var use in functions.UsesInType(table))
        {
            switch (use.Parent)
            {
                case ISimpleAssignmentOperation or ILockOperation:
                case IPropertyReferenceOperation { Property.Name: "Count" or "IsEmpty" }:
                case IPropertyReferenceOperation { Arguments.Length: 1, Parent: ISimpleAssignmentOperation put } element
                    when put.Target == element:
                case IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "ContainsKey" }:
                case IInvocationOperation { TargetMethod.Name: "Remove", Arguments.Length: 1, Parent: IExpressionStatementOperation }:
                    break;
                case IInvocationOperation { TargetMethod.Name: "TryRemove" or "TryGetValue" or "Remove" } taken:
                    if (
                        taken.Arguments.FirstOrDefault(argument => argument.Parameter?.RefKind == RefKind.Out)?.Value is not { } filled
                        || (filled is IDiscardOperation ? "" : CompletedOnceTaken(filled, remaining)) is not { } taker
                    )
                    {
                        return null;
                    }

                    source = taker.Length == 0 ? source : taker;
                    break;
                default:
                    return null;
            }
        }

        return source;
    }

    private string? CompletedOnceTaken(IOperation filled, int remaining) =>
        (filled is IDeclarationExpressionOperation declared ? declared.Expression : filled) is ILocalReferenceOperation { Local: var taken }
            ? OnlyCompletedBy(values.UsesOf(taken, filled).Where(use => use.Syntax != filled.Syntax && !IsOut(use)), remaining)
            : null;

    private static bool IsOut(IOperation use) =>
        (use.Parent is IDeclarationExpressionOperation declaration ? declaration.Parent : use.Parent)
            is IArgumentOperation { Parameter.RefKind: RefKind.Out };

    /// <summary>Whose callback an operation stands in: a delegate given to a call of a remote library or to an event of one, a method that
    /// is only given to such, or a message handler.</summary>
    private string? RemoteCallbackAround(IOperation operation, int remaining)
    {
        if (ReadInLoopAround(operation) is { } read)
        {
            return read;
        }

        for (var function = Operations.FunctionAround(operation); function is not null; function = Operations.FunctionAround(function))
        {
            if (
                Operations.HolderOf(function) is { } holder
                && CallbackTakenBy(holder is IArgumentOperation ? holder.Parent! : holder) is { } taker
            )
            {
                return taker;
            }

            if (function is ILocalFunctionOperation { Symbol: var local })
            {
                return CallbackNamed(local, operation, remaining);
            }
        }

        return Operations.FunctionAround(operation) is not null || Operations.MethodOf(Values.RootOf(operation)) is not { } method ? null
            : Symbols
                .DeclarationsOf(method)
                .Any(declaration =>
                    Annotations.Find(declaration, Annotations.MessageHandler) is not null
                    || catalog.TypeEntryOf(declaration.ContainingType) is { IsHandler: true }
                )
                ? Symbols.NameOf(method)
            : method is { DeclaredAccessibility: Accessibility.Private, MethodKind: MethodKind.Ordinary }
                ? CallbackNamed(method, operation, remaining)
            : null;
    }

    /// <summary>The call that reads what a remote party sends, in the loop that hands it on: the answers of a connection.</summary>
    private string? ReadInLoopAround(IOperation operation)
    {
        var function = Operations.FunctionAround(operation)?.Syntax;
        for (var loop = Operations.NearestLoopAround(operation); loop is not null; loop = Operations.NearestLoopAround(loop))
        {
            foreach (var part in loop.Descendants())
            {
                if (
                    part is IInvocationOperation call
                    && call.Syntax.SpanStart < operation.Syntax.SpanStart
                    && remoteCalls.RemoteCallOf(call) is { Api: { Streaming: true } or { WeakDeadlineEvidence: true } } remote
                    && Operations.FunctionAround(call)?.Syntax == function
                )
                {
                    return remote.Name;
                }
            }
        }

        return null;
    }

    /// <summary>A call of a remote library that takes a delegate, or an event of one.</summary>
    private string? CallbackTakenBy(IOperation taker) =>
        taker switch
        {
            IInvocationOperation call when remoteCalls.RemoteCallOf(call) is { Api.RunsParameter: null } remote => remote.Name,
            IInvocationOperation call when remoteCalls.ApiOf(call.TargetMethod) is { CallbackParameter: not null } => Symbols.NameOf(
                call.TargetMethod
            ),
            IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: { ContainingType: { } type } raised } }
                when catalog.TypeEntryOf(type) is not null => type.Name + "." + raised.Name,
            _ => null,
        };

    /// <summary>Whose callback a private method or local function is, where nobody else is given it and nobody else calls it.</summary>
    private string? CallbackNamed(IMethodSymbol method, IOperation place, int remaining)
    {
        if (remaining == 0 || Operations.TypeAround(place) is not { } type)
        {
            return null;
        }

        var owner = method.MethodKind == MethodKind.LocalFunction ? (ISymbol?)Operations.MethodOf(Values.RootOf(place)) ?? type : method;
        string? source = null;
        foreach (var consumer in functions.ConsumersOf(method.OriginalDefinition, owner))
        {
            if (CallbackTakenBy(consumer) is not { } taker)
            {
                return null;
            }

            source = taker;
        }

        foreach (var call in functions.CallsInType(method.OriginalDefinition, type))
        {
            if (RemoteCallbackAround(call, remaining - 1) is not { } caller)
            {
                return null;
            }

            source = caller;
        }

        return source;
    }
}

using System.Runtime.CompilerServices;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Surroundings;

/// <summary>
/// What a step on the way to the next attempt may do: wait, tell somebody, leave, or nothing. Only what surely does nothing of the kind is answered
/// with none: computing, logging, preparing the next attempt, disposing of the last one, and the project's own methods that do nothing else.
/// </summary>
internal sealed class Steps(CatalogIndex catalog, WellKnownTypes types, Constants constants, Functions functions, RemoteCalls remoteCalls)
{
    private const int DeepestStep = 4;

    // The framework's own calls that take time, and those that end a way.
    private static readonly HashSet<string> WaitingNames = new(StringComparer.Ordinal)
    {
        "Wait",
        "WaitOne",
        "WaitAll",
        "WaitAny",
        "GetResult",
        "Join",
        "Sleep",
        "SpinUntil",
        "SpinOnce",
    };

    // What is asked often: the same operation lies on the ways of many failures.
    private readonly ConditionalWeakTable<IOperation, object> known = new();

    /// <summary>What this operation may do, with all that it is made of.</summary>
    public StepEffects Of(IOperation operation) => (StepEffects)known.GetValue(operation, step => Of(step, DeepestStep));

    /// <summary>May time pass while this operation runs?</summary>
    public bool MayWait(IOperation operation) => (Of(operation) & StepEffects.Waits) != 0;

    /// <summary>May a way end with this operation?</summary>
    public bool MayLeave(IOperation operation) => (Of(operation) & StepEffects.Leaves) != 0;

    /// <summary>May somebody learn from this operation that something failed?</summary>
    public bool MayTell(IOperation operation) => (Of(operation) & (StepEffects.Tells | StepEffects.Leaves)) != 0;

    private StepEffects Of(IOperation operation, int remaining)
    {
        var effects = StepEffects.None;
        switch (operation)
        {
            // A delegate that is only made runs nowhere yet; whoever may run it is judged for himself.
            case IAnonymousFunctionOperation or ILocalFunctionOperation or IFlowAnonymousFunctionOperation or INameOfOperation:
                return StepEffects.None;
            case IDynamicInvocationOperation or IFunctionPointerInvocationOperation:
                return StepEffects.Anything;
            case IThrowOperation:
                effects = StepEffects.Tells | StepEffects.Leaves;
                break;
            case IAwaitOperation { Operation: var awaited }:
                effects = OfAwait(awaited);
                break;
            case IAssignmentOperation { Target: var target } when IsKeptElsewhere(target):
            case IIncrementOrDecrementOperation { Target: var counter } when IsKeptElsewhere(counter):
            // A flag of the object is somebody else's word on whether to go on.
            case IMemberReferenceOperation
            {
                Type.SpecialType: SpecialType.System_Boolean,
                ConstantValue.HasValue: false,
                Instance: null or IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }
            }:
                effects = StepEffects.Tells;
                break;
            case IObjectCreationOperation creation:
                effects = OfCreation(creation, remaining);
                break;
            case IInvocationOperation call:
                effects = OfCall(call, remaining);
                break;
        }

        foreach (var part in operation.ChildOperations)
        {
            if (effects == StepEffects.Anything)
            {
                break;
            }

            effects |= Of(part, remaining);
        }

        return effects;
    }

    private StepEffects OfAwait(IOperation awaited)
    {
        awaited = Operations.WithoutAdapters(awaited);
        switch (awaited)
        {
            // What an own method's task waits for is asked of its body.
            case IInvocationOperation { TargetMethod: { MethodKind: not MethodKind.DelegateInvoke } method }
                when functions.IsOwnMethod(method):
            case IInvocationOperation call when IsDisposal(call.TargetMethod) || IsBodyRead(call.TargetMethod):
            case IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } }:
            case IInvocationOperation { TargetMethod: { Name: "Yield" or "FromResult", ContainingType.Name: "Task" or "ValueTask" } }:
                return StepEffects.None;
            case IInvocationOperation call when Waits.DelayIn(call) is not null:
                return OfDelay(call);
            default:
                return StepEffects.Waits | StepEffects.Leaves;
        }
    }

    private StepEffects OfDelay(IInvocationOperation call) =>
        constants.ConstantDurationOf(Waits.DelayIn(call)!) == TimeSpan.Zero ? StepEffects.None : StepEffects.Waits;

    private StepEffects OfCreation(IObjectCreationOperation creation, int remaining) =>
        IsFailure(creation.Type) ? StepEffects.Tells
        : creation.Constructor is { } constructor && functions.IsOwnMethod(constructor) && HasCode(constructor)
            ? OfBody(functions.BodyOf(constructor.OriginalDefinition), remaining)
        : StepEffects.None;

    // What the compiler makes of a type's header, or leaves out of generated code, does nothing.
    private static bool HasCode(IMethodSymbol method) =>
        !method.IsImplicitlyDeclared
        && !method.DeclaringSyntaxReferences.Any(declaration => declaration.GetSyntax() is TypeDeclarationSyntax)
        && !(method.IsPartialDefinition && method.PartialImplementationPart is null);

    /// <summary>A function that is given a failure and says yes or no only judges it.</summary>
    private static bool IsJudgement(IMethodSymbol function) =>
        function is { ReturnType.SpecialType: SpecialType.System_Boolean, Parameters: { Length: 1 } parameters }
        && RemoteFailures.IsException(parameters[0].Type);

    private StepEffects OfCall(IInvocationOperation call, int remaining)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (Waits.DelayIn(call) is not null)
        {
            return OfDelay(call);
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return IsJudgement(call.TargetMethod) ? StepEffects.None : StepEffects.Anything;
        }

        if (IsTold(call, method))
        {
            return StepEffects.Tells;
        }

        if (functions.IsOwnMethod(method))
        {
            return OfOwnMethod(call, remaining);
        }

        var space = method.ContainingNamespace?.FullName() ?? "";
        if (IsDisposal(method) || IsBodyRead(method) || Waits.IsLogging(space))
        {
            return StepEffects.None;
        }

        if (remoteCalls.ApiOf(method)?.Remote == true)
        {
            return StepEffects.Anything;
        }

        if (method is { Name: "ReadLine" or "ReadKey", ContainingType.Name: "Console" })
        {
            return StepEffects.Anything;
        }

        var isFramework = Symbols.IsFrameworkNamespace(method.ContainingNamespace);
        if (!isFramework && !IsOfKnownLibrary(method))
        {
            return StepEffects.Anything;
        }

        // The task of a library's call takes time where it is awaited; the framework's own names tell which of its calls take some by themselves.
        var isQuiet = IsQuiet(call, method, space);
        return (
                WaitingNames.Contains(method.Name) || (!isFramework && Symbols.IsTaskLike(method.ReturnType))
                    ? StepEffects.Waits
                    : StepEffects.None
            )
            | (MayEnd(method, space, isQuiet) ? StepEffects.Leaves : StepEffects.None)
            | (isQuiet ? StepEffects.None : StepEffects.Tells);
    }

    /// <summary>Code that is not in sight and is handed the failure or a text, and gives nothing back: a log of the team's own, a notification.
    /// It is told, and neither waits for the next attempt nor ends the way.</summary>
    private bool IsTold(IInvocationOperation call, IMethodSymbol method) =>
        method is { ReturnsVoid: true, IsStatic: false }
        && (
            functions.IsOwnMethod(method)
                ? OwnBodyOf(call) is null && HasCode(method)
                : !Symbols.IsFrameworkNamespace(method.ContainingNamespace)
        )
        && remoteCalls.ApiOf(method)?.Remote != true
        && call.Arguments.Any(argument =>
            argument.Value.Type?.SpecialType == SpecialType.System_String || IsFailure(Values.Unwrap(argument.Value).Type)
        );

    public bool IsOwn(IInvocationOperation call) =>
        call.TargetMethod.MethodKind != MethodKind.DelegateInvoke && functions.IsOwnMethod(call.TargetMethod);

    /// <summary>The code that a call of a method of the project runs, where it is one and no other.</summary>
    public IOperation? OwnBodyOf(IInvocationOperation call)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        return
            functions.IsOwnMethod(method)
            && method.MethodKind != MethodKind.DelegateInvoke
            && !(call.IsVirtual && Functions.IsReplaceable(method))
            ? functions.BodyOf(method)
            : null;
    }

    // An interface's or a virtual method may be anything. Nobody waits for a task that is dropped.
    private StepEffects OfOwnMethod(IInvocationOperation call, int remaining) =>
        (HasCode(call.TargetMethod.OriginalDefinition) ? OfBody(OwnBodyOf(call), remaining) : StepEffects.None)
        & (Symbols.IsTaskLike(call.Type) && Operations.IsDropped(call) ? ~StepEffects.Waits : StepEffects.Anything);

    private StepEffects OfBody(IOperation? body, int remaining) =>
        remaining == 0 || body is null
            ? StepEffects.Anything
            : body.ChildOperations.Aggregate(
                StepEffects.None,
                (effects, part) => effects == StepEffects.Anything ? effects : effects | Of(part, remaining - 1)
            );

    /// <summary>What ends a way on purpose, and what depends on files, processes or peripherals, which fail in their own ways.</summary>
    private static bool MayEnd(IMethodSymbol method, string space, bool isQuiet) =>
        method.Name.StartsWith("Throw", StringComparison.Ordinal)
        || method.ContainingType.Name is "ExceptionDispatchInfo" or "CountdownEvent" or "Barrier"
        || !(
            isQuiet
            || space.StartsWith("System.Collections", StringComparison.Ordinal)
            || space.StartsWith("System.Threading", StringComparison.Ordinal)
        );

    /// <summary>Nobody but the next attempt learns of it: computing, output to the console, and what prepares a request or command or is called on
    /// what the function made for itself.</summary>
    private bool IsQuiet(IInvocationOperation call, IMethodSymbol method, string space)
    {
        if (call.Arguments.Any(argument => IsFailure(Values.Unwrap(argument.Value).Type)))
        {
            return IsOutput(method);
        }

        return IsOutput(method)
            || IsOfKnownLibrary(method)
            || space.StartsWith("System.Net.Http", StringComparison.Ordinal)
            || space.StartsWith("System.Data", StringComparison.Ordinal)
            || space.StartsWith("System.Text", StringComparison.Ordinal)
            || space is "System.Linq" or "System.Globalization"
            || (space == "System" && method.ContainingType.Name is not ("Environment" or "AppDomain" or "GC" or "IProgress" or "IObserver"))
            || method.ContainingType.Name is "Stopwatch" or "RandomNumberGenerator"
            || (method.IsStatic && method.ContainingType.Name is "Task" or "ValueTask")
            || method.Name is "ToString" or "ConfigureAwait" or "GetAwaiter"
            || (Operations.ReceiverOf(call) is { } receiver && !method.IsStatic && IsMadeHere(receiver));
    }

    private static bool IsOutput(IMethodSymbol method) =>
        method.ContainingType
            is { Name: "Console" or "Debug" or "Trace", ContainingNamespace.Name: "System" or "Diagnostics" }
                or { Name: "TextWriter", ContainingNamespace.Name: "IO" };

    private static bool IsDisposal(IMethodSymbol method) => method is { Name: "Dispose" or "DisposeAsync", Parameters.IsEmpty: true };

    // The body of an answer that tells a failure is there with it.
    private bool IsBodyRead(IMethodSymbol method) =>
        types.HttpContent is { } content
        && SymbolEqualityComparer.Default.Equals(method.ContainingType, content)
        && method.Name.StartsWith("Read", StringComparison.Ordinal);

    private bool IsOfKnownLibrary(IMethodSymbol method) => catalog.Describes(method.ContainingNamespace?.FullName() ?? "");

    private static bool IsFailure(ITypeSymbol? type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is assigned outlives the function: a member of anything but what the function made for itself from a library.</summary>
    private static bool IsKeptElsewhere(IOperation target) =>
        target switch
        {
            ILocalReferenceOperation or IDiscardOperation or IFlowCaptureReferenceOperation => false,
            ITupleOperation tuple => tuple.Elements.Any(IsKeptElsewhere),
            IDeclarationExpressionOperation => false,
            IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } } =>
                false,
            IMemberReferenceOperation { Instance: { } owner } => !IsMadeHere(owner),
            _ => true,
        };

    /// <summary>A local of a library's type, or a part of one: what the project's own objects hold may be told to somebody.</summary>
    private static bool IsMadeHere(IOperation owner)
    {
        while (true)
        {
            owner = Values.Unwrap(owner);
            switch (owner)
            {
                case IPropertyReferenceOperation { Instance: { } further }:
                    owner = further;
                    break;
                case IFlowCaptureReferenceOperation:
                    return true;
                case ILocalReferenceOperation:
                    return owner.Type is { } type
                        && type.Locations.Any(location => location.IsInMetadata)
                        && !IsFailure(type)
                        && !Symbols.IsMutableCollection(type);
                case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }:
                case IObjectCreationOperation:
                    return true;
                default:
                    return false;
            }
        }
    }
}

using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>Who acts as a leader, and whether the action carries what fences off an older one.</summary>
internal sealed class Fencing(
    Project project,
    Values values,
    Functions functions,
    Declarations declarations,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Reachability reachability,
    DeclaredModels declaredModels
)
{
    private const int DeepestFilling = 3;

    /// <summary>
    /// Why a call is an action of a leader that nothing fences: inside a member that requires leadership, a remote write; anywhere, a call
    /// of such a member whose code is out of sight. Null with a fencing token, for reads, and in the synchronous model, where a lease is a
    /// proof.
    /// </summary>
    public string? UnfencedLeaderActionAt(IInvocationOperation call, ISymbol site)
    {
        var reason =
            IsLeadersWrite(call, site) ? $"'{site.Name}' requires leadership"
            : LeadersFunctionAround(call) is { } function && ReachesWrite(call)
                ? function.Name.Length > 0 ? $"'{function.Name}' requires leadership"
                    : "the lambda requires leadership"
            : IsOthersLeaderAction(call) ? "it requires leadership"
            : null;
        return reason is null || declaredModels.ModelOf(site) is { Timing: Timing.Synchronous } || IsFenced(call) ? null : reason;
    }

    private bool IsLeadersWrite(IInvocationOperation call, ISymbol site) =>
        declarations.Carries(site is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : site, Annotations.RequiresLeadership)
        && ReachesWrite(call);

    /// <summary>The local function or lambda around a call that only the leader may run.</summary>
    private static IMethodSymbol? LeadersFunctionAround(IOperation call)
    {
        for (var around = Operations.FunctionAround(call); around is not null; around = Operations.FunctionAround(around))
        {
            var function = around switch
            {
                ILocalFunctionOperation local => local.Symbol,
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                _ => null,
            };
            if (function is not null && Annotations.Find(function, Annotations.RequiresLeadership) is not null)
            {
                return function;
            }
        }

        return null;
    }

    private bool ReachesWrite(IInvocationOperation call) =>
        remoteCalls.RemoteCallOf(call) is { } remote
            ? IsWrite(remote)
            : call.TargetMethod.MethodKind != MethodKind.LocalFunction
                && !declarations.Carries(call.TargetMethod, Annotations.RequiresLeadership)
                && reachability.ReachOf(call, Effect.Waits) is { } reach
                && IsWrite(reach.Call)
                // A lambda in sight answers for itself.
                && !Values.RootOf(call).Syntax.Contains(reach.Call.Invocation.Syntax)
                && !IsFenced(reach.Call.Invocation);

    /// <summary>Does a remote call change something? Where its effect is unknown, one that gives nothing back does: a read without a result
    /// is none.</summary>
    public bool IsWrite(RemoteCall call) =>
        replays.Of(call).Replay switch
        {
            _ when IsOfConnection(call.Invocation.TargetMethod.ContainingType) => false,
            // Declared idempotent, so that it may be repeated, and giving more back than whether it was done: a query. Whoever looks at the
            // answer asked a question, or wrote under a condition.
            Replay.Idempotent when IsDeclaredIdempotent(call.Invocation.TargetMethod) => TellsNoMoreThanDone(call.Invocation.TargetMethod)
                && !values.IsLookedAt(call.Invocation),
            Replay.Accumulates or Replay.Idempotent or Replay.Keyed => true,
            Replay.Unknown => !DeclaredModels.GivesValue(call.Invocation.TargetMethod),
            _ => false,
        };

    /// <summary>What is opened or begun on a connection to a database changes nothing; commands do.</summary>
    private static bool IsOfConnection(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (
                type is { Name: "DbConnection" or "DbDataSource" or "IDbConnection", ContainingNamespace: { } space }
                && Symbols.IsFrameworkNamespace(space)
            )
            {
                return true;
            }
        }

        return false;
    }

    private bool IsDeclaredIdempotent(IMethodSymbol method) =>
        declarations.Carries(method, Annotations.Idempotent) || declarations.Carries(method.ContainingType, Annotations.Idempotent);

    private static bool TellsNoMoreThanDone(IMethodSymbol method) =>
        !DeclaredModels.GivesValue(method) || Symbols.UnwrapTask(method.ReturnType)?.SpecialType == SpecialType.System_Boolean;

    /// <summary>What has a body in this project answers for what it does in there.</summary>
    private bool IsOthersLeaderAction(IInvocationOperation call) =>
        declarations.Carries(call.TargetMethod, Annotations.RequiresLeadership)
        && (!functions.IsOwnMethod(call.TargetMethod) || (call.TargetMethod.IsAbstract && !HasImplementation(call.TargetMethod)));

    private bool HasImplementation(IMethodSymbol contract)
    {
        foreach (var symbol in project.Compilation.GetSymbolsWithName(contract.Name, SymbolFilter.Member))
        {
            if (
                symbol is IMethodSymbol { IsAbstract: false } method
                && Declarations.OriginsOf(method).Skip(1).Contains(contract.OriginalDefinition, SymbolEqualityComparer.Default)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Does a call carry a fencing token: an argument for a parameter declared one, a value or receiver made with one, or a condition
    /// around it that looks at one?
    /// </summary>
    public bool IsFenced(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (
                argument.ArgumentKind != ArgumentKind.DefaultValue
                && argument.Parameter is { } parameter
                && IsDeclaredToken(parameter)
                && Values.Unwrap(argument.Value) is not IDefaultValueOperation
            )
            {
                return true;
            }
        }

        return HoldsToken(call.Instance)
            || call.Arguments.Any(argument => HoldsToken(argument.Value))
            || Guards.Of(call).Any(guard => HoldsToken(guard.Condition))
            || call.ChildOperations.Any(part => IsFilledWithToken(part, depth: 0));
    }

    private bool HoldsToken(IOperation? value) => origins.Find(value, IsToken) is not null;

    /// <summary>Was a token put into an object that is handed over: set on it, added to what it holds, by way of another object that was
    /// added?</summary>
    private bool IsFilledWithToken(IOperation handedOver, int depth)
    {
        foreach (var holder in handedOver.DescendantsAndSelf())
        {
            if (depth >= DeepestFilling || VariableOf(holder) is not { } filled)
            {
                continue;
            }

            foreach (var operation in Values.RootOf(holder).Descendants())
            {
                var (target, values) = operation switch
                {
                    ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: { } owner }, Value: var value } => (
                        owner,
                        new[] { value }
                    ),
                    // What leaves the process takes its arguments along and leaves none behind.
                    IInvocationOperation { Instance: { } receiver } filling
                        when !Symbols.IsTaskLike(filling.Type) && remoteCalls.RemoteCallOf(filling) is null => (
                        receiver,
                        filling.Arguments.Select(argument => argument.Value).ToArray()
                    ),
                    _ => (null, Array.Empty<IOperation>()),
                };
                if (
                    target is not null
                    && IsPartOf(target, filled)
                    && values.Any(value => HoldsToken(value) || IsFilledWithToken(value, depth + 1))
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ISymbol? VariableOf(IOperation value) =>
        value switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };

    /// <summary>Is an expression the object itself, a member of it, or what a chain of calls on it gives back?</summary>
    private static bool IsPartOf(IOperation? expression, ISymbol whole)
    {
        for (
            var part = expression;
            part is not null;
            part = part is IInvocationOperation call ? call.Instance : (part as IMemberReferenceOperation)?.Instance
        )
        {
            if (SymbolEqualityComparer.Default.Equals(VariableOf(part), whole))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsToken(IOperation value) =>
        value switch
        {
            IDefaultValueOperation or IConversionOperation => false,
            _ when IsTokenType(value.Type) => true,
            IParameterReferenceOperation parameter => IsDeclaredToken(parameter.Parameter) || IsHandedOverWithToken(parameter),
            ILocalReferenceOperation => IsHandedOverWithToken(value),
            IFieldReferenceOperation or IPropertyReferenceOperation => declarations.Carries(
                ((IMemberReferenceOperation)value).Member,
                Annotations.FencingToken
            ) || IsHandedOverWithToken(value),
            IInvocationOperation call => ReturnsToken(call.TargetMethod),

            // A value that is filled into a member declared a token makes its object carry one.
            IObjectCreationOperation { Constructor: { } constructor } => constructor.Parameters.Any(IsDeclaredToken),
            _ => false,
        };

    private static bool IsTokenType(ITypeSymbol? type) =>
        type is INamedTypeSymbol { SpecialType: SpecialType.None }
        && Annotations.Find(
            type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } maybe
                ? maybe.TypeArguments[0]
                : type,
            Annotations.FencingToken
        )
            is not null;

    /// <summary>A whole object, one of whose members is declared a token: what takes it has the token too. Of one that is made in sight it
    /// shows whether the token was set.</summary>
    private bool IsHandedOverWithToken(IOperation value) =>
        Operations.OutOfConversions(value).Parent is IArgumentOperation
        && !(value is ILocalReferenceOperation && values.ValueOf(value) is IObjectCreationOperation)
        && value.Type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } type
        && Symbols
            .MembersOf(type)
            .Any(member => member is IPropertySymbol or IFieldSymbol && declarations.Carries(member, Annotations.FencingToken));

    private static bool ReturnsToken(IMethodSymbol method)
    {
        foreach (var origin in Declarations.OriginsOf(method.OriginalDefinition))
        {
            foreach (var data in ((IMethodSymbol)origin).GetReturnTypeAttributes())
            {
                if (Annotations.Is(data.AttributeClass, Annotations.FencingToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The parameter, or that of a member which its own overrides or implements; of a record, the property it makes.</summary>
    private bool IsDeclaredToken(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return false;
        }

        if (IsTokenType(parameter.Type))
        {
            return true;
        }

        foreach (
            var origin in Declarations
                .OriginsOf(method.OriginalDefinition)
                .Concat(declarations.StandInFor(method) is { } standIn ? new[] { standIn } : Array.Empty<ISymbol>())
        )
        {
            if (
                origin is IMethodSymbol declared
                && parameter.Ordinal < declared.Parameters.Length
                && Annotations.Find(declared.Parameters[parameter.Ordinal], Annotations.FencingToken) is not null
            )
            {
                return true;
            }
        }

        return method.MethodKind == MethodKind.Constructor
            && method
                .ContainingType.GetMembers(parameter.Name)
                .Any(member => member is IPropertySymbol && Annotations.Find(member, Annotations.FencingToken) is not null);
    }
}

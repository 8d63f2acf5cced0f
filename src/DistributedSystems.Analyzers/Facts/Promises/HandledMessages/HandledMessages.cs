using System.Collections.Concurrent;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using DistributedSystems.Analyzers.Facts.Surroundings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>An effect that a second delivery of the same message adds again.</summary>
/// <param name="Call">What adds it.</param>
/// <param name="Handler">How messages name the function that is given the message.</param>
/// <param name="IsDeclared">An attribute says that messages may come more than once.</param>
internal sealed record RepeatedEffect(RemoteCall Call, string Handler, bool IsDeclared);

/// <summary>Functions that are given messages of a broker, and compensations: what is run again for the same reason a second time.</summary>
internal sealed partial class HandledMessages(
    CatalogIndex catalog,
    Project project,
    WellKnownTypes types,
    Functions functions,
    Origins origins,
    RemoteCalls remoteCalls,
    Replays replays,
    Reachability reachability,
    JobRetries jobRetries,
    Redelivery redelivery
)
{
    private const string MessageId = "MessageId";

    // Where the last call stands that settles a message given to a function, by its body.
    private readonly ConcurrentDictionary<SyntaxNode, int> lastSettled = new();

    /// <summary>
    /// The effect that a call in a handler of messages adds again when the message comes a second time: the handler's first such effect. Null
    /// where anything tells the second time from the first: a condition on what was stored before, a duplicate that is caught, a row under the
    /// message's own identity, an inbox.
    /// </summary>
    public RepeatedEffect? EffectRepeatedBy(IInvocationOperation call, ISymbol member) =>
        MayAddEffect(call) && DeliveryAround(call, member) is { } delivery && !project.Spells(Spelled.Inbox) && !jobRetries.IsInJob(call)
            ? FirstEffect(call, delivery)
            : null;

    private bool MayAddEffect(IInvocationOperation call) =>
        remoteCalls.OperationOf(call) is { } itself ? itself.MayAccumulate || itself.Api.Writes : reachability.MayReach(call);

    private RepeatedEffect? FirstEffect(IInvocationOperation call, HandledDelivery delivery)
    {
        if (EffectOf(call, delivery) is not { } effect || IsToldApart(call, delivery))
        {
            return null;
        }

        foreach (var operation in delivery.Body.Descendants())
        {
            if (
                operation is IInvocationOperation before
                && before.Syntax.SpanStart < call.Syntax.SpanStart
                && (EffectOf(before, delivery) is not null || StoresIdentity(before, delivery))
            )
            {
                return null;
            }
        }

        return new RepeatedEffect(effect, delivery.Handler, delivery.IsDeclared);
    }

    private RemoteCall? EffectOf(IInvocationOperation call, HandledDelivery delivery) =>
        (redelivery.AccumulatingCallAt(call) ?? SaveOfNewRow(call, delivery)) is { Api: { Acknowledges: false } } effect
        && effect.Api.Library != delivery.Library
        // A message that goes out twice is told apart by who gets it.
        && !Endpoints.IsMessage(effect)
        && !Replays.RecognisesDuplicates(call)
        && !IsConflictCaught(call)
        && !StoresIdentity(call, delivery)
        && !PassesOn(call, delivery)
            ? effect
            : null;

    // The bus that gives the message is null where any may.
    private sealed record HandledDelivery(IOperation Body, IMethodSymbol Function, string Handler, string? Library, bool IsDeclared);

    private HandledDelivery? DeliveryAround(IInvocationOperation call, ISymbol member)
    {
        for (var function = Operations.FunctionAround(call); ; function = Operations.FunctionAround(function))
        {
            var symbol = function switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => member as IMethodSymbol,
            };
            if (symbol is not null && DeliveryTo(symbol, function ?? Values.RootOf(call), call) is { } delivery)
            {
                return delivery;
            }

            if (function is null)
            {
                return null;
            }
        }
    }

    private HandledDelivery? DeliveryTo(IMethodSymbol function, IOperation body, IInvocationOperation call)
    {
        if (reachability.IsDeclaredHarmless(function, Effect.Accumulates))
        {
            return null;
        }

        var name = function.MethodKind == MethodKind.AnonymousFunction ? "the handler" : $"'{Symbols.NameOf(function)}'";
        foreach (var declaration in Symbols.DeclarationsOf(function))
        {
            if (
                (
                    Annotations.Find(declaration, Annotations.MessageHandler)
                    ?? (
                        declaration.DeclaredAccessibility == Accessibility.Public && declaration.ContainingType is { } type
                            ? Annotations.Find(type, Annotations.MessageHandler)
                            : null
                    )
                ) is
                { } declared
            )
            {
                return Annotations.Member<Delivery>(declared, nameof(Delivery)) == Delivery.AtLeastOnce
                    ? new HandledDelivery(body, function, name, Library: null, IsDeclared: true)
                    : null;
            }

            if (HandlerEntryOf(declaration) is { } entry)
            {
                return new HandledDelivery(body, function, name, entry.Library, IsDeclared: false);
            }
        }

        return
            function.Parameters.Any(parameter =>
                parameter.Type is INamedTypeSymbol type && catalog.TypeEntryOf(type) is { IsDelivered: true }
            ) || SettlesBehind(call, function, body)
            ? new HandledDelivery(body, function, name, Library: null, IsDeclared: false)
            : null;
    }

    private CatalogEntry? HandlerEntryOf(IMethodSymbol declaration) =>
        declaration.ContainingType is { TypeKind: TypeKind.Interface } contract
        && catalog.TypeEntryOf(contract) is { IsHandler: true } entry
            ? entry
            : declaration
                .GetAttributes()
                .Select(attribute => attribute.AttributeClass is { } type ? catalog.TypeEntryOf(type) : null)
                .FirstOrDefault(static marked => marked is { IsHandler: true });

    /// <summary>The function is given a message, which it settles after the call.</summary>
    private bool SettlesBehind(IInvocationOperation call, IMethodSymbol function, IOperation body) =>
        !function.Parameters.IsEmpty && lastSettled.GetOrAdd(body.Syntax, _ => LastSettledIn(body, function)) > call.Syntax.Span.End;

    private int LastSettledIn(IOperation body, IMethodSymbol function) =>
        body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(settling =>
                catalog.HasMember(settling.TargetMethod.Name)
                && remoteCalls.RemoteCallOf(settling) is { Api.Completes: true }
                && !Operations.IsInHandler(settling)
                && settling.DescendantsAndSelf().Any(part => IsGiven(part, function))
            )
            .Select(static settling => settling.Syntax.SpanStart)
            .DefaultIfEmpty(-1)
            .Max();

    private static bool IsGiven(IOperation part, IMethodSymbol function) =>
        part is IParameterReferenceOperation { Parameter: var parameter }
        && SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, function);

    /// <summary>A condition on the way looks at what is stored or remembered, at more than that it is there.</summary>
    private bool IsToldApart(IOperation call, HandledDelivery delivery)
    {
        for (var inner = call; inner is not null; inner = Operations.FunctionAround(inner)!)
        {
            foreach (var guard in Guards.Of(inner))
            {
                if (
                    origins.Find(guard.Condition, part => part is IInvocationOperation asked && Asks(asked, delivery)) is not null
                    && (!Operations.IsMiss(guard.Condition) || Guards.LetsAbsenceThrough(guard))
                )
                {
                    return true;
                }
            }

            if (inner == delivery.Body)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A question to a store, or to anything that is given something of the message.</summary>
    private bool Asks(IInvocationOperation asked, HandledDelivery delivery) =>
        asked.Type?.SpecialType != SpecialType.System_Void
        && (
            remoteCalls.OperationOf(asked) is { Api.Remote: true }
            || (
                asked.Instance is not null
                && asked.Arguments.Any(argument => origins.Find(argument.Value, part => IsGiven(part, delivery.Function)) is not null)
            )
        );

    /// <summary>A row is added under an identity that the message brings along: the second one is refused, or is the same.</summary>
    private bool StoresIdentity(IInvocationOperation call, HandledDelivery delivery)
    {
        if (call.Syntax == delivery.Body.Syntax || !call.Arguments.Any(argument => IsIdentity(argument.Value, delivery)))
        {
            return false;
        }

        return remoteCalls.OperationOf(call) is { } itself
            ? replays.AddsRow(itself) || itself.Api.GeneratedKeyParameter is not null
            : reachability.MayReach(call)
                && reachability.ReachOf(call, Effect.Accumulates) is { Call: var reached }
                && (replays.AddsRow(reached) || reached.Api.GeneratedKeyParameter is not null);
    }

    /// <summary>The message itself, a copy of it, or a message under a logical stamp goes along: its receiver can tell it from another.</summary>
    private static bool PassesOn(IInvocationOperation call, HandledDelivery delivery) =>
        call.Arguments.Any(argument =>
            Values.Unwrap(argument.Value) switch
            {
                IWithOperation { Operand: { } copied } => IsGiven(Values.Unwrap(copied), delivery.Function),
                IObjectCreationOperation { Type: INamedTypeSymbol made } => IsStamped(made),
                var value => value is IParameterReferenceOperation { Type.IsReferenceType: true, Type.SpecialType: SpecialType.None }
                    && IsGiven(value, delivery.Function),
            }
        );

    private static bool IsStamped(INamedTypeSymbol message) =>
        Symbols.MembersOf(message).Any(static member => Annotations.Find(member, Annotations.LogicalClock) is not null);

    private bool IsIdentity(IOperation value, HandledDelivery delivery) =>
        origins.Find(
            value,
            part =>
                part is IPropertyReferenceOperation { Property: var property, Instance: { } owner }
                && (IsGuid(property.Type) || (property.Name == MessageId && property.DeclaringSyntaxReferences.IsEmpty))
                && origins.Find(owner, source => IsGiven(source, delivery.Function)) is not null
        )
            is not null;

    private static bool IsGuid(ITypeSymbol type) =>
        type is { Name: "Guid", ContainingNamespace.Name: "System" }
        || type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } inner }
            && inner[0].Name == "Guid";

    /// <summary>A particular exception of the call is caught and not thrown on: the answer to a duplicate, as far as anybody knows.</summary>
    private bool IsConflictCaught(IOperation call)
    {
        for (var (inner, outer) = (call, call.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            if (
                outer is ITryOperation attempt
                && attempt.Body == inner
                && attempt.Catches.Any(handler =>
                    handler.ExceptionType is { SpecialType: not SpecialType.System_Object } caught
                    && !SymbolEqualityComparer.Default.Equals(caught, types.Exception)
                    && !handler.Handler.Descendants().Any(static part => part is IThrowOperation)
                )
            )
            {
                return true;
            }
        }

        return false;
    }
}

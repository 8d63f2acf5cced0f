using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>Whether two executions are attempts of the same operation.</summary>
internal sealed partial class Attempts(CatalogIndex catalog, WellKnownTypes types, Values values, Constants constants)
{
    public const int DeepestOrigin = 16;

    /// <summary>
    /// Is it the same operation every time the loop comes round: same receiver, same arguments? What the loop moves on (the item
    /// of a foreach, a counter, something read or dequeued) makes it another one.
    /// </summary>
    public bool IsSameEachTime(IInvocationOperation call, SyntaxNode loop)
    {
        if (loop is CommonForEachStatementSyntax && IsAboutItem(call, loop))
        {
            return false;
        }

        var filled = new HashSet<ILocalSymbol>(SymbolEqualityComparer.Default);
        foreach (var input in call.ChildOperations)
        {
            // The token is not part of what is asked for.
            if (input is IArgumentOperation argument && types.IsToken(argument.Parameter?.Type))
            {
                continue;
            }

            if (!IsSameEachTime(input, loop, depth: 0, filled))
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="value">What the call depends on.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="depth">How far it is from the call.</param>
    /// <param name="filled">The locals whose objects were looked at already.</param>
    public bool IsSameEachTime(IOperation value, SyntaxNode loop, int depth, HashSet<ILocalSymbol> filled)
    {
        if (depth > DeepestOrigin)
        {
            return false;
        }

        switch (value)
        {
            case IAnonymousFunctionOperation or INameOfOperation or ITypeOfOperation:
            // Whether it is the first or the last attempt picks no other item.
            case IBinaryOperation { Type.SpecialType: SpecialType.System_Boolean, OperatorMethod: null } when IsAttemptTest(value):
                return true;
            // The request that an answer belongs to is the one that was sent.
            case IPropertyReferenceOperation { Property: { Name: "RequestMessage", ContainingType.Name: "HttpResponseMessage" } }:
                return true;
            case IAwaitOperation { Operation: var awaited } when !IsOpened(awaited):
            case IIncrementOrDecrementOperation or IDynamicInvocationOperation:
                return false;
            case IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element when IsTurn(indices[0]):
                return IsSameEachTime(element.ArrayReference, loop, depth + 1, filled);
            case IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: 1 } indices, Instance: { } list }
                when IsTurn(indices[0].Value):
                return IsSameEachTime(list, loop, depth + 1, filled);
            case ILocalReferenceOperation local
                when !IsSameEachTime(local, loop, depth, filled) || (filled.Add(local.Local) && IsFilledAnew(local, loop, depth, filled)):
                return false;
            case IInvocationOperation { Instance: { } receiver } invocation when !GivesTheSameAgain(invocation, receiver):
                return false;
        }

        foreach (var part in value.ChildOperations)
        {
            if (!IsSameEachTime(part, loop, depth + 1, filled))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Something in the loop puts what the loop moves on into the object: the next page, the next item. An attempt's number in a
    /// header makes it no other request.</summary>
    private bool IsFilledAnew(ILocalReferenceOperation reference, SyntaxNode loop, int depth, HashSet<ILocalSymbol> filled) =>
        values
            .UsesOf(reference.Local, reference)
            .Any(use =>
                loop.Span.Contains(use.Syntax.Span)
                && use.Parent switch
                {
                    IMemberReferenceOperation { Parent: ISimpleAssignmentOperation assignment } member when assignment.Target == member =>
                        !IsSameEachTime(assignment.Value, loop, depth + 1, filled),
                    IInvocationOperation { TargetMethod: { Name: "Add" or "Set" or "Append" or "Enqueue" or "Push" } } call
                        when call.Instance == use => call.Arguments.Any(argument =>
                        !IsSameEachTime(argument.Value, loop, depth + 1, filled)
                    ),
                    _ => false,
                }
            );

    private bool IsSameEachTime(ILocalReferenceOperation reference, SyntaxNode loop, int depth, HashSet<ILocalSymbol> filled)
    {
        var declared = reference.Local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        var isDeclaredInside = declared is not null && loop.Span.Contains(declared.Span);
        if (OnlyChangesPlaces(reference, loop))
        {
            return true;
        }

        var writes = values.WritesTo(reference.Local, reference);
        if ((isDeclaredInside && !writes.Complete) || writes.HiddenPlaces.Any(place => loop.Span.Contains(place.Span)))
        {
            return false;
        }

        var inside = 0;
        foreach (var written in writes.Values)
        {
            // The initializer of a counted loop runs once.
            if (
                !loop.Span.Contains(written.Syntax.Span)
                || (loop is ForStatementSyntax counted && counted.Declaration?.Span.Contains(written.Syntax.Span) == true)
            )
            {
                continue;
            }

            inside++;
            if (!IsSameEachTime(written, loop, depth + 1, filled))
            {
                return false;
            }
        }

        return inside == 0 || (inside == 1 && (isDeclaredInside || writes.Values.Length == 1));
    }

    /// <summary>
    /// A method on another object may hand out the next item; static methods, the type's own methods, the framework's text and
    /// serialisation types, service providers, what hands out a client or command of the catalog, and what is told by its arguments what
    /// to give or make, give the same again for the same input;
    /// a clock or a random number is no item either.
    /// </summary>
    public bool GivesTheSameAgain(IInvocationOperation invocation, IOperation receiver) =>
        Values.Unwrap(receiver) is IInstanceReferenceOperation
        || IsFactory(invocation, receiver)
        || invocation.TargetMethod.Name is "ToString" or "ToArray" or "ToList"
        || receiver.Type?.SpecialType == SpecialType.System_String
        || receiver.Type
            is {
                Name: "Random" or "TimeProvider" or "Guid" or "DateTime" or "DateTimeOffset",
                ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }
            }
        || (Symbols.UnwrapTask(invocation.Type) is INamedTypeSymbol handedOut && catalog.TypeEntryOf(handedOut) is not null)
        || IsStepOfChain(invocation, receiver)
        || IsAskedFor(invocation)
        || invocation.TargetMethod.ContainingNamespace?.FullName() is { } space
            && (
                space.StartsWith("System.Text", StringComparison.Ordinal)
                || space.StartsWith("System.Net.Http", StringComparison.Ordinal)
                || space == "Microsoft.Extensions.DependencyInjection"
            );

    /// <summary>A function, given to the method or kept, that makes the request anew for each attempt: <c>make()</c>.</summary>
    private bool IsFactory(IInvocationOperation invocation, IOperation receiver) =>
        invocation.TargetMethod.MethodKind == MethodKind.DelegateInvoke
        && Values.Unwrap(receiver) is IParameterReferenceOperation or IMemberReferenceOperation
        && (
            SymbolEqualityComparer.Default.Equals(invocation.Type, types.HttpRequestMessage)
            || (types.HttpContent is { } content && Symbols.DerivesFrom(invocation.Type, content))
        );

    /// <summary>An awaited call that opens a client, connection or channel of the catalog for the attempt.</summary>
    private bool IsOpened(IOperation awaited) =>
        Operations.WithoutAdapters(awaited) is IInvocationOperation opened
        && Symbols.UnwrapTask(opened.Type) is INamedTypeSymbol resource
        && catalog.TypeEntryOf(resource) is not null;

    /// <summary>A request, command or builder that is filled by a chain of its own methods: each hands the same object on.</summary>
    private static bool IsStepOfChain(IInvocationOperation step, IOperation receiver) =>
        SymbolEqualityComparer.Default.Equals(step.Type, receiver.Type)
        && (step.Type?.Locations.Any(location => location.IsInMetadata) == true)
        && Values.Unwrap(receiver) is IObjectCreationOperation or IInvocationOperation or ILocalReferenceOperation;

    /// <summary>A comparison of a number with a constant.</summary>
    private static bool IsAttemptTest(IOperation test) =>
        test is IBinaryOperation { LeftOperand: var left, RightOperand: var right }
        && Values.Unwrap(left) is ILocalReferenceOperation { Type.SpecialType: SpecialType.System_Int32 }
        && (right.ConstantValue.HasValue || Values.Unwrap(right) is ILocalReferenceOperation or IParameterReferenceOperation);

    /// <summary>The number of the attempt picks one of a fixed list in turn: another host is asked for the same.</summary>
    private static bool IsTurn(IOperation index) => Values.Unwrap(index) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder };

    /// <summary>Locals that swap what they hold, in the loop and nowhere else: alternatives that are asked in turn.</summary>
    private bool OnlyChangesPlaces(ILocalReferenceOperation reference, SyntaxNode loop)
    {
        var swapped = false;
        foreach (var use in values.UsesOf(reference.Local, reference))
        {
            if (!loop.Span.Contains(use.Syntax.Span))
            {
                continue;
            }

            switch (use.Parent)
            {
                case ITupleOperation { Parent: IDeconstructionAssignmentOperation swap } when IsSwap(swap):
                    swapped = true;
                    break;
                case IAssignmentOperation assignment when assignment.Target == use:
                case IIncrementOrDecrementOperation or IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                case ITupleOperation { Parent: IDeconstructionAssignmentOperation other } tuple when other.Target == tuple:
                    return false;
            }
        }

        return swapped;

        static bool IsSwap(IDeconstructionAssignmentOperation assignment) =>
            assignment.Target is ITupleOperation targets
            && Values.Unwrap(assignment.Value) is ITupleOperation given
            && targets.Elements.Select(LocalOf).ToImmutableHashSet<ISymbol?>(SymbolEqualityComparer.Default) is var names
            && !names.Contains(null)
            && names.SetEquals(given.Elements.Select(LocalOf));

        static ISymbol? LocalOf(IOperation element) => (Values.Unwrap(element) as ILocalReferenceOperation)?.Local;
    }

    /// <summary>
    /// How often a loop runs at most that a counter lets go round, in the filter of a handler or a condition: <c>when (left-- > 0)</c>. Null
    /// where none with a constant start and end does.
    /// </summary>
    public int? RoundsGuarded(ILoopOperation loop)
    {
        int? most = null;
        foreach (var part in loop.Descendants())
        {
            if (part is IBinaryOperation guard && TimesHeld(guard, loop) is { } times)
            {
                most = Math.Max(most ?? 0, times + 1);
            }
        }

        return most;
    }

    /// <summary>How often a comparison of a counter holds that it moves on itself, or the step of the loop does.</summary>
    private int? TimesHeld(IBinaryOperation guard, ILoopOperation loop)
    {
        var (step, counter) = Values.Unwrap(guard.LeftOperand) switch
        {
            IIncrementOrDecrementOperation { Target: ILocalReferenceOperation moved } own => (own, moved),
            ILocalReferenceOperation read when StepOf(read, loop) is { } stepped => (stepped, read),
            _ => default((IIncrementOrDecrementOperation?, ILocalReferenceOperation?)),
        };
        if (
            step is null
            || counter is null
            || constants.ConstantCountOf(guard.RightOperand) is not { } end
            || values.WritesTo(counter.Local, counter) is not { Values: { Length: 1 } starts } writes
            || writes.HiddenPlaces.Length != 1
            || constants.ConstantCountOf(starts[0]) is not { } start
        )
        {
            return null;
        }

        // What is counted before it is read has one step less to go.
        var before = guard.LeftOperand.DescendantsAndSelf().Contains(step) && !step.IsPostfix ? 1 : 0;
        int? times = (step.Kind, guard.OperatorKind) switch
        {
            (OperationKind.Decrement, BinaryOperatorKind.GreaterThan) => start - end - before,
            (OperationKind.Decrement, BinaryOperatorKind.GreaterThanOrEqual) => start - end + 1 - before,
            (OperationKind.Increment, BinaryOperatorKind.LessThan) => end - start - before,
            (OperationKind.Increment, BinaryOperatorKind.LessThanOrEqual) => end - start + 1 - before,
            _ => null,
        };
        return times is null ? null : Math.Max(0, times.Value);
    }

    /// <summary>The one step of a <c>for</c> loop that moves a counter on.</summary>
    private static IIncrementOrDecrementOperation? StepOf(ILocalReferenceOperation counter, ILoopOperation loop) =>
        loop is IForLoopOperation { AtLoopBottom: { Length: 1 } steps }
        && steps[0]
            is IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation { Target: ILocalReferenceOperation moved } step }
        && SymbolEqualityComparer.Default.Equals(moved.Local, counter.Local)
            ? step
            : null;

    /// <summary>How often a counted loop runs at most; null where that is not a constant.</summary>
    public int? RoundsOf(ILoopOperation loop)
    {
        if (
            loop
                is not IForLoopOperation
                {
                    Condition: IBinaryOperation
                    {
                        OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
                    } condition
                } counted
            || Values.Unwrap(condition.LeftOperand) is not ILocalReferenceOperation counter
            || constants.ConstantCountOf(condition.RightOperand) is not { } end
        )
        {
            return null;
        }

        foreach (var before in counted.Before)
        {
            foreach (var part in before.DescendantsAndSelf())
            {
                if (
                    part is IVariableDeclaratorOperation { Initializer.Value: { } start } declarator
                    && SymbolEqualityComparer.Default.Equals(declarator.Symbol, counter.Local)
                    && constants.ConstantCountOf(start) is { } from
                )
                {
                    return Math.Max(0, end - from + (condition.OperatorKind == BinaryOperatorKind.LessThanOrEqual ? 1 : 0));
                }
            }
        }

        return null;
    }
}

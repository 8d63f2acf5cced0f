using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

/// <summary>A request message that reaches a send a second time.</summary>
/// <param name="Name">Its name in the code.</param>
/// <param name="Before">What sends it before, as messages say it.</param>
/// <param name="Place">Where that stands.</param>
internal sealed record MessageSentTwice(string Name, string Before, SyntaxNode Place);

/// <summary>
/// Request messages that <c>HttpClient</c> is given a second time, which it refuses, whatever leads there: a failure, a status that is not good
/// enough, a poll, a method that calls itself.
/// </summary>
internal sealed class SentMessages(WellKnownTypes types, Values values, Functions functions, FailurePaths failurePaths)
{
    private const int DeepestSend = 3;

    /// <summary>The message that a call sends and that it, or another call before it, has sent already; null where each time it is another
    /// one.</summary>
    public MessageSentTwice? SentTwiceAt(IInvocationOperation call)
    {
        if (MessageIn(call, DeepestSend) is not { } message || NameOf(message) is not { } symbol || HandsToItself(call, symbol))
        {
            return null;
        }

        if (Reaches(call, call, symbol))
        {
            return new MessageSentTwice(symbol.Name, "what is around the call makes it again with the same message", call.Syntax);
        }

        foreach (var operation in Values.RootOf(call).Descendants())
        {
            if (
                operation is not IInvocationOperation other
                || other.Syntax == call.Syntax
                || Operations.FunctionAround(other)?.Syntax != Operations.FunctionAround(call)?.Syntax
            )
            {
                continue;
            }

            if (HandsToItself(other, symbol))
            {
                if (Reaches(call, other, symbol))
                {
                    return new MessageSentTwice(symbol.Name, $"'{Symbols.NameOf(other.TargetMethod)}' calls itself with it", other.Syntax);
                }
            }
            else if (
                MessageIn(other, DeepestSend) is { } earlier
                && SymbolEqualityComparer.Default.Equals(NameOf(earlier), symbol)
                && Reaches(other, call, symbol)
            )
            {
                return new MessageSentTwice(symbol.Name, $"'{Symbols.NameOf(other.TargetMethod)}' has sent it before", other.Syntax);
            }
        }

        return null;
    }

    /// <summary>The message that a call gives to <c>HttpClient</c>: itself, through a method of the project, or through a delegate that does; the object
    /// that holds one, where a method of that sends it.</summary>
    private IOperation? MessageIn(IInvocationOperation call, int remaining)
    {
        if (types.HttpRequestMessage is not { } messages || remaining == 0)
        {
            return null;
        }

        if (call.Instance is { } holder and not IInstanceReferenceOperation && SendsItsOwn(call.TargetMethod, remaining - 1))
        {
            return holder;
        }

        foreach (var argument in call.Arguments)
        {
            if (
                argument.Parameter is { } parameter
                && SymbolEqualityComparer.Default.Equals(parameter.Type, messages)
                && (
                    SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, types.HttpClient)
                    || (
                        call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
                            ? IsSentByDelegate(call, remaining - 1)
                            : IsSentBy(call.TargetMethod, parameter, remaining - 1)
                    )
                )
            )
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>Does a method send a message that its object was made with, and that no other takes the place of?</summary>
    private bool SendsItsOwn(IMethodSymbol method, int remaining) =>
        functions.IsOwnMethod(method)
        && !(method.IsVirtual || method.IsAbstract || method.IsOverride || method.IsStatic)
        && method.ContainingType is { TypeKind: TypeKind.Class } holder
        && holder
            .GetMembers()
            .Any(member =>
                member is IFieldSymbol { IsReadOnly: true, IsStatic: false, Type: var held }
                && SymbolEqualityComparer.Default.Equals(held, types.HttpRequestMessage)
            )
        && functions.BodyOf(method.OriginalDefinition) is { } body
        && body.Descendants()
            .Any(operation =>
                operation is IInvocationOperation inner
                && MessageIn(inner, remaining) is { } sent
                && Values.Unwrap(sent)
                    is IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: false }, Instance: IInstanceReferenceOperation }
            );

    private bool IsSentBy(IMethodSymbol method, IParameterSymbol parameter, int remaining) =>
        functions.IsOwnMethod(method)
        && !(method.IsVirtual || method.IsAbstract || method.IsOverride)
        && functions.BodyOf(method.OriginalDefinition) is { } body
        && IsSentIn(body, method.OriginalDefinition.Parameters[parameter.Ordinal], remaining);

    private bool IsSentIn(IOperation body, IParameterSymbol parameter, int remaining) =>
        body.Descendants()
            .Any(operation =>
                operation is IInvocationOperation inner
                && !SymbolEqualityComparer.Default.Equals(inner.TargetMethod.OriginalDefinition, parameter.ContainingSymbol)
                && MessageIn(inner, remaining) is { } sent
                && Runners.IsParameter(sent, parameter)
            );

    /// <summary>A delegate parameter for which the callers in sight give functions that send their message.</summary>
    private bool IsSentByDelegate(IInvocationOperation call, int remaining) =>
        call.Instance is { } callee
        && Values.Unwrap(callee) is IParameterReferenceOperation { Parameter: var given }
        && functions
            .ArgumentsPassedAnywhereFor(given)
            .Any(argument =>
                functions.FunctionGiven(argument) is { } function
                && function.Parameters.Any(parameter =>
                    SymbolEqualityComparer.Default.Equals(parameter.Type, types.HttpRequestMessage)
                    && IsSentIn(function.Body, parameter, remaining)
                )
            );

    /// <summary>The variable or member that holds a message, where nothing out of sight changes it.</summary>
    private ISymbol? NameOf(IOperation message) =>
        Values.Unwrap(message) switch
        {
            ILocalReferenceOperation { Local: var local } reference when values.WritesTo(reference).Complete => local,
            IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => parameter,
            IFieldReferenceOperation { Field: { IsReadOnly: true } field, Instance: null or IInstanceReferenceOperation } => field,
            _ => null,
        };

    /// <summary>Does a call by which the method calls itself hand the message on?</summary>
    private static bool HandsToItself(IInvocationOperation again, ISymbol symbol) =>
        symbol is IParameterSymbol parameter
        && SymbolEqualityComparer.Default.Equals(again.TargetMethod.OriginalDefinition, parameter.ContainingSymbol)
        && again.Arguments.Any(argument =>
            argument.Parameter?.Ordinal == parameter.Ordinal && Runners.IsParameter(argument.Value, parameter)
        );

    /// <summary>Does some outcome of a call lead to another with the same message, with no other put in its place on the way?</summary>
    private bool Reaches(IInvocationOperation from, IInvocationOperation to, ISymbol symbol) =>
        failurePaths
            .AfterEach(from, loop: null, new Witness(Hypothesis.Success), step => Replaces(step, symbol), to.Syntax)
            .Concat(failurePaths.WaysOf(from, loop: null, AnyFailure, step => Replaces(step, symbol), to.Syntax).Select(way => way.Path))
            .Any(path => path.MayRepeat);

    private const FailureKinds AnyFailure = FailureKinds.Passing | FailureKinds.Permanent | FailureKinds.Other;

    // Where the value branches, the graph assigns to a captured place: the syntax names it in any case.
    private static bool Replaces(IOperation step, ISymbol symbol) =>
        step.DescendantsAndSelf()
            .Any(part =>
                part is IAssignmentOperation
                && (
                    part.Syntax switch
                    {
                        AssignmentExpressionSyntax { Left: IdentifierNameSyntax assigned } => assigned.Identifier.ValueText,
                        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name: var member } } => member
                            .Identifier
                            .ValueText,
                        VariableDeclaratorSyntax declared => declared.Identifier.ValueText,
                        SingleVariableDesignationSyntax designated => designated.Identifier.ValueText,
                        _ => null,
                    } == symbol.Name
                    || ((IAssignmentOperation)part).Target is ILocalReferenceOperation local
                        && SymbolEqualityComparer.Default.Equals(local.Local, symbol)
                )
            );
}

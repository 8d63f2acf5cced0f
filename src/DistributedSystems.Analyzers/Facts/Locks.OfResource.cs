using DistributedSystems.Analyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts;

internal sealed partial class CompilationFacts
{
    /// <summary>Is this call the acquisition of a distributed lock: a lock API, or a conditional set whose key the same type releases, deletes or extends?</summary>
    public bool AcquiresLock(RemoteCall call)
    {
        if (call.Api.Lock != LockRole.Acquires)
        {
            return false;
        }

        if (call.Api.ConditionParameter is not { } condition)
        {
            return true;
        }

        return call.ArgumentFor(condition) is { } argument
            && UnderConversions(argument.Value) is IMemberReferenceOperation { Member: { IsStatic: true } value }
            && value.Name == call.Api.ConditionValue
            && OtherUsesOfLock(call).Any();
    }

    /// <summary>What ends the lock by itself: an expiry, nothing, or something out of sight.</summary>
    public Bound ExpiryOf(RemoteCall call)
    {
        if (call.Api.ExpiryParameter is not { } parameter || call.Invocation.TargetMethod.Parameters.All(candidate => candidate.Name != parameter))
        {
            return Bound.Unknown;
        }

        if (call.ArgumentFor(parameter) is not { } argument)
        {
            return Bound.No("no expiry is given");
        }

        var value = UnderConversions(argument.Value);
        return IsNothing(value) ? Bound.No("no expiry is given")
            : IsEndless(value) || value is IFieldReferenceOperation { Field.Name: "InfiniteLeaseDuration" } || (value is IInvocationOperation { TargetMethod.IsStatic: true, Arguments: { Length: > 0 } amount } && IsNegative(amount[0].Value)) ? Bound.No("its expiry is infinite")
            : value is IParameterReferenceOperation or ILocalReferenceOperation or IMemberReferenceOperation ? Bound.Unknown
            : Bound.Yes("an expiry is given");
    }

    /// <summary>The calls of the same type that release, delete or extend the resource this call locks.</summary>
    public IEnumerable<RemoteCall> OtherUsesOfLock(RemoteCall acquisition)
    {
        if (acquisition.ArgumentFor(acquisition.Api.ResourceParameter) is not { } resource)
        {
            yield break;
        }

        foreach (var node in PartsAround(acquisition.Invocation.Syntax).SelectMany(part => part.DescendantNodes()))
        {
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
                && Catalog.HasMember(name)
                && Models.Of(node.SyntaxTree).GetOperation(node) is IInvocationOperation invocation
                && RemoteCallOf(invocation) is { Api.Lock: LockRole.Releases or LockRole.Extends } use
                && use.ArgumentFor(use.Api.ResourceParameter) is { } other
                && IsSameResource(resource.Value, other.Value))
            {
                yield return use;
            }
        }
    }

    /// <summary>All parts of the type around a place; the whole file around top-level statements.</summary>
    private IEnumerable<SyntaxNode> PartsAround(SyntaxNode place) => place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        ? Models.Of(type.SyntaxTree).GetDeclaredSymbol(type)?.DeclaringSyntaxReferences.Select(part => part.GetSyntax()) ?? Enumerable.Empty<SyntaxNode>()
        : new[] { place.SyntaxTree.GetRoot() };

    private bool IsSameResource(IOperation left, IOperation right)
    {
        (left, right) = (UnderConversions(left), UnderConversions(right));
        if (right is IArrayCreationOperation { Initializer: { } elements })
        {
            return elements.ElementValues.Any(element => IsSameResource(left, element));
        }

        return (left, right) switch
        {
            ({ ConstantValue: { HasValue: true } one }, { ConstantValue: { HasValue: true } two }) => Equals(one.Value, two.Value),
            (IInterpolatedStringOperation one, IInterpolatedStringOperation two) => TextOf(one) is { } text && text == TextOf(two),
            (IBinaryOperation one, IBinaryOperation two) => ConstantPart(one) is { } text && text == ConstantPart(two),
            (IInvocationOperation one, IInvocationOperation two) => SymbolEqualityComparer.Default.Equals(one.TargetMethod, two.TargetMethod),
            _ => SameExpression.Are(left, right),
        };
    }

    /// <summary>The value itself, seen through conversions to the library's own types.</summary>
    private IOperation UnderConversions(IOperation value)
    {
        while (true)
        {
            value = Values.ValueOf(value);
            if (value is IConversionOperation conversion)
            {
                value = conversion.Operand;
            }
            else if (value is IObjectCreationOperation { Arguments.Length: 1, Initializer: null } wrapped)
            {
                value = wrapped.Arguments[0].Value;
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>The constant text of an interpolated key (<c>lock:{}</c>): keys of one family, whatever fills the holes. Null without any.</summary>
    private static string? TextOf(IInterpolatedStringOperation interpolated)
    {
        var text = string.Concat(interpolated.Parts.Select(part => part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string constant } } ? constant : "{}"));
        return text.Replace("{}", "").Length > 0 ? text : null;
    }

    private static string? ConstantPart(IBinaryOperation concatenation) =>
        concatenation.LeftOperand.ConstantValue is { HasValue: true, Value: string { Length: > 0 } prefix } ? prefix + "{}"
        : concatenation.RightOperand.ConstantValue is { HasValue: true, Value: string { Length: > 0 } suffix } ? "{}" + suffix
        : null;
}

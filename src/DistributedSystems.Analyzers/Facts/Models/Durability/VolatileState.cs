using DistributedSystems.Analyzers.Facts.Calls;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Models;

/// <summary>State of a crash-recovery component that is lost with the process.</summary>
internal sealed partial class VolatileState(SemanticModels models, Declarations declarations, Origins origins, RemoteCalls remoteCalls)
{
    // What is lost with the process because it only served the process.
    private static readonly HashSet<string> ProcessBound = new(StringComparer.Ordinal)
    {
        "CancellationTokenSource",
        "CancellationToken",
        "Task",
        "Timer",
        "PeriodicTimer",
        "SemaphoreSlim",
        "Lock",
        "Thread",
        "Stopwatch",
        "TaskCompletionSource",
        "IDisposable",
        "ManualResetEventSlim",
    };

    /// <summary>
    /// The condition that a volatile field or property of a crash-recovery component decides, in a method that also writes it and tells
    /// others what was decided. Null where it is durable, rebuilt, never decides, or belongs to the process.
    /// </summary>
    public IOperation? DecisionOf(ISymbol state)
    {
        if (
            state is not { IsImplicitlyDeclared: false, ContainingType: { TypeKind: TypeKind.Class or TypeKind.Struct } type }
            || HeldTypeOf(state) is not { } held
            || IsProcessBound(held)
            || declarations.Carries(state, Annotations.Durable)
            || !models.Declare(type)
            // An assembly's model speaks of its services; most of its types live and die with the process.
            || Declarations.NearestOf(state, Annotations.SystemModel, out var carrier) is null
            || carrier is not INamedTypeSymbol
            || DeclaredModels.ModelAt(state) is not { Failures: Failures.CrashRecovery }
            || !IsBlank(InitialValueOf(state))
        )
        {
            return null;
        }

        IOperation? handedOut = null;
        var decisions = new List<IOperation>();
        var written = new HashSet<SyntaxNode>();
        var isSwitch = held.SpecialType == SpecialType.System_Boolean;
        var onlyCounts = true;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (
                    node is not IdentifierNameSyntax { Identifier.ValueText: var name }
                    || name != state.Name
                    || models.Of(node.SyntaxTree).GetOperation(Whole(node)) is not IMemberReferenceOperation use
                    || !SymbolEqualityComparer.Default.Equals(use.Member, state)
                )
                {
                    continue;
                }

                var isInConstructor = IsInConstructor(node);
                if (IsInDisposal(node) && WrittenBy(use) is not null)
                {
                    continue;
                }

                if (WrittenBy(use) is { } write)
                {
                    // What a finally takes back lasts no longer than a call.
                    if (IsInFinally(use) || (isInConstructor ? !IsBlank(write.Value) : IsRebuilt(write.Value)))
                    {
                        return null;
                    }

                    if (!isInConstructor)
                    {
                        written.Add(Values.RootOf(use).Syntax);
                        isSwitch &= IsSwitchedBy(write.Value, node);
                        onlyCounts &= IsStep(use);
                        handedOut ??= CountHandedOut(use);
                    }
                }
                else if (!isInConstructor && !IsMadeOnDemand(use))
                {
                    if (Operations.DecisionAround(use) is { } decision)
                    {
                        decisions.Add(decision);
                    }

                    // if (!seen.Add(id)) return;
                    if (
                        use.Parent is IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd" or "Remove" or "TryRemove" } change
                        && change.Instance == use
                        && IsCollection(use.Type)
                    )
                    {
                        written.Add(Values.RootOf(use).Syntax);
                    }
                }
            }
        }

        return written.Count == 0 || isSwitch
            ? null
            : decisions.FirstOrDefault(decision => written.Contains(Values.RootOf(decision).Syntax) && TellsOthers(decision, type))
                ?? (onlyCounts ? handedOut : null);
    }

    /// <summary>
    /// Does whoever asked, or another process, learn what was decided? Only then is what the decision remembers a promise: what a component
    /// keeps for its own use may be forgotten with it.
    /// </summary>
    private bool TellsOthers(IOperation decision, INamedTypeSymbol type)
    {
        var root = Values.RootOf(decision);
        return Operations.MethodOf(root) is { } method
            && (method.DeclaredAccessibility != Accessibility.Private || !IsNamedAsCallIn(type, method.Name))
            && (
                DeclaredModels.GivesValue(method)
                || root.Descendants()
                    .Any(operation =>
                        operation is IInvocationOperation call
                        && remoteCalls.RemoteCallOf(call) is not null
                        && Guards.Of(call).Any(guard => guard.Condition.Syntax.Span.Contains(decision.Syntax.Span))
                    )
            );
    }

    private static bool IsNamedAsCallIn(INamedTypeSymbol type, string method) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference
                .GetSyntax()
                .DescendantNodes()
                .Any(node => node is InvocationExpressionSyntax { Expression: var called } && Symbols.NameIn(called) == method)
        );

    /// <summary>
    /// return Interlocked.Increment(ref last): a number that somebody was promised to be the only one to get. What picks one of several in
    /// turn, or is only compared, promises nothing.
    /// </summary>
    private IOperation? CountHandedOut(IMemberReferenceOperation use) =>
        IsStep(use)
        && Operations.MethodOf(Values.RootOf(use)) is { DeclaredAccessibility: not Accessibility.Private }
        && Values
            .RootOf(use)
            .Descendants()
            .Any(part =>
                part is IReturnOperation { ReturnedValue: { } returned }
                && Operations.FunctionAround(part) is null
                && origins.Find(
                    returned,
                    inner => inner is IMemberReferenceOperation named && SymbolEqualityComparer.Default.Equals(named.Member, use.Member),
                    inner =>
                        inner
                            is IBinaryOperation { OperatorKind: not BinaryOperatorKind.Add }
                                or IArrayElementReferenceOperation
                                or IConditionalOperation
                                or IPropertyReferenceOperation
                        || (
                            inner is IInvocationOperation { TargetMethod: var called }
                            && Atomics.AccessBy(called) == AtomicAccess.None
                            && called.Name is not ("FromResult" or "ToString" or "Format")
                        )
                )
                    is not null
            )
            ? use.Parent
            : null;

    private static bool IsStep(IMemberReferenceOperation use) =>
        use.Parent switch
        {
            IIncrementOrDecrementOperation { Kind: OperationKind.Increment } => true,
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } compound => compound.Target == use,
            IArgumentOperation { Parent: IInvocationOperation access } => Atomics.AccessBy(access.TargetMethod)
                is AtomicAccess.Adds
                    or AtomicAccess.Steps,
            _ => false,
        };

    /// <summary>void Stop() => stopping = true: a switch of the process, of which nobody was told.</summary>
    private bool IsSwitchedBy(IOperation? value, SyntaxNode node) =>
        value?.ConstantValue is { HasValue: true }
        && node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } declaration
        && node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is null
        && models.Of(node.SyntaxTree).GetDeclaredSymbol(declaration) is IMethodSymbol method
        && (method.ReturnsVoid || method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.IsEmpty: true })
        && method.Parameters.All(parameter => parameter.Type.Name == "CancellationToken");

    private static bool IsInFinally(IOperation operation)
    {
        for (var inner = operation; inner.Parent is { } around; inner = around)
        {
            if (around is ITryOperation attempt && attempt.Finally == inner)
            {
                return true;
            }
        }

        return false;
    }

    private IOperation? InitialValueOf(ISymbol state) =>
        state.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax()).FirstOrDefault() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => models.Of(value.SyntaxTree).GetOperation(value),
            PropertyDeclarationSyntax { Initializer.Value: { } value } => models.Of(value.SyntaxTree).GetOperation(value),
            _ => null,
        };

    /// <summary>Who is disposed of does not come back.</summary>
    private static bool IsInDisposal(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" };

    /// <summary>if (table is null) table = Build(): whether it is there decides about itself alone, where it is made of nothing that came
    /// from outside.</summary>
    private bool IsMadeOnDemand(IMemberReferenceOperation use) =>
        Operations.DecisionAround(use) is { } condition
        && Operations.IsMiss(condition)
        && condition.Parent is IConditionalOperation { WhenTrue: var made, WhenFalse: null }
        && (made is IBlockOperation { Operations: { Length: 1 } single } ? single[0] : made)
            is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation assignment }
        && SameExpression.Are(assignment.Target, use)
        && origins.Find(assignment.Value, operation => operation is IParameterReferenceOperation) is null;

    private static bool IsCollection(ITypeSymbol? type) => type is not null && (Symbols.IsMutableCollection(type) || IsConcurrent(type));

    private static SyntaxNode Whole(SyntaxNode name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;

    private static ITypeSymbol? HeldTypeOf(ISymbol state) =>
        state switch
        {
            IFieldSymbol { IsConst: false, AssociatedSymbol: null } field
                when !field.IsReadOnly || Symbols.IsMutableCollection(field.Type) || IsConcurrent(field.Type) => field.Type,
            IPropertySymbol { IsIndexer: false, IsAbstract: false } property
                when (property.SetMethod is { IsInitOnly: false } || Symbols.IsMutableCollection(property.Type)) && IsAutomatic(property) =>
                property.Type,
            _ => null,
        };

    private static bool IsAutomatic(IPropertySymbol property) =>
        property
            .ContainingType.GetMembers()
            .Any(member =>
                member is IFieldSymbol { AssociatedSymbol: { } associated } && SymbolEqualityComparer.Default.Equals(associated, property)
            );

    private static bool IsConcurrent(ITypeSymbol type) => type.ContainingNamespace?.FullName() == "System.Collections.Concurrent";

    private static bool IsProcessBound(ITypeSymbol type) =>
        ProcessBound.Contains(type.Name)
        || type.TypeKind == TypeKind.Delegate
        || type.AllInterfaces.Any(contract => contract.Name == "IDisposable" && contract.ContainingNamespace.Name == "System");

    private static bool IsInConstructor(SyntaxNode node) =>
        node.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is ConstructorDeclarationSyntax
        && node.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is null;

    /// <summary>How a reference is written: with a value, or null in <c>Value</c> where it is changed without one; null where it is
    /// read.</summary>
    private static (IOperation? Value, bool Changed)? WrittenBy(IMemberReferenceOperation use)
    {
        switch (use.Parent)
        {
            case ISimpleAssignmentOperation assignment when assignment.Target == use:
                return (assignment.Value, true);
            case ICoalesceAssignmentOperation assignment when assignment.Target == use:
                return (assignment.Value, true);
            case ICompoundAssignmentOperation compound when compound.Target == use:
                return (compound.Value, true);
            case ITupleOperation { Parent: IDeconstructionAssignmentOperation several } tuple when several.Target == tuple:
                return (
                    several.Value is ITupleOperation { Elements: var elements }
                    && tuple.Elements.IndexOf(use) is >= 0 and var place
                    && place < elements.Length
                        ? elements[place]
                        : several.Value,
                    true
                );
            case IIncrementOrDecrementOperation:
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out }:
                return (null, true);
            case IPropertyReferenceOperation { Property.IsIndexer: true } element
                when element.Instance == use && element.Parent is ISimpleAssignmentOperation set && set.Target == element:
                return (set.Value, true);

            // A collection that is told to change and not asked.
            case IInvocationOperation { Parent: IExpressionStatementOperation } call when call.Instance == use && IsCollection(use.Type):
                return (call.Arguments.Length > 0 ? call.Arguments[call.Arguments.Length - 1].Value : null, true);
            default:
                return null;
        }
    }
}

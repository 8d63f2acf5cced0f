using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DistributedSystems.Analyzers.Facts.Code;

/// <summary>What the names and types of a program say by themselves, whatever project they stand in.</summary>
internal static class Symbols
{
    private static readonly HashSet<string> MutableCollections = new(StringComparer.Ordinal)
    {
        "List",
        "Dictionary",
        "HashSet",
        "SortedDictionary",
        "SortedSet",
        "Queue",
        "Stack",
        "LinkedList",
        "ICollection",
        "IList",
        "IDictionary",
        "ISet",
        "Collection",
        "ObservableCollection",
    };

    // The parameters of System.Threading by which a caller says how long: a negative value throws, and -1 ms waits for ever.
    private static readonly HashSet<string> DurationParameters = new(StringComparer.Ordinal)
    {
        "delay",
        "millisecondsDelay",
        "timeout",
        "millisecondsTimeout",
        "dueTime",
        "period",
    };

    public static bool IsMutableCollection(ITypeSymbol? type) =>
        type is INamedTypeSymbol named
        && MutableCollections.Contains(named.Name)
        && named.ContainingNamespace?.FullName().StartsWith("System.Collections", StringComparison.Ordinal) == true;

    public static bool DerivesFrom(ITypeSymbol? type, ITypeSymbol ancestor)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, ancestor.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The method, what it overrides, and the interface members it implements: nearest first.</summary>
    public static IEnumerable<IMethodSymbol> DeclarationsOf(IMethodSymbol method)
    {
        for (var declaration = method; declaration is not null; declaration = declaration.OverriddenMethod)
        {
            yield return declaration;
        }

        foreach (var contract in ContractsOf(method))
        {
            yield return contract;
        }
    }

    /// <summary>The interface members that a method implements.</summary>
    public static IEnumerable<IMethodSymbol> ContractsOf(IMethodSymbol method)
    {
        if (
            method.IsStatic
            || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)
            || method.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type
        )
        {
            yield break;
        }

        foreach (var named in method.ExplicitInterfaceImplementations)
        {
            yield return named.OriginalDefinition;
        }

        foreach (var contract in type.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(method.Name))
            {
                if (
                    member is IMethodSymbol candidate
                    && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate), method)
                )
                {
                    yield return candidate.OriginalDefinition;
                }
            }
        }
    }

    /// <summary>A type's members, those it inherits from classes behind its own.</summary>
    public static IEnumerable<ISymbol> MembersOf(ITypeSymbol? type)
    {
        for (; type is not (null or { SpecialType: SpecialType.System_Object }); type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                yield return member;
            }
        }
    }

    /// <summary>What a field or property holds.</summary>
    public static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;

    /// <summary>An attribute says that the method throws whenever it is called.</summary>
    public static bool IsMarkedAsThrowing(IMethodSymbol method) =>
        method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute");

    /// <summary>All that the method's body does is to throw.</summary>
    public static bool OnlyThrows(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(static declared =>
        {
            var (body, arrow) = declared.GetSyntax() switch
            {
                BaseMethodDeclarationSyntax ordinary => (ordinary.Body, ordinary.ExpressionBody),
                LocalFunctionStatementSyntax local => (local.Body, local.ExpressionBody),
                _ => (null, null),
            };
            return arrow is { Expression: ThrowExpressionSyntax }
                || body is { Statements: { Count: 1 } statements } && statements[0] is ThrowStatementSyntax;
        });

    public static bool IsTaskLike(ITypeSymbol? type) =>
        type is { SpecialType: SpecialType.None }
        && (type.Name is "Task" or "ValueTask" or "AsyncUnaryCall" || !type.GetMembers("GetAwaiter").IsEmpty);

    /// <summary>How messages name a method of this project.</summary>
    public static string NameOf(IMethodSymbol method) =>
        method.MethodKind switch
        {
            MethodKind.LocalFunction => method.Name,
            MethodKind.Constructor => method.ContainingType.Name + " constructor",
            MethodKind.PropertyGet => method.ContainingType.Name + "." + method.AssociatedSymbol!.Name,
            MethodKind.DelegateInvoke => method.ContainingType.Name + ".Invoke",
            _ => method.ContainingType.Name + "." + method.Name,
        };

    /// <summary>A timer of <c>System.Timers</c> takes milliseconds, and none below one.</summary>
    public static bool IsTimerInterval(ISymbol? place) =>
        place
            is {
                Name: "interval" or "Interval",
                ContainingType: { Name: "Timer", ContainingNamespace: { Name: "Timers", ContainingNamespace.Name: "System" } }
            };

    /// <summary>Does the framework take a duration here that must not be negative: a delay, a timer, a timeout?</summary>
    public static bool TakesDuration(IParameterSymbol? parameter) =>
        parameter is not null
        && DurationParameters.Contains(parameter.Name)
        && parameter.ContainingType?.ContainingNamespace
            is { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
                or {
                    Name: "Tasks",
                    ContainingNamespace:
                    { Name: "Threading", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
                };

    public static bool IsSystem(INamedTypeSymbol? type, string containingNamespace) =>
        type?.ContainingNamespace?.FullName() == containingNamespace;

    public static ITypeSymbol? UnwrapTask(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments.Length: 1 } task ? task.TypeArguments[0] : type;

    public static bool IsFrameworkNamespace(INamespaceSymbol? space) => RootOf(space) == "System";

    public static string? RootOf(INamespaceSymbol? space)
    {
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space?.Name;
    }

    public static string? NameIn(ExpressionSyntax called) =>
        called switch
        {
            SimpleNameSyntax name => name.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
}

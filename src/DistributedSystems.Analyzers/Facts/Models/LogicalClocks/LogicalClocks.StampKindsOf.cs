using System.Collections.Immutable;
using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts.Models;

internal sealed partial class LogicalClocks
{
    private const int DeepestEnvelope = 3;

    /// <summary>The kinds of stamps that a parameter brings: its own, those of its members, and those of the messages in an
    /// envelope.</summary>
    private HashSet<LogicalClock> StampKindsOf(IParameterSymbol parameter)
    {
        var kinds = new HashSet<LogicalClock>();
        if (ClockKindOf(parameter) is { } own)
        {
            kinds.Add(own);
        }

        if (declarations.HasAnnotations)
        {
            AddStampKindsIn(parameter.Type, kinds, depth: 0);
        }

        return kinds;
    }

    private void AddStampKindsIn(ITypeSymbol type, HashSet<LogicalClock> kinds, int depth)
    {
        var element = type is IArrayTypeSymbol array ? array.ElementType : null;
        foreach (
            var part in element is null
                ? (type as INamedTypeSymbol)?.TypeArguments ?? ImmutableArray<ITypeSymbol>.Empty
                : ImmutableArray.Create(element)
        )
        {
            if (depth < DeepestEnvelope && IsMessage(part))
            {
                AddStampKindsIn(part, kinds, depth + 1);
            }
        }

        for (var declaring = type; declaring is INamedTypeSymbol { SpecialType: SpecialType.None }; declaring = declaring.BaseType!)
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member.IsStatic || member is not (IPropertySymbol or IFieldSymbol { IsImplicitlyDeclared: false }))
                {
                    continue;
                }

                if (KindOfClock(member) is { } kind)
                {
                    kinds.Add(kind);
                }
                else if (depth < DeepestEnvelope && IsMessage(declaring) && IsMessage(Symbols.TypeOf(member)))
                {
                    AddStampKindsIn(Symbols.TypeOf(member)!, kinds, depth + 1);
                }
            }
        }
    }

    /// <summary>A record, a class that only holds values, a collection of such: what has methods of its own is more than a message.</summary>
    private static bool IsMessage(ITypeSymbol? type) =>
        type switch
        {
            IArrayTypeSymbol array => IsMessage(array.ElementType),
            INamedTypeSymbol { TypeArguments.IsEmpty: false } generic when Symbols.IsFrameworkNamespace(generic.ContainingNamespace) =>
                generic.TypeArguments.Any(IsMessage),
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, SpecialType: SpecialType.None } message =>
                !Symbols.IsFrameworkNamespace(message.ContainingNamespace)
                    && (
                        message.IsRecord
                        || message
                            .GetMembers()
                            .All(member =>
                                member is not IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, IsOverride: false }
                            )
                    ),
            _ => false,
        };

    private IEnumerable<ISymbol> OwnClocksOf(INamedTypeSymbol type)
    {
        for (var declaring = type; declaring is not (null or { SpecialType: SpecialType.System_Object }); declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member is IFieldSymbol { IsImplicitlyDeclared: false } or IPropertySymbol && KindOfClock(member) is not null)
                {
                    yield return member;
                }
            }
        }
    }
}

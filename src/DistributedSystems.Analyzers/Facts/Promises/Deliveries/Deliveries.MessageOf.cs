using DistributedSystems.Analyzers.Facts.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DistributedSystems.Analyzers.Facts.Promises;

internal sealed partial class Deliveries
{
    /// <summary>The locals and parameters that hold the message a call settles, or something made of it.</summary>
    public HashSet<ISymbol> MessageOf(IInvocationOperation settling)
    {
        var message = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var argument in settling.Arguments)
        {
            message.UnionWith(NamedIn(argument.Value).Where(symbol => !types.IsToken(TypeOf(symbol))));
        }

        if (
            settling.Instance is { } receiver
            && settling.Arguments.All(argument => argument.IsImplicit || types.IsToken(argument.Value.Type))
        )
        {
            // A message that settles itself.
            message.UnionWith(NamedIn(receiver));
        }

        if (
            Operations.EnclosingMethodOf(settling) is { OverriddenMethod: { } overridden } handler
            && !functions.IsOwnMethod(overridden)
            && message.Overlaps(handler.Parameters)
        )
        {
            // The library hands a message over in parts: its tag, its headers, its body.
            message.UnionWith(handler.Parameters.Where(parameter => !types.IsToken(parameter.Type)));
        }

        foreach (var part in (Operations.FunctionAround(settling) ?? Values.RootOf(settling)).Descendants())
        {
            if (SourceOf(part) is { } source && NamedIn(source).Any(message.Contains))
            {
                message.UnionWith(DeclaredBy(part));
            }
        }

        return message;
    }

    /// <summary>What the locals that an operation declares or sets are made of: by an initializer, an assignment, a pattern, a deconstruction,
    /// as elements, or as what a call gives apart.</summary>
    private static IOperation? SourceOf(IOperation part) =>
        part switch
        {
            IVariableDeclaratorOperation declared => (
                declared.Initializer ?? (declared.Parent as IVariableDeclarationOperation)?.Initializer
            )?.Value,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation } set => set.Value,
            IIsPatternOperation asked => asked.Value,
            IDeconstructionAssignmentOperation taken => taken.Value,
            IForEachLoopOperation loop => loop.Collection,
            IInvocationOperation call when call.Arguments.Any(static argument => argument.Parameter?.RefKind == RefKind.Out) => call,
            _ => null,
        };

    private static IEnumerable<ISymbol> DeclaredBy(IOperation part) =>
        part switch
        {
            IVariableDeclaratorOperation declared => new[] { declared.Symbol },
            IForEachLoopOperation loop => loop.Locals,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => new[] { local },
            IIsPatternOperation asked => asked.Pattern.DescendantsAndSelf().Select(Operations.NamedByPattern).OfType<ISymbol>(),
            IInvocationOperation call => call
                .Arguments.Where(static argument => argument.Parameter?.RefKind == RefKind.Out)
                .SelectMany(static argument => NamedIn(argument.Value)),
            IDeconstructionAssignmentOperation taken => NamedIn(taken.Target),
            _ => Enumerable.Empty<ISymbol>(),
        };

    public static bool IsGivenMessage(IInvocationOperation call, HashSet<ISymbol> message) =>
        call.Arguments.Any(argument => NamedIn(argument.Value).Any(message.Contains));

    private static ITypeSymbol? TypeOf(ISymbol symbol) => (symbol as ILocalSymbol)?.Type ?? (symbol as IParameterSymbol)?.Type;

    private static IEnumerable<ISymbol> NamedIn(IOperation value)
    {
        foreach (var part in value.DescendantsAndSelf())
        {
            if (part is ILocalReferenceOperation { Local: var local })
            {
                yield return local;
            }
            else if (part is IParameterReferenceOperation { Parameter: var parameter })
            {
                yield return parameter;
            }
        }
    }
}

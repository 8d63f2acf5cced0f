using Microsoft.CodeAnalysis;

namespace DistributedSystems.Analyzers.Facts;

/// <summary>The system model declared for a piece of code, and where.</summary>
internal sealed record DeclaredModel(Timing Timing, Failures Failures, Channel Channel, string DeclaredOn);

internal sealed partial class CompilationFacts
{
    /// <summary>The model in force at a symbol: declared on the member, else on its types from the inside out, else on its assembly; null where nothing declares one.</summary>
    public static DeclaredModel? ModelAt(ISymbol symbol) => NearestOf(symbol, Annotations.SystemModel, out var carrier) is { ConstructorArguments: { Length: >= 2 } arguments }
        && EnumValue(arguments[0]) is { } timing && EnumValue(arguments[1]) is { } failures
            ? new DeclaredModel((Timing)timing, (Failures)failures, arguments.Length > 2 && EnumValue(arguments[2]) is { } channel ? (Channel)channel : default, carrier!.Name)
            : null;

    /// <summary>The attribute that is in force at a symbol, nearest declaration first.</summary>
    public static AttributeData? NearestOf(ISymbol symbol, string attribute, out ISymbol? carrier)
    {
        for (carrier = symbol; carrier is not (null or INamespaceSymbol); carrier = carrier.ContainingSymbol)
        {
            if (Annotations.Find(carrier, attribute) is { } found)
            {
                return found;
            }
        }

        carrier = symbol as IAssemblySymbol ?? symbol.ContainingAssembly;
        return carrier is null ? null : Annotations.Find(carrier, attribute);
    }

    private static int? EnumValue(TypedConstant constant) => constant.Kind == TypedConstantKind.Enum && constant.Value is int value ? value : null;
}

using System.Reflection;

namespace DistributedSystems;

// Not under Models/: the analyzers share that source, and they reflect on nothing.
public static partial class SystemModels
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>
    /// Everything an assembly declares with the attributes of this library, for a person to read or a test to compare with the last
    /// report. Attributes that a team copied as source count too: they are recognised by their namespace.
    /// </summary>
    /// <param name="assembly">The assembly to read. Types that cannot be loaded are left out.</param>
    /// <exception cref="ArgumentNullException"><paramref name="assembly"/> is null.</exception>
    public static ModelReport Describe(Assembly assembly)
    {
        if (assembly is null)
        {
            throw new ArgumentNullException(nameof(assembly));
        }

        var declarations = new List<ModelDeclaration>();
        Add("assembly " + assembly.GetName().Name, assembly.GetCustomAttributesData());
        foreach (var type in TypesOf(assembly))
        {
            var typeName = NameOf(type);
            Add(typeName, type.GetCustomAttributesData());
            foreach (var member in type.GetMembers(Declared).Where(member => member is not Type))
            {
                var name = typeName + "." + member.Name;
                Add(name, member.GetCustomAttributesData());
                if (member is not MethodBase method)
                {
                    continue;
                }

                foreach (var parameter in method.GetParameters())
                {
                    Add($"{name}({parameter.Name})", parameter.GetCustomAttributesData());
                }

                if (method is MethodInfo { ReturnParameter: { } returned })
                {
                    Add(name + " (return value)", returned.GetCustomAttributesData());
                }
            }
        }

        return new ModelReport(
            declarations
                .OrderBy(declaration => declaration.Target.StartsWith("assembly ", StringComparison.Ordinal) ? 0 : 1)
                .ThenBy(declaration => declaration.Target, StringComparer.Ordinal)
                .ThenBy(declaration => declaration.Declaration, StringComparer.Ordinal)
                .ToArray()
        );

        void Add(string target, IEnumerable<CustomAttributeData> attributes)
        {
            foreach (var attribute in attributes)
            {
                if (attribute.AttributeType.Namespace == "DistributedSystems")
                {
                    declarations.Add(new ModelDeclaration(target, TextOf(attribute)));
                }
            }
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException incomplete)
        {
            return incomplete.Types.OfType<Type>();
        }
    }

    private static string NameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    private static string TextOf(CustomAttributeData attribute)
    {
        const string Suffix = "Attribute";
        var name = attribute.AttributeType.Name;
        if (name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            name = name.Substring(0, name.Length - Suffix.Length);
        }

        var arguments = attribute
            .ConstructorArguments.Select(ValueOf)
            .Concat(
                attribute
                    .NamedArguments.OrderBy(argument => argument.MemberName, StringComparer.Ordinal)
                    .Select(argument => argument.MemberName + " = " + ValueOf(argument.TypedValue))
            )
            .ToArray();
        return arguments.Length == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }

    private static string ValueOf(CustomAttributeTypedArgument argument) =>
        argument.Value switch
        {
            null => "null",
            string text => "\"" + text + "\"",
            bool truth => truth ? "true" : "false",
            Type type => "typeof(" + NameOf(type) + ")",
            IEnumerable<CustomAttributeTypedArgument> elements => string.Join(", ", elements.Select(ValueOf)),
            var value when argument.ArgumentType.IsEnum => string.Join(
                " | ",
                Enum.ToObject(argument.ArgumentType, value)
                    .ToString()!
                    .Replace(" ", "")
                    .Split(',')
                    .Select(name => argument.ArgumentType.Name + "." + name)
            ),
            var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "",
        };
}

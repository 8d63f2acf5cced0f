using System.Text.RegularExpressions;

namespace DistributedSystems.Analyzers.Tests.Verify;

/// <summary>
/// Test code is written with primary constructors; for a compiler that does not know them they become fields and a constructor on
/// the same line. Nothing inside a body changes, so marks and fixes stay where they are.
/// </summary>
public static partial class OlderLanguage
{
    public static string Lower(string source) =>
        PrimaryConstructor()
            .Replace(
                source,
                match =>
                {
                    var (name, parameters, bases) = (
                        match.Groups["name"].Value,
                        match.Groups["parameters"].Value,
                        match.Groups["bases"].Value
                    );
                    var names = parameters
                        .Split(',', StringSplitOptions.TrimEntries)
                        .Select(parameter => parameter.Split(' ')[^1])
                        .ToList();
                    var fields = parameters
                        .Split(',', StringSplitOptions.TrimEntries)
                        .Select(parameter => $"private readonly {parameter};");
                    return $"class {name}{bases}{match.Groups["blank"].Value}{{ {string.Join(" ", fields)} public {name}({parameters}) {{ {string.Join(" ", names.Select(field => $"this.{field} = {field};"))} }} ";
                }
            );

    [GeneratedRegex(@"class (?<name>\w+)\((?<parameters>[^()]+)\)(?<bases>( : [\w.<>, ]*[\w.>])?)(?<blank>\s*)\{")]
    private static partial Regex PrimaryConstructor();
}

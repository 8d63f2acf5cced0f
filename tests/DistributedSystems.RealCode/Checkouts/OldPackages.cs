using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace DistributedSystems.RealCode.Checkouts;

/// <summary>Packages as projects named them before they stood in the project: <c>packages.config</c> and <c>project.json</c>.</summary>
internal static class OldPackages
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyList<string> Of(string folder)
    {
        try
        {
            return [.. InConfig(Path.Combine(folder, "packages.config")), .. InJson(Path.Combine(folder, "project.json"))];
        }
        catch (Exception problem) when (problem is XmlException or JsonException or IOException or InvalidOperationException)
        {
            return [];
        }
    }

    private static IEnumerable<string> InConfig(string file) =>
        File.Exists(file)
            ? XDocument
                .Load(file)
                .Descendants()
                .Where(element => element.Name.LocalName == "package")
                .Select(element => element.Attribute("id")?.Value)
                .OfType<string>()
            : [];

    // Dependencies of one framework stand inside it.
    private static IEnumerable<string> InJson(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var document = JsonDocument.Parse(File.ReadAllText(file), Lenient);
        var names = new List<string>();
        Collect(document.RootElement);
        if (document.RootElement.TryGetProperty("frameworks", out var frameworks) && frameworks.ValueKind == JsonValueKind.Object)
        {
            foreach (var framework in frameworks.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object))
            {
                Collect(framework.Value);
            }
        }

        return names;

        void Collect(JsonElement element)
        {
            if (element.TryGetProperty("dependencies", out var dependencies) && dependencies.ValueKind == JsonValueKind.Object)
            {
                names.AddRange(dependencies.EnumerateObject().Select(one => one.Name));
            }
        }
    }
}

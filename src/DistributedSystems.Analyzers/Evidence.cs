using System.Collections.Immutable;
using DistributedSystems.Analyzers.Catalog;
using DistributedSystems.Analyzers.Facts.Calls;

namespace DistributedSystems.Analyzers;

/// <summary>
/// Keys of a diagnostic's properties. What a person may want to read (a SARIF log shows it as customProperties) and what the
/// fixer needs to know are kept apart by their prefix.
/// </summary>
internal static class Evidence
{
    public const string Call = "evidence.call";
    public const string Library = "evidence.library";
    public const string Source = "evidence.source";
    public const string Reason = "evidence.reason";

    public static ImmutableDictionary<string, string?> Of(string reason) => ImmutableDictionary<string, string?>.Empty.Add(Reason, reason);

    public static ImmutableDictionary<string, string?> Of(RemoteCall call, string reason) => Of(call.Api, call.Name, reason);

    public static ImmutableDictionary<string, string?> Of(CatalogEntry api, string name, string reason) =>
        Of(reason).Add(Call, name).Add(Library, api.Library).Add(Source, api.Origin);
}

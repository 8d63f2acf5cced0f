using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace DistributedSystems.Analyzers.Catalog;

/// <summary>A line of a catalog file that says nothing the reader understands, and why.</summary>
internal sealed record CatalogProblem(TextSpan Span, string Reason);

/// <summary>The lines that apply where one of <paramref name="Assemblies"/> is referenced (everywhere, if it names none).</summary>
internal sealed record CatalogLibrary(string Name, ImmutableArray<string> Assemblies, ImmutableArray<CatalogEntry> Entries);

/// <summary>A catalog file as read: what it says, and the lines that were left out.</summary>
internal sealed record CatalogFile(ImmutableArray<CatalogLibrary> Libraries, ImmutableArray<CatalogProblem> Problems);

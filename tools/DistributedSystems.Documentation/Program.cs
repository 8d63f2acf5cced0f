using DistributedSystems.Documentation;

const string Usage = """
    Writes everything that repeats what the rules say of themselves: README's and docs' tables, the presets, the release lines and the
    map of the facts.

      dotnet run --project tools/DistributedSystems.Documentation [--check]
          --check writes nothing and lists what is stale. Exit code 1 when anything is.
    """;

if (args is not ([] or ["--check"]))
{
    Console.Error.WriteLine(Usage);
    return 64;
}

var root = Repository.Find(AppContext.BaseDirectory);
var stale = GeneratedFiles.In(root).Where(file => file.IsStale).ToList();
foreach (var file in stale)
{
    if (args.Length == 0)
    {
        file.Write();
    }

    Console.WriteLine($"{(args.Length == 0 ? "wrote" : "stale")} {Path.GetRelativePath(root, file.Path)}");
}

return args.Length > 0 && stale.Count > 0 ? 1 : 0;

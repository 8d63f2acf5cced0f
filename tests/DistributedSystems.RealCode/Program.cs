using DistributedSystems.RealCode;
using DistributedSystems.RealCode.Commands;

const string Usage = """
    Runs the analyzers over real code.

      run <checkout-or-project-dir>... --out findings.tsv [--rules DIST1001,DIST4001] [--include-tests] [--strict] [--packages Polly.Core,Npgsql]
          Binds every C# project below each folder loosely (this framework, projects of the checkout, packages in the local cache),
          analyses it, and writes the findings. Exit code 2 when an analyzer threw.
          --strict asks for everything, as DistributedSystemsMode does.
          --packages first restores those of these packages that the projects name and the cache does not have.

      fix <checkout>... [--rules DIST4001] [--strict] [--diff fixes.diff] [--packages Polly.Core,Npgsql]
          Applies every fix that is offered, one by one and to whole projects, in memory, and counts the compile errors it adds. Exit code 1
          when there are any. --diff writes what each fix changes, with its rule, place, title and finding, to be read by a person, and
          which findings none is offered for. --packages as for run.

      fuzz [<checkout>...] [--seed 1] [--minutes 10] [--count 1000]
          Damages files of the checkouts, or generated ones, in memory: the pack and its fixes must neither throw nor hang, and report the same
          whether concurrently or not, and again. Prints each failure with little more code than it needs. Exit code 1 when there are any.

      diff base.tsv head.tsv
          The findings a change adds and removes. Exit code 1 when there are any.

      show findings.tsv --checkout DIR [--rule DIST4001] [--context 6] [--sample 50] [--seed 1]
          Findings with the code around them, to be read by a person.

      recall BUGS.tsv --repositories DIR [--rules DIST2] [--checkouts DIR] [--packages Polly,Npgsql]
          Whether defects that public projects have fixed are reported where they stood. BUGS.tsv names its columns in the first line:
          repository (owner/name), fix, parent (the commit before it), path, lines, rules, what is wrong. DIR holds clones, bare or not, at
          owner+name/repo, owner+name or owner/name; nothing is fetched. Analyses, strictly, the projects that hold the file, and prints
          found, other line, other rule or missed for each and per rule. Exit code 2 when an analyzer threw.
          --rules takes only defects of rules that start so; --checkouts keeps the checked out files there; --packages as for run.
    """;

try
{
    switch (args.FirstOrDefault())
    {
        case "run":
            return await RunCommand.Execute(
                CommandLine.Parse(args[1..], options: ["out", "rules", "packages"], switches: ["include-tests", "strict"])
            );
        case "fix":
            return await FixCommand.Execute(CommandLine.Parse(args[1..], options: ["rules", "diff", "packages"], switches: ["strict"]));
        case "fuzz":
            return await FuzzCommand.Execute(CommandLine.Parse(args[1..], options: ["seed", "minutes", "count"], switches: []));
        case "diff":
            return DiffCommand.Execute(CommandLine.Parse(args[1..], options: [], switches: []));
        case "show":
            return ShowCommand.Execute(
                CommandLine.Parse(args[1..], options: ["checkout", "rule", "context", "sample", "seed"], switches: [])
            );
        case "recall":
            return await RecallCommand.Execute(
                CommandLine.Parse(args[1..], options: ["repositories", "rules", "checkouts", "packages"], switches: [])
            );
        default:
            Console.Error.WriteLine(Usage);
            return 64;
    }
}
catch (UsageException problem)
{
    Console.Error.WriteLine(problem.Message);
    Console.Error.WriteLine();
    Console.Error.WriteLine(Usage);
    return 64;
}

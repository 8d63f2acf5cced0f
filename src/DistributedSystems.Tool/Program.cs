using DistributedSystems.Tool;

// Split here and not by the parser, which would take the first of the build's arguments for a path that was left out.
var dashes = Array.IndexOf(args, "--");
var (own, forBuild) = dashes < 0 ? (args, []) : (args[..dashes], args[(dashes + 1)..]);
var parsed = Commands.Root(forBuild).Parse(own);
var exitCode = await parsed.InvokeAsync();

// The parser prints what is wrong with the arguments; its own code for that would read as "there are findings".
return parsed.Errors.Count > 0 ? ExitCode.CannotScan : exitCode;

using DistributedSystems.Tool;

var parsed = Commands.Root().Parse(args);
var exitCode = await parsed.InvokeAsync();

// The parser prints what is wrong with the arguments; its own code for that would read as "there are findings".
return parsed.Errors.Count > 0 ? ExitCode.CannotScan : exitCode;

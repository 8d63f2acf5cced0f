using ReplicatedRegister.Elections;
using ReplicatedRegister.Leases;
using ReplicatedRegister.Registers;

// Each part brings about the situation that its declarations speak of, and says what came of it.
await RegisterDemo.RunAsync();
await LeaseDemo.RunAsync();
await ElectionDemo.RunAsync();

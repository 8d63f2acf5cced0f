namespace ReplicatedRegister.Elections;

/// <summary>The process ended here.</summary>
public sealed class Crash : Exception;

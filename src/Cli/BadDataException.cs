namespace GpuFormer.Cli;

/// <summary>The files that a command was given hold nothing that it can work on.</summary>
internal sealed class BadDataException(string message) : Exception(message);

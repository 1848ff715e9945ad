namespace GpuFormer.Cli;

/// <summary>The command line asks for something impossible; the message says what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);

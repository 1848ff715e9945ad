namespace GpuFormer.Cli.Output;

/// <summary>A result could not be written: the disk is full, for instance. No fault of any input.</summary>
internal sealed class OutputException(string message, Exception inner) : Exception(message, inner);

/// <summary>Nobody reads the results any more, as in <c>gpuformer predict ... | head</c>.</summary>
internal sealed class ClosedPipeException(Exception inner) : Exception("Nobody reads the results.", inner);

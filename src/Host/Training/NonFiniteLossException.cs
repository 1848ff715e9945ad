namespace GpuFormer.Training;

/// <summary>So many steps in a row had a loss or gradient that is no number that the run was given up. What was stored
/// before is as it was.</summary>
public sealed class NonFiniteLossException(string message) : Exception(message);

namespace GpuFormer;

/// <summary>
/// The network's result for a picture is infinite or NaN, so that no class can be named: the weights are damaged or of
/// a training that diverged, or the input is no picture.
/// </summary>
public sealed class NonFiniteResultException(string message) : Exception(message);

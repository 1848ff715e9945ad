namespace GpuFormer.Graph;

/// <summary>How numbers are stored between kernels. Sums, norms, scores and soft-max are float32 always.</summary>
public enum Precision
{
    /// <summary>All numbers are float32.</summary>
    Single,

    /// <summary>
    /// Filters, and maps where a device stores them without loss of time, are float16: half the memory, about three
    /// decimal digits.
    /// </summary>
    Half,

    /// <summary>
    /// The same as bfloat16, which every processor widens by a shift: the range of float32, about two decimal digits.
    /// </summary>
    BFloat16,
}

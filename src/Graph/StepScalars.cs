namespace GpuFormer.Graph;

/// <summary>
/// The numbers that change from step to step without a new recording: one graph input of <see cref="Count"/> float32
/// elements. Integers are stored by their bits.
/// </summary>
internal static class StepScalars
{
    /// <summary>The name of the graph input.</summary>
    public const string Name = "step";

    /// <summary>Index of the seed (bits of an int).</summary>
    public const int Seed = 0;

    /// <summary>Index of the number of the step, from 0 (bits of an int).</summary>
    public const int Step = 1;

    /// <summary>
    /// Index of the factor of all losses in the gradients of a step, a float; read where <see cref="Precision.Half"/> asks
    /// for it.
    /// </summary>
    public const int LossScale = 2;

    /// <summary>Elements of the input; those without a name are 0.</summary>
    public const int Count = 16;
}

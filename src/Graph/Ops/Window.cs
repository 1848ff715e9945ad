namespace GpuFormer.Graph.Ops;

/// <summary>One axis of a window that moves over a map, as PyTorch defines it for convolutions and pooling.</summary>
/// <param name="Size">Taps along the axis.</param>
/// <param name="Stride">Inputs from one window to the next.</param>
/// <param name="Padding">Positions before the first input and behind the last that windows may cover.</param>
/// <param name="Dilation">Inputs from one tap to the next.</param>
internal readonly record struct Window(int Size, int Stride, int Padding, int Dilation = 1)
{
    /// <summary>Inputs from the first tap to the last, both counted.</summary>
    public int Extent => ((Size - 1) * Dilation) + 1;

    /// <summary>How many windows there are over so many inputs; below 1 if not even one fits.</summary>
    public int Outputs(int inputs) =>
        inputs + (2 * Padding) < Extent ? 0 : ((inputs + (2 * Padding) - Extent) / Stride) + 1;

    /// <summary>Whether all numbers are possible.</summary>
    public bool IsValid => Size > 0 && Stride > 0 && Padding >= 0 && Dilation > 0;
}

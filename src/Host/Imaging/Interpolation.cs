namespace GpuFormer.Imaging;

/// <summary>The filter of a resize. Both widen when shrinking, so that every source pixel counts (antialias).</summary>
public enum Interpolation
{
    /// <summary>Triangle, 1 source pixel to each side.</summary>
    Bilinear,

    /// <summary>Cubic convolution with a = -0.5 (Keys, 1981), 2 source pixels to each side.</summary>
    Bicubic,
}

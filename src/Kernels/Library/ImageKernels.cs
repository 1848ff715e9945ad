using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Three numbers, one for each of red, green and blue.</summary>
public readonly struct Colour(float red, float green, float blue)
{
    public readonly float Red = red;
    public readonly float Green = green;
    public readonly float Blue = blue;
}

/// <summary>Makes network inputs of decoded images. Lanes are pixels.</summary>
public static class ImageKernels
{
    // x: [N, pixels, 3] bytes, red first   y: [N, 3, pixels]
    // y[k, p] = x[p, k] * scale[k] + shift[k]
    // With scale 1 / (255 std) and shift -mean / std that is (x / 255 - mean) / std.
    // Grid: X groups of pixels, Z images.
    [Kernel]
    public static void Normalise(ArrayView<byte> x, ArrayView<float> y, int pixels, Colour scale, Colour shift)
    {
        var p = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (p >= pixels)
            return;
        var source = ((Grid.IdxZ * pixels) + p) * 3;
        var target = (Grid.IdxZ * 3 * pixels) + p;
        y[target] = KernelMath.Fma(x[source], scale.Red, shift.Red);
        y[target + pixels] = KernelMath.Fma(x[source + 1], scale.Green, shift.Green);
        y[target + pixels + pixels] = KernelMath.Fma(x[source + 2], scale.Blue, shift.Blue);
    }
}

using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The sizes of max pooling of C channels; axes are those of a convolution without padding in memory.</summary>
public readonly struct MaxPoolSizes(ConvolutionAxis rows, ConvolutionAxis columns, int C)
{
    public readonly ConvolutionAxis Rows = rows;
    public readonly ConvolutionAxis Columns = columns;
    public readonly int C = C;
}

/// <summary>Compile-time constants of <see cref="MaxPoolKernels.Forward"/>.</summary>
public record struct MaxPoolConstants
{
    /// <summary>1 to write which tap of the window has the maximum, 0 to write the maximum.</summary>
    public int Taps;
}

/// <summary>Max pooling of channels-last maps. Lanes are channels.</summary>
public static class MaxPoolKernels
{
    // x: [N, H, W, C]   y: [N, h, w, C]
    // y[o] = the largest x of the window, or with `taps` the place in the window, r * columns.Taps + s, of the first of
    // the largest. What lies outside the map does not take part.
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y rows of y, Z images.
    [Kernel]
    public static void Forward(
        ArrayView<float> x, ArrayView<float> y, MaxPoolSizes sizes, SpecializedValue<MaxPoolConstants> specialised)
    {
        var writesTaps = specialised.Value.Taps != 0;
        var (rows, columns) = (sizes.Rows, sizes.Columns);
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, sizes.C - Group.DimX) + Group.IdxX;
        for (var o = 0; o < columns.Outputs; o++)
        {
            var best = -3.4028235e38f;
            var place = -1f;
            for (var r = 0; r < rows.Taps; r++)
            {
                var row = (Grid.IdxY * rows.Stride) + rows.Origin + (r * rows.Dilation);
                if (row >= 0 && row < rows.Inputs)
                {
                    var at = ((Grid.IdxZ * rows.Inputs) + row) * columns.Inputs;
                    for (var s = 0; s < columns.Taps; s++)
                    {
                        var column = (o * columns.Stride) + columns.Origin + (s * columns.Dilation);
                        if (column >= 0 && column < columns.Inputs)
                        {
                            var value = x[((at + column) * sizes.C) + channel];
                            // The first is taken whatever it is: a map may hold minus infinity.
                            var isFirst = place < 0f;
                            place = isFirst || value > best ? (float)((r * columns.Taps) + s) : place;
                            best = isFirst ? value : KernelMath.Max(best, value);
                        }
                    }
                }
            }

            var to = ((((((Grid.IdxZ * rows.Outputs) + Grid.IdxY) * columns.Outputs) + o) * sizes.C) + channel);
            y[to] = writesTaps ? place : best;
        }
    }

    // dy, taps: [N, h, w, C], the latter of Forward   dx: [N, H, W, C]
    // dx[i] = sum over the windows whose first maximum is x[i] of their dy, in the order of taps
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y rows of dx, Z images.
    [Kernel]
    public static void Backward(ArrayView<float> dy, ArrayView<float> taps, ArrayView<float> dx, MaxPoolSizes sizes)
    {
        var (rows, columns) = (sizes.Rows, sizes.Columns);
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, sizes.C - Group.DimX) + Group.IdxX;
        for (var i = 0; i < columns.Inputs; i++)
        {
            var sum = 0f;
            for (var r = 0; r < rows.Taps; r++)
            {
                var down = Grid.IdxY - rows.Origin - (r * rows.Dilation);
                var row = down / rows.Stride;
                if (down >= 0 && row * rows.Stride == down && row < rows.Outputs)
                {
                    var at = ((Grid.IdxZ * rows.Outputs) + row) * columns.Outputs;
                    for (var s = 0; s < columns.Taps; s++)
                    {
                        var along = i - columns.Origin - (s * columns.Dilation);
                        var column = along / columns.Stride;
                        if (along >= 0 && column * columns.Stride == along && column < columns.Outputs)
                        {
                            var index = ((at + column) * sizes.C) + channel;
                            var isIts = taps[index] == (float)((r * columns.Taps) + s);
                            sum += isIts ? dy[index] : 0f;
                        }
                    }
                }
            }

            dx[(((((Grid.IdxZ * rows.Inputs) + Grid.IdxY) * columns.Inputs) + i) * sizes.C) + channel] = sum;
        }
    }
}

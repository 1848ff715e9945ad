using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Sums in a fixed order over one axis. Lanes are the elements behind that axis.</summary>
public static class SumKernels
{
    // x: [outer, count, C]   y: [outer, chunks, C]
    // y[o, k] = sum of x[o, i] over the `chunk` indices i of chunk k, in their order
    // Grid: X panels of tile * Group.DimX elements, the last overlapping (C is at least that), Y chunks, Z outer.
    [Kernel]
    public static void Rows(
        ArrayView<float> x, ArrayView<float> y, int count, int chunk, int C,
        SpecializedValue<ColumnConstants> specialised)
    {
        var tile = specialised.Value.Tile;
        var first = KernelMath.Min(Grid.IdxX * Group.DimX * tile, C - (Group.DimX * tile)) + Group.IdxX;
        var sums = new float[tile];
        for (var t = 0; t < tile; t++)
            sums[t] = 0f;
        var end = KernelMath.Min((Grid.IdxY + 1) * chunk, count);
        for (var i = Grid.IdxY * chunk; i < end; i++)
        {
            var at = (((Grid.IdxZ * count) + i) * C) + first;
            for (var t = 0; t < tile; t++)
                sums[t] += x[at + (t * Group.DimX)];
        }

        for (var t = 0; t < tile; t++)
            y[(((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * C) + first + (t * Group.DimX)] = sums[t];
    }
}

using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Sums in a fixed order over one axis. Lanes are the elements behind that axis.</summary>
public static class SumKernels
{
    // x: [outer, count, C]   y: [outer, chunks, C]
    // y[o, k] = sum of x[o, i] over the `chunk` indices i of chunk k, in their order
    // Grid: X panels of tile * Group.SizeX elements, the last overlapping (C is at least that), Y chunks, Z outer.
    [Kernel]
    public static void Rows(View<float> x, View<float> y, int count, int chunk, int C, [Constant] int tile)
    {
        var first = KernelMath.Min(Grid.IndexX * Group.SizeX * tile, C - (Group.SizeX * tile)) + Group.IndexX;
        var sums = new float[tile];
        for (var t = 0; t < tile; t++)
            sums[t] = 0f;
        var end = KernelMath.Min((Grid.IndexY + 1) * chunk, count);
        for (var i = Grid.IndexY * chunk; i < end; i++)
        {
            var at = (((Grid.IndexZ * count) + i) * C) + first;
            for (var t = 0; t < tile; t++)
                sums[t] += x[at + (t * Group.SizeX)];
        }

        for (var t = 0; t < tile; t++)
            y[(((Grid.IndexZ * Grid.SizeY) + Grid.IndexY) * C) + first + (t * Group.SizeX)] = sums[t];
    }
}

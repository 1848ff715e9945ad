using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Brings parameters into the layouts that kernels read, and gradients back.</summary>
public static class VariableKernels
{
    // source: any   index, result: [count]   result[i] = index[i] < 0 ? 0 : source[index[i]]
    // Grid: X runs of `run` elements of each thread; count is a multiple of Group.DimX.
    [Kernel]
    public static void Gather(
        ArrayView<float> source, ArrayView<int> index, ArrayView<float> result, int count, int run)
    {
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var from = index[first + Group.IdxX];
            var value = source[KernelMath.Max(from, 0)];
            result[first + Group.IdxX] = from < 0 ? 0f : value;
        }
    }

    // source, index: [count]   result: any   result[index[i]] = source[i] where index[i] >= 0; no index twice
    // Grid: X runs of `run` elements of each thread; count is a multiple of Group.DimX.
    [Kernel]
    public static void Scatter(
        ArrayView<float> source, ArrayView<int> index, ArrayView<float> result, int count, int run)
    {
        var last = KernelMath.Min((Grid.IdxX + 1) * run * Group.DimX, count);
        for (var first = Grid.IdxX * run * Group.DimX; first < last; first += Group.DimX)
        {
            var to = index[first + Group.IdxX];
            if (to >= 0)
                result[to] = source[first + Group.IdxX];
        }
    }
}

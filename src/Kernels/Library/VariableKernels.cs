using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Brings parameters into the layouts that kernels read, and gradients back.</summary>
public static class VariableKernels
{
    // source: any   index, result: [count]   result[i] = index[i] < 0 ? 0 : source[index[i]]
    // Grid: X runs of `run` elements of each thread; count is a multiple of Group.SizeX.
    [Kernel]
    public static void Gather(View<float> source, View<int> index, View<float> result, int count, int run)
    {
        var last = KernelMath.Min((Grid.IndexX + 1) * run * Group.SizeX, count);
        for (var first = Grid.IndexX * run * Group.SizeX; first < last; first += Group.SizeX)
        {
            var from = index[first + Group.IndexX];
            var value = source[KernelMath.Max(from, 0)];
            result[first + Group.IndexX] = from < 0 ? 0f : value;
        }
    }

    // source, index: [count]   result: any   result[index[i]] = source[i] where index[i] >= 0; no index twice
    // Grid: X runs of `run` elements of each thread; count is a multiple of Group.SizeX.
    [Kernel]
    public static void Scatter(View<float> source, View<int> index, View<float> result, int count, int run)
    {
        var last = KernelMath.Min((Grid.IndexX + 1) * run * Group.SizeX, count);
        for (var first = Grid.IndexX * run * Group.SizeX; first < last; first += Group.SizeX)
        {
            var to = index[first + Group.IndexX];
            if (to >= 0)
                result[to] = source[first + Group.IndexX];
        }
    }
}

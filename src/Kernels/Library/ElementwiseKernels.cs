using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>An epilogue on its own, and functions of single elements. Lanes are channels or elements.</summary>
public static class ElementwiseKernels
{
    // x, y: [N, rows, C]   y = epilogue(x)
    // Grid: X panels of Group.SizeX channels, the last overlapping (C is at least that), Y runs of `run` rows,
    // Z images. y must not be x: overlapping panels would apply the epilogue twice.
    // With `fromPanels`, x is [C / Group.SizeX, N * rows, Group.SizeX], and with `toPanels` y alike. C is a multiple of
    // Group.SizeX then, and the epilogue reads nothing by y's index.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        View<float> x, View<float> y, TEpilogue epilogue, int rows, int run, int C, [Constant] bool fromPanels,
        [Constant] bool toPanels)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var channel = KernelMath.Min(Grid.IndexX * Group.SizeX, C - Group.SizeX) + Group.IndexX;
        var terms = epilogue.Load(Grid.IndexZ, channel);
        var last = KernelMath.Min((Grid.IndexY + 1) * run, rows);
        for (var row = Grid.IndexY * run; row < last; row++)
        {
            var pixel = (Grid.IndexZ * rows) + row;
            var inRow = (pixel * C) + channel;
            var inPanel = Panels.At(channel, pixel, Grid.SizeZ * rows);
            var index = toPanels ? inPanel : inRow;
            y[index] = epilogue.Apply(x[fromPanels ? inPanel : inRow], terms, Grid.IndexZ, row, channel, index);
        }
    }

    // x, y: [count]   y = f(x)
    // Grid: X groups of elements.
    [Kernel]
    public static void Unary<TActivation>(View<float> x, View<float> y, int count)
        where TActivation : struct, IActivation
    {
        var i = (Grid.IndexX * Group.SizeX) + Group.IndexX;
        if (i < count)
            y[i] = TActivation.Apply(x[i]);
    }
}

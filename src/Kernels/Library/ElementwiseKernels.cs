using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="ElementwiseKernels.Forward{TEpilogue, TTerms}"/>.</summary>
public record struct ElementwiseConstants
{
    /// <summary>1 where x lies in panels of channels.</summary>
    public int FromPanels;

    /// <summary>1 where y lies in panels of channels.</summary>
    public int ToPanels;
}

/// <summary>An epilogue on its own, and functions of single elements. Lanes are channels or elements.</summary>
public static class ElementwiseKernels
{
    // x, y: [N, rows, C]   y = epilogue(x)
    // Grid: X panels of Group.DimX channels, the last overlapping (C is at least that), Y runs of `run` rows,
    // Z images. y must not be x: overlapping panels would apply the epilogue twice.
    // With `fromPanels`, x is [C / Group.DimX, N * rows, Group.DimX], and with `toPanels` y alike. C is a multiple of
    // Group.DimX then, and the epilogue reads nothing by y's index.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> y, TEpilogue epilogue, int rows, int run, int C,
        SpecializedValue<ElementwiseConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var (fromPanels, toPanels) = (constants.FromPanels != 0, constants.ToPanels != 0);
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var terms = epilogue.Load(Grid.IdxZ, channel);
        var last = KernelMath.Min((Grid.IdxY + 1) * run, rows);
        for (var row = Grid.IdxY * run; row < last; row++)
        {
            var pixel = (Grid.IdxZ * rows) + row;
            var inRow = (pixel * C) + channel;
            var inPanel = Panels.At(channel, pixel, Grid.DimZ * rows);
            var index = toPanels ? inPanel : inRow;
            y[index] = epilogue.Apply(x[fromPanels ? inPanel : inRow], terms, Grid.IdxZ, row, channel, index);
        }
    }

    // x, y: [count]   y = f(x)
    // Grid: X groups of elements.
    [Kernel]
    public static void Unary<TActivation>(ArrayView<float> x, ArrayView<float> y, int count)
        where TActivation : struct, IActivation
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i < count)
            y[i] = TActivation.Apply(x[i]);
    }
}

using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// One axis of a <see cref="GeneralConvolution"/>: output o reads, through tap t, the input at
/// (o * Stride + Origin + t * Dilation) / Divide, where that is whole.
/// </summary>
internal readonly record struct ConvolutionAxis(int Outputs, int Taps, int Stride, int Dilation, int Origin, int Divide)
{
    /// <summary>The axis of a convolution over so many inputs.</summary>
    public static ConvolutionAxis Of(Window window, int inputs) =>
        new(window.Outputs(inputs), window.Size, window.Stride, window.Dilation, -window.Padding, 1);

    /// <summary>The axis of the gradient by those inputs, with the filter's taps in the other order.</summary>
    public static ConvolutionAxis Backward(Window window, int inputs) =>
        new(inputs, window.Size, 1, window.Dilation, window.Padding + 1 - window.Extent, window.Stride);

    /// <summary>How far taps reach before the first of the inputs.</summary>
    public int Before => Math.Max(0, -Origin / Divide);

    /// <summary>How far taps reach behind the last of so many inputs.</summary>
    public int Behind(int inputs) => Math.Max(
        0, ((((Outputs - 1) * Stride) + Origin + ((Taps - 1) * Dilation)) / Divide) - (inputs - 1));
}

/// <summary>
/// A convolution of any size, stride, dilation, padding and number of filter groups, and the gradient of one by its
/// input: y[h, w, c] = epilogue(bias[c] + sum over r, s, k of x[row(h, r), column(w, s), k] * filter[c, r, s, k]).
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, K], with <see cref="Left"/> and <see cref="Right"/> columns of padding in W; filter
/// [C, R, S, K / FilterGroups]; bias [C]; then the epilogue's. Output [N, Rows.Outputs, Columns.Outputs, C].
/// </remarks>
internal sealed record GeneralConvolution(ConvolutionAxis Rows, ConvolutionAxis Columns, int FilterGroups) : EpilogueOp
{
    /// <summary>Columns of zeros before the map in each row of x.</summary>
    public int Left { get; init; }

    /// <summary>Columns of zeros behind it.</summary>
    public int Right { get; init; }

    public override int OwnInputs => 3;

    public override int? FilterInput => 1;

    public override bool MakesMaps => true;

    /// <summary>Adds the convolution and, where taps reach beyond the rows of x, what pads them with zeros.</summary>
    /// <param name="builder">Gets the nodes.</param>
    /// <param name="name">Of the convolution.</param>
    /// <param name="op">Without padding columns.</param>
    /// <param name="x">The map [N, H, W, K], or [N, K, H, W] if <paramref name="planar"/>.</param>
    /// <param name="planar">Whether x is an image in planes.</param>
    /// <param name="filter">[C, R, S, K / FilterGroups].</param>
    /// <param name="bias">[C].</param>
    public static Tensor Add(
        GraphBuilder builder, string name, GeneralConvolution op, Tensor x, bool planar, Tensor filter, Tensor bias)
    {
        var padded = op.Padded(builder, name, x, planar, out var lowered);
        return builder.Add(name, lowered, padded, filter, bias);
    }

    /// <summary>x with the zeros that the taps of rows reach, and the op that reads it.</summary>
    internal Tensor Padded(GraphBuilder builder, string name, Tensor x, bool planar, out GeneralConvolution lowered)
    {
        var (left, right) = (Columns.Before, Columns.Behind(planar ? x.Shape[3] : x.Shape[2]));
        lowered = this with { Left = left, Right = right };
        return left + right == 0 && !planar
            ? x
            : builder.Add(name + ".pad", new Pad(0, 0, left, right) { Planar = planar }, x);
    }

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank != 4 || x[2] <= Left + Right)
            throw new ShapeException(this, "x", "[N,H,W,K]", x);
        if (filter.Rank != 4 || filter[1] != Rows.Taps || filter[2] != Columns.Taps
            || filter[3] * FilterGroups != x[3] || filter[0] % FilterGroups != 0)
        {
            throw new ShapeException(this, "x", x, $"filter of {FilterGroups} filter groups", filter);
        }

        if (bias != new Shape(filter[0]))
            throw new ShapeException(this, "bias", new Shape(filter[0]), bias);
        if (Columns.Before > Left || Columns.Behind(x[2] - Left - Right) > Right)
            throw new ShapeException(this, "x", "with padding for all taps", x);
        return new Shape(x[0], Rows.Outputs, Columns.Outputs, filter[0]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements / (Rows.Divide * Columns.Divide) * (inputs[0][3] / FilterGroups)
            * Rows.Taps * Columns.Taps;

    public override Rearrangement? Pack(
        int input, IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device)
    {
        if (input != 1)
            return null;
        var (C, groups) = (outputs[0].Last / FilterGroups, FilterGroups);
        var inner = Rows.Taps * Columns.Taps * (inputs[0][3] / FilterGroups);
        var (lanes, tile) = TileFor(inputs[0], outputs[0], device);
        return new Panels(C, inner, groups, lanes * tile.Channels, lanes);
    }

    public override void Forward(ForwardContext context)
    {
        var (x, y) = (context.InputShape(0), context.OutputShape());
        var (lanes, tile) = TileFor(x, y, context.Capabilities);
        var tiles = Math.Min(Columns.Divide, Columns.Outputs)
            * Tiling.Panels(Tiling.Panels(Columns.Outputs, Columns.Divide), tile.Rows);
        var tilesOfGroup = Tiling.TilesOfGroup(context.Capabilities, lanes, tiles);
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.ConvolutionKernels), nameof(Library.ConvolutionKernels.Forward)),
            new GroupShape(lanes, tilesOfGroup),
            new Library.ConvolutionConstants { TileColumns = tile.Rows, TileChannels = tile.Channels });
        var grid = new LaunchShape(Tiling.Panels(tiles, tilesOfGroup), y[0] * y[1],
            FilterGroups * Tiling.Panels(y[3] / FilterGroups, lanes * tile.Channels));
        context.Launch(kernel, grid, context.Input(0), context.Input(1), context.Input(2), context.Output(),
            epilogue.Value, Sizes(x, y));
    }

    /// <summary>What the kernels are told of the shapes.</summary>
    internal Library.ConvolutionSizes Sizes(Shape x, Shape y)
    {
        var width = x[3] / FilterGroups;
        // The taps of a row read what lies side by side: they are one.
        var merges = Columns is { Dilation: 1, Divide: 1 } && FilterGroups == 1;
        return new(
            new(x[1], Rows.Outputs, Rows.Taps, Rows.Stride, Rows.Dilation, Rows.Origin, Rows.Divide),
            new(x[2], Columns.Outputs, merges ? 1 : Columns.Taps, Columns.Stride, Columns.Dilation,
                Columns.Origin + (Left * Columns.Divide), Columns.Divide),
            x[3], y[3], merges ? Columns.Taps * width : width, width, y[3] / FilterGroups, Left, x[2] - Right);
    }

    private (int Lanes, Tile Tile) TileFor(Shape x, Shape y, DeviceCapabilities device)
    {
        var C = y[3] / FilterGroups;
        var lanes = Tiling.Lanes(device, C);
        // Columns that have the same remainder, and so taps, are made together.
        var columns = Math.Max(1, Columns.Outputs / Columns.Divide);
        return (lanes, Tiling.Choose(device, columns, C, lanes, Rows.Taps * Columns.Taps * (x[3] / FilterGroups),
            y[0] * y[1] * Columns.Divide));
    }
}

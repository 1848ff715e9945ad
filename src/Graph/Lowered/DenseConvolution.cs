using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// A 3x3 convolution of all channels with all channels, stride 1, padding 1:
/// y[h, w, c] = epilogue(bias[c] + sum over r, s, k of x[h + r - 1, w + s - 1, k] * filter[c, r, s, k]).
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, K]; filter [C, 3, 3, K]; bias [C]; then the epilogue's. Output [N, H, W, C].
/// </remarks>
internal sealed record DenseConvolution : EpilogueOp
{
    public override int OwnInputs => 3;

    public override int? FilterInput => 1;

    public override bool MakesMaps => true;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank != 4)
            throw new ShapeException(this, "x", "[N,H,W,K]", x);
        if (filter.Rank != 4 || filter[1] != 3 || filter[2] != 3 || filter[3] != x[3])
            throw new ShapeException(this, "x", x, "filter", filter);
        if (bias != new Shape(filter[0]))
            throw new ShapeException(this, "bias", new Shape(filter[0]), bias);
        return x.WithLast(filter[0]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        outputs[0].Elements * 9L * inputs[0].Last;

    public override Rearrangement? Pack(
        int input, IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device)
    {
        if (input != 1)
            return null;
        var (C, K) = (outputs[0].Last, inputs[0].Last);
        var (lanes, tile) = TileFor(inputs[0], C, device);
        return new Panels(C, 9 * K, 1, lanes * tile.Channels, lanes);
    }

    public override void Forward(ForwardContext context)
    {
        var (x, C) = (context.InputShape(0), context.OutputShape().Last);
        var (lanes, tile) = TileFor(x, C, context.Capabilities);
        var tilesOfGroup = Tiling.TilesOfGroup(context.Capabilities, lanes, Tiling.Panels(x[2], tile.Rows));
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.DenseConvolutionKernels), nameof(Library.DenseConvolutionKernels.Forward)),
            new GroupShape(lanes, tilesOfGroup),
            new Library.DenseConvolutionConstants { TileColumns = tile.Rows, TileChannels = tile.Channels });
        var grid = new LaunchShape(Tiling.Panels(x[2], tile.Rows * tilesOfGroup), x[0] * x[1],
            Tiling.Panels(C, lanes * tile.Channels));
        context.Launch(kernel, grid, context.Input(0), context.Input(1), context.Input(2), context.Output(),
            epilogue.Value, new Library.DenseConvolutionSizes(x[1], x[2], x[3], C));
    }

    private static (int Lanes, Tile Tile) TileFor(Shape x, int C, DeviceCapabilities device)
    {
        var lanes = Tiling.Lanes(device, C);
        return (lanes, Tiling.Choose(device, x[2], C, lanes, 9 * x[3], x[0] * x[1]));
    }
}

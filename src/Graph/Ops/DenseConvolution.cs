using GpuFormer.Kernels.Launch;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// A 3x3 convolution of all channels with all channels, stride 1, padding 1:
/// y[h, w, c] = epilogue(bias[c] + sum over r, s, k of x[h + r - 1, w + s - 1, k] * filter[c, r, s, k]).
/// </summary>
/// <remarks>
/// Inputs: x [N, H, W, K]; filter [C, 3, 3, K]; bias [C]; then the epilogue's. Output [N, H, W, C].
/// </remarks>
public sealed record DenseConvolution : EpilogueOp
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

    public override PackedConstant? Pack(
        int input, IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device)
    {
        if (input != 1)
            return null;
        var (C, K) = (outputs[0].Last, inputs[0].Last);
        var (lanes, tile) = TileFor(inputs[0], C, device);
        var P = lanes * tile.Channels;
        return new($"panels of {P} of {C} channels", new Shape(Tiling.Panels(C, P), 9 * K, P),
            filter => Pointwise.PackFilter(filter, 9 * K, C, 1, P, lanes));
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

    /// <summary>[C, K, R, S], as PyTorch stores it, with taps before input channels: [C, R, S, K].</summary>
    internal static Tensor TapsFirst(Tensor filter)
    {
        var (C, K, taps) = (filter.Shape[0], filter.Shape[1], filter.Shape[2] * filter.Shape[3]);
        return GraphBuilder.Rearranged(
            "taps before channels", new Shape(C, filter.Shape[2], filter.Shape[3], K), filter, f =>
        {
            var result = new float[f.Length];
            for (var i = 0; i < result.Length; i++)
                result[(i / (taps * K) * taps * K) + (i % taps * K) + (i / taps % K)] = f[i];
            return result;
        });
    }

    /// <summary>
    /// The filter that makes the gradient of x of dy: [C, K / groups, R, S] as [K, R, S, C / groups], its taps in the
    /// other order.
    /// </summary>
    internal static Tensor Turned(Tensor filter, int groups = 1)
    {
        var (C, K, taps) = (filter.Shape[0] / groups, filter.Shape[1], filter.Shape[2] * filter.Shape[3]);
        var shape = new Shape(groups * K, filter.Shape[2], filter.Shape[3], C);
        return GraphBuilder.Rearranged(groups == 1 ? "turned" : $"{groups} groups turned", shape, filter, f =>
        {
            var result = new float[f.Length];
            for (var i = 0; i < result.Length; i++)
            {
                var (group, c) = Math.DivRem(i / (taps * K), C);
                result[(((group * K) + (i / taps % K)) * taps * C) + ((taps - 1 - (i % taps)) * C) + c] = f[i];
            }

            return result;
        });
    }

    private static (int Lanes, Tile Tile) TileFor(Shape x, int C, DeviceCapabilities device)
    {
        var lanes = Tiling.Lanes(device, C);
        return (lanes, Tiling.Choose(device, x[2], C, lanes, 9 * x[3], x[0] * x[1]));
    }
}

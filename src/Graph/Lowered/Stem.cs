using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// The first 3x3 convolution, padding 1, from planar images to channels-last maps:
/// y[n, oh, ow, c] = epilogue(bias[c] + sum over r, s, k of x[n, k, oh * Stride + r - 1, ow * Stride + s - 1]
/// * filter[r, s, k, c]).
/// </summary>
/// <remarks>
/// Inputs: x [N, K, H, W]; filter [3, 3, K, C]; bias [C]; then the epilogue's.
/// Output [N, (H - 1) / Stride + 1, (W - 1) / Stride + 1, C].
/// </remarks>
internal sealed record Stem(int Stride) : EpilogueOp
{
    public override int OwnInputs => 3;

    public override int? FilterInput => 1;

    public override bool MakesMaps => true;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank != 4)
            throw new ShapeException(this, "x", "[N,K,H,W]", x);
        if (filter.Rank != 4 || filter[0] != 3 || filter[1] != 3 || filter[2] != x[1])
            throw new ShapeException(this, "x", x, "filter", filter);
        if (bias != new Shape(filter[3]))
            throw new ShapeException(this, "bias", new Shape(filter[3]), bias);
        return new Shape(x[0], ((x[2] - 1) / Stride) + 1, ((x[3] - 1) / Stride) + 1, filter[3]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        outputs[0].Elements * 9L * inputs[0][1];

    public override void Forward(ForwardContext context)
    {
        var (x, output, device) = (context.InputShape(0), context.OutputShape(), context.Capabilities);
        var lanes = Tiling.Lanes(device, output[3]);
        // Sums and three columns of taps stay in registers.
        var tileChannels = output[3] >= 2 * lanes ? 2 : 1;
        var sums = TileTable.Of(device).Registers > 16 ? 14 : 8;
        var tileColumns = new[] { sums / tileChannels, 2, 1 }.First(tile => tile <= output[2]);
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        // A core takes some misses to see that a row of the picture is read, and rows are short: where it comes from
        // memory, asking for what the next row reads takes this op from 300 to 105 us in MobileViT-S (Zen 5).
        var kernel = new KernelSpecialisation(
            epilogue.Close(typeof(Library.StemKernels), nameof(Library.StemKernels.Forward)), new GroupShape(lanes),
            new Library.StemConstants
            {
                Stride = Stride,
                TileColumns = tileColumns,
                TileChannels = tileChannels,
                Run = device.IsProcessor ? 0 : 1,
                Prefetches = device.Prefetches ? 1 : 0,
            });
        var runs = device.IsProcessor ? 1 : Tiling.Panels(output[2], tileColumns);
        context.Launch(kernel, new LaunchShape(Tiling.Panels(output[3], lanes * tileChannels) * runs, output[1], x[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Output(), epilogue.Value,
            new Library.StemSizes(x[1], x[2], x[3], output[3], output[1], output[2]));
    }
}

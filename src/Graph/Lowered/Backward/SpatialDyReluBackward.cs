using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of <see cref="SpatialDyRelu"/> by x and by the slopes: with s1 and s2 the slopes mixed at a pixel and w
/// the share of the larger product (1/2 where both are equal), dx = dy * (w * s1 + (1 - w) * s2); the slopes of token m
/// get attention[m] * dy * x * w and attention[m] * dy * x * (1 - w), summed over pixels.
/// </summary>
/// <remarks>
/// Inputs: dy [N, H, W, C]; x [N, H, W, C]; attention [N, H, W, M]; slopes [N, M, 2C]. Output 0: dx as x. Output 1:
/// [N, H, W, 2C], dy * x * w and dy * x * (1 - w). Output 2: [N, Chunks, M, 2C], the slopes' gradients of each chunk of
/// pixels, or [N, M, 2C] where there is one chunk.
/// </remarks>
internal sealed record SpatialDyReluBackward : KernelOp
{
    public override bool MakesMaps => true;

    private const int MostPixels = 256;

    /// <summary>Adds the nodes and returns dx, dattention and dslopes.</summary>
    public static (Tensor Dx, Tensor Dattention, Tensor Dslopes) Add(
        GraphBuilder builder, string name, Tensor dy, Tensor x, Tensor attention, Tensor slopes)
    {
        var outputs = builder.AddNode(name, new SpatialDyReluBackward(), dy, x, attention, slopes);
        var columns = builder.Add($"{name}.prepare", new BridgeToMapPrepare(), slopes);
        var dattention = builder.Add(
            $"{name}.attention", new SpatialDyReluAttentionBackward(slopes.Shape[1]), outputs[1], columns);
        var dslopes = BridgeChunks.Sum(builder, $"{name}.slopes", outputs[2]);
        return (outputs[0], dattention, dslopes);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, x, attention, slopes) = (inputs[0], inputs[1], inputs[2], inputs[3]);
        if (dy != x)
            throw new ShapeException(this, "dy", x, dy);
        new SpatialDyRelu().Check(this, x, [attention, slopes]);
        var chunks = Tiling.Panels(x[1] * x[2], Chunk(x));
        return
        [
            x, x.WithLast(2 * x[3]),
            chunks == 1 ? slopes : new Shape(x[0], chunks, slopes[1], slopes[2]),
        ];
    }

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(1);
        var pixels = x[1] * x[2];
        var lanes = Tiling.Lanes(context.Capabilities, x[3]);
        context.Launch(
            new KernelSpecialisation(
                Library.SpatialDyReluBackwardKernels.Slopes, new GroupShape(lanes),
                new Library.TokenConstants { Tokens = context.InputShape(2).Last }),
            new LaunchShape(Tiling.Panels(x[3], lanes), Tiling.Panels(pixels, Chunk(x)), x[0]),
            context.Input(0), context.Input(1), context.Input(2), context.Input(3),
            context.Output(0), context.Output(1), context.Output(2), pixels, Chunk(x), x[3]);
    }

    private static int Chunk(Shape x) => BackwardTiling.Chunk(x[1] * x[2], MostPixels);
}

/// <summary>
/// The gradient of <see cref="SpatialDyRelu"/> by the attention: of pixel p and token m the product of what both slopes
/// of the pixel get and the slopes of the token, over all channels.
/// </summary>
/// <remarks>
/// Inputs: products [N, H, W, 2C] of <see cref="SpatialDyReluBackward"/>; columns [N, C, 2P], the slopes as
/// <see cref="BridgeToMapPrepare"/> lays them out. Output [N, H, W, Tokens].
/// </remarks>
internal sealed record SpatialDyReluAttentionBackward(int Tokens) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (products, columns) = (inputs[0], inputs[1]);
        if (products.Rank != 4 || products[3] % 2 != 0)
            throw new ShapeException(this, "products", "[N,H,W,2C]", products);
        var expected = new Shape(products[0], products[3] / 2, 2 * BridgeChunks.Padded(Tokens));
        return columns == expected
            ? [products.WithLast(Tokens)]
            : throw new ShapeException(this, "columns", expected, columns);
    }

    public override void Forward(ForwardContext context)
    {
        var products = context.InputShape(0);
        var (pixels, padded) = (products[1] * products[2], BridgeChunks.Padded(Tokens));
        var lanes = Tiling.Lanes(context.Capabilities, padded, limit: 8);
        context.Launch(
            new KernelSpecialisation(Library.SpatialDyReluBackwardKernels.Attention, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(pixels, 8), Tiling.Panels(Tokens, lanes), products[0]),
            context.Input(0), context.Input(1), context.Output(), pixels, products[3] / 2, Tokens, padded);
    }
}

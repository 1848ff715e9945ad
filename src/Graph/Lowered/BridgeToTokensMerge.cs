using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// <see cref="MobileToFormerMerge"/> in training: also gives the result before its gate, and the maximum and the sum of
/// each soft-max.
/// </summary>
/// <remarks>
/// Inputs: partial [N, Chunks, M, C + 2 * Heads] of <see cref="MobileToFormerAttend"/>; qAlpha [N, M, 2C], or [N, M, C]
/// without a gate. Outputs: y [N, M, C]; result [N, M, C]; terms [N, M, 2 * Heads], the maximum of each head, then the sum of each.
/// </remarks>
internal sealed record BridgeToTokensMerge(int Heads) : KernelOp
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var y = new MobileToFormerMerge(Heads).InferShapes(inputs)[0];
        return [y, y, y.WithLast(2 * Heads)];
    }

    public override void Forward(ForwardContext context)
    {
        var y = context.OutputShape();
        var lanes = Tiling.Lanes(context.Capabilities, y[2]);
        context.Launch(
            new KernelSpecialisation(
                Library.BridgeToTokensBackwardKernels.Merge, new GroupShape(lanes),
                new Library.BridgeToTokensMergeConstants
                {
                    Heads = Heads,
                    Gated = context.InputShape(1)[2] == y[2] ? 0 : 1,
                }),
            new LaunchShape(Tiling.Panels(y[2], lanes), y[1], y[0]),
            context.Input(0), context.Input(1), context.Output(0), context.Output(1), context.Output(2),
            context.InputShape(0)[1], y[1], y[2]);
    }
}

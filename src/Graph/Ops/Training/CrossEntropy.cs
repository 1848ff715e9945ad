using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops.Training;

/// <summary>
/// Cross-entropy with soft targets, averaged over the batch, and its gradient by the logits.
/// </summary>
/// <remarks>
/// Inputs: logits, targets [N, classes]. Output 0: [N, 3], of which <see cref="Value"/> makes the loss. Output 1:
/// [N, classes], the gradient by the logits.
/// </remarks>
internal sealed record CrossEntropy() : LossOp(Weight: 1)
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (logits, targets) = (inputs[0], inputs[1]);
        if (logits.Rank != 2)
            throw new ShapeException(this, "logits", "[N,classes]", logits);
        return targets == logits
            ? [new Shape(logits[0], 3), logits]
            : throw new ShapeException(this, "targets", logits, targets);
    }

    public override void Forward(ForwardContext context)
    {
        var shape = context.InputShape(0);
        var lanes = context.Capabilities.LaneCount;
        context.Launch(
            new KernelSpecialisation(Library.CrossEntropyKernels.Forward, new GroupShape(lanes)),
            new LaunchShape(Tiling.Panels(shape[0], lanes)),
            context.Input(0), context.Input(1), context.Output(0), context.Output(1), shape[0], shape[1]);
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<float> terms)
    {
        var sum = 0.0;
        for (var i = 0; i < terms.Length; i += 3)
            sum += (terms[i + 1] * Math.Log(terms[i])) - terms[i + 2];
        return sum / (terms.Length / 3);
    }
}

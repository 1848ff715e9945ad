using GpuFormer.Kernels.Language;
using ILGPU;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// One function that a kernel applies to each result before it stores it. A step may read further tensors, which are
/// inputs of the node behind the op's own, step by step.
/// </summary>
internal abstract record EpilogueStep
{
    public virtual string Name => GetType().Name;

    /// <summary>How many further tensors it reads.</summary>
    public virtual int InputCount => 0;

    /// <summary>Refuses further tensors that do not fit the output.</summary>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public virtual void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
    }

    /// <summary>Whether it must know the image of a result: its tensors differ between images.</summary>
    public virtual bool ReadsImage => false;

    /// <summary>Whether it reads a tensor element by element, in the order of the output.</summary>
    public virtual bool ReadsMap => false;

    /// <summary>Whether it takes tens of operations: kernels then apply it in a loop rather than a tile at once.</summary>
    public virtual bool IsLong => false;

    /// <summary>The kernel struct that does it: one that implements <see cref="Library.IEpilogue{TTerms}"/>.</summary>
    /// <param name="inputs">Its further tensors.</param>
    /// <param name="shapes">Their shapes.</param>
    /// <param name="output">The output's shape, channels innermost.</param>
    public abstract object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output);

    public sealed override string ToString() => Name;
}

/// <summary>
/// The slopes of a dynamic ReLU from the last layer of its generator (Networks 1.7), channels in two halves:
/// 2 * hardSigmoid(x) in the first (0 to 2), 2 * hardSigmoid(x) - 1 in the second (-1 to 1).
/// </summary>
internal sealed record HyperSlopes : EpilogueStep
{
    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.HyperSlopes(output.Last / 2);
}

/// <summary>min(max(x, Low), High); its gradient passes between the bounds and at them, as in PyTorch.</summary>
internal sealed record Clamp(float Low, float High) : EpilogueStep
{
    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.Clamp(Low, High);
}

/// <summary>max(s1 * x, s2 * x) with slopes [N, 2C], first all s1, then all s2.</summary>
internal sealed record DyRelu : EpilogueStep
{
    public override int InputCount => 1;

    public override bool ReadsImage => true;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        var expected = new Shape(output[0], 2 * output.Last);
        if (inputs[0] != expected)
            throw new ShapeException(op, "DyRelu's slopes", expected, inputs[0]);
    }

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.DyRelu(inputs[0], output.Last);
}

/// <summary>
/// max(s1 * x, s2 * x) with slopes of each pixel: the sum over tokens of attention [N, H, W, M] (which sums to 1 over
/// M) times slopes [N, M, 2C] (Networks 1.13).
/// </summary>
internal sealed record SpatialDyRelu : EpilogueStep
{
    public override int InputCount => 2;

    public override bool ReadsImage => true;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        var attention = inputs[0];
        if (output.Rank != 4 || attention.Rank != 4 || attention.WithLast(output.Last) != output)
            throw new ShapeException(op, "SpatialDyRelu's attention", $"[N,H,W,M] beside {output}", attention);
        var expected = new Shape(output[0], attention.Last, 2 * output.Last);
        if (inputs[1] != expected)
            throw new ShapeException(op, "SpatialDyRelu's slopes", expected, inputs[1]);
    }

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.SpatialDyRelu(inputs[0], inputs[1], output[1] * output[2], shapes[0].Last, output.Last);
}

/// <summary>
/// x * scale * Factor with one scale for each image and channel, [N, C] or [N, 1, 1, C]: what squeeze and excitation
/// ends with.
/// </summary>
internal sealed record ChannelScale(float Factor = 1) : EpilogueStep
{
    public override int InputCount => 1;

    public override bool ReadsImage => true;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        var scale = inputs[0];
        if (scale[0] != output[0] || scale.Last != output.Last || scale.Rows != output[0])
            throw new ShapeException(op, "ChannelScale's scale", new Shape(output[0], output.Last), scale);
    }

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.ChannelScale(inputs[0], output.Last, Factor);
}

/// <summary>x + r with r of the output's shape.</summary>
internal sealed record AddResidual : EpilogueStep
{
    public override int InputCount => 1;

    public override bool ReadsMap => true;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        if (inputs[0] != output)
            throw new ShapeException(op, "the residual", output, inputs[0]);
    }

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.AddResidual(inputs[0]);
}

/// <summary>x * f with f of the output's shape.</summary>
internal sealed record Multiply : EpilogueStep
{
    public override int InputCount => 1;

    public override bool ReadsMap => true;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        if (inputs[0] != output)
            throw new ShapeException(op, "the factor", output, inputs[0]);
    }

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.Multiply(inputs[0]);
}

/// <summary>max(x, r) with r of the output's shape.</summary>
internal sealed record Maximum : EpilogueStep
{
    public override int InputCount => 1;

    public override bool ReadsMap => true;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        if (inputs[0] != output)
            throw new ShapeException(op, "what is compared", output, inputs[0]);
    }

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.Maximum(inputs[0]);
}

/// <summary>x * scale + shift per channel, from affine [4, C]: scale and shift in its first two rows.</summary>
internal sealed record ScaleShift : EpilogueStep
{
    public override int InputCount => 1;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        var expected = new Shape(4, output.Last);
        if (inputs[0] != expected)
            throw new ShapeException(op, "ScaleShift's terms", expected, inputs[0]);
    }

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        new Library.ScaleShift(inputs[0], output.Last);
}

namespace GpuFormer.Graph.Ops;

/// <summary>
/// Interleaves groups of channels: output channel j * Groups + i is input channel i * (C / Groups) + j (Networks 1.8).
/// Passes fold it into the nodes around it.
/// </summary>
/// <remarks>Input: x [..., C]. Output as x.</remarks>
internal sealed record ChannelShuffle(int Groups) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs) =>
        inputs[0].Last % Groups == 0
            ? [inputs[0]]
            : throw new ShapeException(this, "x", $"a multiple of {Groups} channels wide", inputs[0]);

    /// <summary>Which input channel becomes <paramref name="output"/>, of <paramref name="channels"/>.</summary>
    public int Source(int output, int channels) => (output % Groups * (channels / Groups)) + (output / Groups);
}

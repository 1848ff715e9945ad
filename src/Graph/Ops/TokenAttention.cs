namespace GpuFormer.Graph.Ops;

/// <summary>
/// Attention among the tokens of an image (SPEC 1.5): per head, soft-max over tokens of q . z, times z; keys and values
/// are the tokens themselves. The scale D/Heads to the -1/2 is already in q.
/// </summary>
/// <remarks>Inputs: q [N, M, D]; z [N, M, D]. Output [N, M, D].</remarks>
public sealed partial record TokenAttention(int Heads) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (q, z) = (inputs[0], inputs[1]);
        if (q.Rank != 3 || q.Last % Heads != 0)
            throw new ShapeException(this, "q", $"[N,M,D], D a multiple of {Heads} heads", q);
        return q == z ? [q] : throw new ShapeException(this, "q", q, "z", z);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];
}

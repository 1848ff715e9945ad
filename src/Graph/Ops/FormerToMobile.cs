namespace GpuFormer.Graph.Ops;

/// <summary>
/// The bridge Former to Mobile (SPEC 1.6): every pixel attends to the M tokens and adds what it finds:
/// y = x + soft-max over tokens of (x . k, per head) times v. The scale C/Heads to the -1/2 is already in k.
/// </summary>
/// <remarks>Inputs: x [N, H, W, C]; kv [N, M, 2C], k in the first C columns, v in the last. Output [N, H, W, C].</remarks>
public sealed partial record FormerToMobile(int Heads) : Op
{
    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (x, kv) = (inputs[0], inputs[1]);
        if (x.Rank != 4 || x[3] % Heads != 0)
            throw new ShapeException(this, "x", $"[N,H,W,C], C a multiple of {Heads} heads", x);
        if (kv.Rank != 3 || kv[0] != x[0] || kv[2] != 2 * x[3])
            throw new ShapeException(this, "x", x, "kv", kv);
        return [x];
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        2L * inputs[0].Elements * inputs[1][1];
}

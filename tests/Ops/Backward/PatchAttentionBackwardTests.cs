using GpuFormer.Graph;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>
/// Of <see cref="PatchAttentionQueriesBackward"/> and <see cref="PatchAttentionBackward"/> behind
/// <see cref="TrainedPatchAttention"/>.
/// </summary>
public sealed class PatchAttentionBackwardTests : GradientTests
{
    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case([1, 2, 2], 4, 4), Case([1, 4, 2], 4, 2), Case([2, 4, 6], 12, 4), Case([1, 8, 8], 36, 4),
        // More keys than have their scores in shared memory at one time.
        Case([1, 16, 14], 20, 2), Case([1, 36, 30], 3, 1),
    ];

    private static GradientCase Case(int[] size, int D, int heads)
    {
        var shape = new Shape(size[0], size[1], size[2], D);
        var patches = size[1] * size[2] / 4;
        return new($"[{string.Join(',', size)},{D}] in {heads} heads", 4 * (D + patches),
            [Given.Activation("qkv", [.. shape.WithLast(3 * D)])], [Given.Activation("dy", [.. shape])],
            inputs => Loop(inputs[0], shape, heads),
            (builder, inputs, dy) =>
            {
                var forward = builder.AddNode("forward", new TrainedPatchAttention(heads), inputs[0]);
                return [PatchAttentionBackward.Add(builder, "dx", heads, dy[0], forward[0], inputs[0], forward[1])];
            },
            (builder, inputs) => [builder.AddNode("forward", new TrainedPatchAttention(heads), inputs)[0]]);
    }

    private static Term[] Loop(Term[] qkv, Shape map, int heads)
    {
        var (D, width) = (map.Last, map.Last / heads);
        var scale = Math.Pow(width, -0.5);
        var rows = qkv.Chunk(D).ToArray();
        var y = new Term[qkv.Length / 3];
        foreach (var pixels in PatchAttentionCases.Places(map))
        {
            for (var h = 0; h < heads; h++)
            {
                var shares = AttentionReference.Shares([.. pixels.Select(i => rows[3 * i])],
                    [.. pixels.Select(j => rows[(3 * j) + 1])], AttentionReference.Head(h, heads, D), scale);
                for (var i = 0; i < pixels.Length; i++)
                {
                    for (var c = h * width; c < (h + 1) * width; c++)
                    {
                        y[(pixels[i] * D) + c] =
                            Term.Sum(shares[i].Select((share, j) => share * rows[(3 * pixels[j]) + 2][c]));
                    }
                }
            }
        }

        return y;
    }
}

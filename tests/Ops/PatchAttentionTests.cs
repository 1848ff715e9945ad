using GpuFormer.Devices.Ilgpu;
using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Ops;

internal sealed class PatchAttentionCases : IOpCases
{
    public static IEnumerable<OpCase> Cases =>
    [
        Case([1, 2, 2], 4, 4), Case([2, 2, 6], 12, 4), Case([1, 6, 4], 36, 4), Case([2, 8, 8], 48, 4),
        Case([1, 14, 14], 80, 4), Case([1, 16, 16], 64, 4),
        // More keys than have their scores in shared memory at one time; scores far apart.
        Case([1, 36, 30], 9, 1, scale: 2), Case([1, 6, 10], 30, 2, scale: 4),
    ];

    /// <summary>The images' pixels at one place in their patches: indices of pixels.</summary>
    public static IEnumerable<int[]> Places(Shape map) =>
        from n in Enumerable.Range(0, map[0])
        from place in Enumerable.Range(0, 4)
        select (from h in Enumerable.Range(0, map[1] / 2)
                from w in Enumerable.Range(0, map[2] / 2)
                select (((n * map[1]) + (2 * h) + (place / 2)) * map[2]) + (2 * w) + (place % 2)).ToArray();

    private static OpCase Case(int[] size, int D, int heads, float scale = 1)
    {
        var qkv = Given.Activation("qkv", size[0], size[1], size[2], 3 * D);
        qkv = qkv with { Values = [.. qkv.Values.Select(v => v * scale)] };
        return new($"[{string.Join(',', size)},{D}] in {heads} heads times {scale}", (int)(scale * scale * 4) * (D + (size[1] * size[2] / 4)),
            () => Expected(qkv, D, heads), device => OpRun.First(device, new PatchAttention(heads), qkv));
    }

    private static double[] Expected(Given qkv, int D, int heads)
    {
        var y = new double[qkv.Values.Length / 3];
        var (width, scale) = (D / heads, Math.Pow(D / heads, -0.5));
        foreach (var pixels in Places(qkv.Shape))
        {
            for (var h = 0; h < heads; h++)
            {
                foreach (var i in pixels)
                {
                    var shares = Reference.Softmax([.. pixels.Select(j => scale * Enumerable.Range(h * width, width)
                        .Sum(c => qkv[(i * 3 * D) + c] * qkv[(j * 3 * D) + D + c]))]);
                    for (var c = h * width; c < (h + 1) * width; c++)
                        y[(i * D) + c] = pixels.Zip(shares, (j, share) => share * qkv[(j * 3 * D) + (2 * D) + c]).Sum();
                }
            }
        }

        return y;
    }
}

public sealed class PatchAttentionTests : OpTests
{
    private protected override IEnumerable<OpCase> Cases => PatchAttentionCases.Cases;

    [Fact]
    public void Blocks_of_few_keys_match_reference()
    {
        var device = IlgpuDevice.OpenCpu(new DeviceCapabilities(16, 256, 32768, 4, IsProcessor: false));
        foreach (var @case in PatchAttentionCases.Cases)
            Tolerance.Check(@case.Name, @case.ReductionLength, @case.Reference(), @case.Run(device));
    }

    [Theory]
    [InlineData(new[] { 1, 3, 4, 24 })]
    [InlineData(new[] { 1, 4, 3, 24 })]
    [InlineData(new[] { 1, 4, 4, 26 })]
    [InlineData(new[] { 4, 4, 24 })]
    public void Maps_that_have_no_patches_or_heads_are_refused(int[] shape) =>
        Assert.Throws<ShapeException>(() => new PatchAttention(4).InferShapes([new Shape(shape)]));
}

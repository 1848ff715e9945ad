using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>Norms of units of odd lengths, in pieces, and what follows from them.</summary>
public sealed class UnitKernelTests
{
    private const int Group = 8;

    // Offset, elements and unit of each piece; the last fills the grid of 2 x 3.
    private static readonly int[] Pieces = [3, 1, 0, 10, 21, 1, 31, 9, 1, 48, 16, 2, 70, 5, 3, 0, 0, 0];

    // First piece and pieces; the last four have none.
    private static readonly int[] Units = [0, 1, 1, 2, 3, 1, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0];

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("cuda")]
    [OnDevice("opencl")]
    [OnDevice("ptx")]
    [OnDevice("vulkan")]
    public void Units_are_clipped_and_moved_by_their_norms(string device)
    {
        float[] p = SpecFill.Values("p", 80), g = SpecFill.Values("g", 80);
        // A unit without gradient, and one whose gradient is small.
        g[3] = 0;
        for (var i = 48; i < 64; i++)
            g[i] *= 1e-4f;
        using var run = new KernelRun(TestDevices.Get(device));
        var pieces = run.Input(Pieces);
        var units = run.Input(Units);
        ArrayView<float> sums = run.Output(12), clips = run.Output(8), ratios = run.Output(8);
        ArrayView<float> parameters = run.Input(p), gradients = run.Input(g);
        run.Launch(new(UnitKernels.SquareSums, new(Group)), new(2, 3), parameters, gradients, pieces, sums);
        run.Launch(new(UnitKernels.ClipFactors, new(Group)), new(1), sums, units, clips, 0.25f);
        run.Launch(new(UnitKernels.TrustRatios, new(Group)), new(1), sums, units,
            run.Input([2f, 2f, 2f, 2f, 0f, 0f, 0f, 0f]), ratios);
        double NormOf(float[] values, int unit) => Math.Sqrt(Elements(unit).Sum(i => (double)values[i] * values[i]));
        var expected = Enumerable.Range(0, 4).Select(unit =>
        {
            var (a, b) = (NormOf(p, unit), NormOf(g, unit));
            var most = 0.25 * Math.Max(a, 1e-3);
            return (Clip: b < most ? 1 : most / b, Ratio: 2 * (b > 0 ? a / b : 1));
        }).ToArray();
        Assert.Equal(1, expected[2].Clip);
        Assert.True(expected[1].Clip < 1);
        Tolerance.Check("clips", 30, [.. expected.Select(e => e.Clip)], run.Read(clips)[..4]);
        Tolerance.Check("ratios", 30, [.. expected.Select(e => e.Ratio)], run.Read(ratios)[..4]);

        run.Launch(new(UnitKernels.Descend, new(Group)), new(2, 3), parameters, gradients, pieces, ratios,
            run.Input([0.5f, 0f, 0f, 0f]));
        run.Launch(new(UnitKernels.Scale, new(Group)), new(2, 3), gradients, pieces, clips);
        double[] moved = [.. p.Select(x => (double)x)], scaled = [.. g.Select(x => (double)x)];
        for (var unit = 0; unit < 4; unit++)
        {
            foreach (var i in Elements(unit))
            {
                moved[i] -= 0.5 * expected[unit].Ratio * g[i];
                scaled[i] *= expected[unit].Clip;
            }
        }

        Tolerance.Check("moved", 1000, moved, Read(parameters));
        Tolerance.Check("scaled", 30, scaled, Read(gradients));
    }

    private static IEnumerable<int> Elements(int unit) => Enumerable.Range(0, Pieces.Length / UnitKernels.PieceFields)
        .Select(piece => Pieces.AsSpan(piece * UnitKernels.PieceFields, UnitKernels.PieceFields).ToArray())
        .Where(piece => piece[2] == unit).SelectMany(piece => Enumerable.Range(piece[0], piece[1]));

    private static float[] Read(ArrayView<float> view)
    {
        var values = new float[view.Length];
        ViewMemory.Of(view).Owner.Read(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

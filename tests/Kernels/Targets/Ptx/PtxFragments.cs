namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>
/// Products of matrices that the 32 threads of a warp make together, after NVIDIA's "Parallel Thread Execution ISA",
/// section 9.7.14.5.8: which elements of the fragments each thread's registers hold.
/// </summary>
internal static class PtxFragments
{
    public const string Opcode = "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32";

    /// <summary>Four results, four pairs of a, two of b, four sums.</summary>
    public const string Signature = "ffffrrrrrrffff";

    private const int Rows = 16;
    private const int Columns = 8;
    private const int Depth = 16;

    public static void Multiply(PtxThread[] warp, int[] o)
    {
        if (warp.Length != 32)
            throw new InvalidOperationException($"a product of matrices by {warp.Length} threads");
        var (a, b, c) = (new float[Rows, Depth], new float[Depth, Columns], new float[Rows, Columns]);
        for (var lane = 0; lane < 32; lane++)
        {
            for (var i = 0; i < 8; i++)
            {
                a[(lane >> 2) + (i is 2 or 3 or 6 or 7 ? 8 : 0), ((lane % 4) * 2) + (i & 1) + (i >= 4 ? 8 : 0)] =
                    Half(warp[lane], o[4 + (i / 2)], i & 1);
            }

            for (var i = 0; i < 4; i++)
                b[((lane % 4) * 2) + (i & 1) + (i >= 2 ? 8 : 0), lane >> 2] = Half(warp[lane], o[8 + (i / 2)], i & 1);
            for (var i = 0; i < 4; i++)
                c[Row(lane, i), Column(lane, i)] = warp[lane].F(o[10 + i]);
        }

        for (var lane = 0; lane < 32; lane++)
        {
            for (var i = 0; i < 4; i++)
            {
                var sum = c[Row(lane, i), Column(lane, i)];
                for (var k = 0; k < Depth; k++)
                    sum = MathF.FusedMultiplyAdd(a[Row(lane, i), k], b[k, Column(lane, i)], sum);
                warp[lane].SetF(o[i], sum);
            }
        }
    }

    private static int Row(int lane, int i) => (lane >> 2) + (i >= 2 ? 8 : 0);

    private static int Column(int lane, int i) => ((lane % 4) * 2) + (i & 1);

    private static float Half(PtxThread thread, int register, int part) =>
        (float)BitConverter.UInt16BitsToHalf((ushort)(thread.U(register) >> (16 * part)));
}

using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Devices.Cpu;

/// <summary>What this machine can do at best, measured: the yardstick beside every speed.</summary>
/// <param name="FlopsPerSecond">Single-precision fused multiply-adds from registers, counted as two operations.</param>
/// <param name="BytesPerSecond">Reading arrays that no cache holds.</param>
internal sealed record CpuPeak(double FlopsPerSecond, double BytesPerSecond)
{
    private const int FusedSteps = 4_000_000;
    private const int Accumulators = 12;

    // For each thread: larger than the share of a last-level cache that one core gets.
    private const int ArrayFloats = 16 << 20;
    private const int Repetitions = 3;

    /// <summary>The shortest time in which a kernel could do so much work, in seconds: the roofline.</summary>
    public double Seconds(double flops, double bytes) => Math.Max(flops / FlopsPerSecond, bytes / BytesPerSecond);

    /// <summary>Measures for about a second with all threads at once; each figure is the best of three.</summary>
    public static CpuPeak Measure(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        var flops = 2.0 * FusedSteps * Accumulators * lanes * threads;
        var arithmetic = BestSeconds(threads, _ => Vector512.IsHardwareAccelerated ? FuseWide() : Fuse());

        var arrays = new float[threads][];
        for (var i = 0; i < threads; i++)
        {
            arrays[i] = GC.AllocateUninitializedArray<float>(ArrayFloats);
            Array.Fill(arrays[i], 1f);
        }

        var reading = BestSeconds(threads, i => Sum(arrays[i]));
        return new CpuPeak(flops / arithmetic, (double)sizeof(float) * ArrayFloats * threads / reading);
    }

    private static double BestSeconds(int threads, Func<int, float> work)
    {
        var best = double.PositiveInfinity;
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            long begin = 0;
            using var barrier = new Barrier(threads, _ => begin = begin == 0 ? Stopwatch.GetTimestamp() : begin);
            var sums = new float[threads];
            var workers = Enumerable.Range(0, threads).Select(i => new Thread(() =>
            {
                barrier.SignalAndWait();
                sums[i] = work(i);
            })).ToArray();
            foreach (var worker in workers)
                worker.Start();
            foreach (var worker in workers)
                worker.Join();
            best = Math.Min(best, Stopwatch.GetElapsedTime(begin).TotalSeconds);
            // The sums are read, so that no compiler may leave them out.
            if (float.IsNaN(sums.Sum()))
                throw new InvalidOperationException("A sum of ones is no number.");
        }

        return best;
    }

    // Twelve chains: enough to hide four or five cycles of latency on two ports, few enough for 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Fuse()
    {
        var factor = new Vector<float>(0.5f);
        var term = new Vector<float>(0.25f);
        Vector<float> a0 = term, a1 = term, a2 = term, a3 = term, a4 = term, a5 = term;
        Vector<float> a6 = term, a7 = term, a8 = term, a9 = term, a10 = term, a11 = term;
        for (var i = 0; i < FusedSteps; i++)
        {
            a0 = Vector.FusedMultiplyAdd(a0, factor, term);
            a1 = Vector.FusedMultiplyAdd(a1, factor, term);
            a2 = Vector.FusedMultiplyAdd(a2, factor, term);
            a3 = Vector.FusedMultiplyAdd(a3, factor, term);
            a4 = Vector.FusedMultiplyAdd(a4, factor, term);
            a5 = Vector.FusedMultiplyAdd(a5, factor, term);
            a6 = Vector.FusedMultiplyAdd(a6, factor, term);
            a7 = Vector.FusedMultiplyAdd(a7, factor, term);
            a8 = Vector.FusedMultiplyAdd(a8, factor, term);
            a9 = Vector.FusedMultiplyAdd(a9, factor, term);
            a10 = Vector.FusedMultiplyAdd(a10, factor, term);
            a11 = Vector.FusedMultiplyAdd(a11, factor, term);
        }

        return Vector.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    // Vector<float> stays at 256 bits where 512 are there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float FuseWide()
    {
        var factor = Vector512.Create(0.5f);
        var term = Vector512.Create(0.25f);
        Vector512<float> a0 = term, a1 = term, a2 = term, a3 = term, a4 = term, a5 = term;
        Vector512<float> a6 = term, a7 = term, a8 = term, a9 = term, a10 = term, a11 = term;
        for (var i = 0; i < FusedSteps; i++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, factor, term);
            a1 = Vector512.FusedMultiplyAdd(a1, factor, term);
            a2 = Vector512.FusedMultiplyAdd(a2, factor, term);
            a3 = Vector512.FusedMultiplyAdd(a3, factor, term);
            a4 = Vector512.FusedMultiplyAdd(a4, factor, term);
            a5 = Vector512.FusedMultiplyAdd(a5, factor, term);
            a6 = Vector512.FusedMultiplyAdd(a6, factor, term);
            a7 = Vector512.FusedMultiplyAdd(a7, factor, term);
            a8 = Vector512.FusedMultiplyAdd(a8, factor, term);
            a9 = Vector512.FusedMultiplyAdd(a9, factor, term);
            a10 = Vector512.FusedMultiplyAdd(a10, factor, term);
            a11 = Vector512.FusedMultiplyAdd(a11, factor, term);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Sum(float[] values)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> a0 = default, a1 = default, a2 = default, a3 = default;
        for (var i = 0; i + 3 < vectors.Length; i += 4)
        {
            a0 += vectors[i];
            a1 += vectors[i + 1];
            a2 += vectors[i + 2];
            a3 += vectors[i + 3];
        }

        return Vector.Sum(a0 + a1 + a2 + a3);
    }
}

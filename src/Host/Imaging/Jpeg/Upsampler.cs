using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>Brings the rows of a component to full resolution: the triangle filters that libjpeg calls "fancy" for
/// factors of two, repetition for all others. A sample's neighbours beyond the edge are the sample itself.</summary>
internal sealed class Upsampler
{
    // Samples that are computed together. Those of the last vector may be done twice, which changes nothing.
    private const int Step = 16;

    private readonly JpegComponent _component;
    private readonly int _across;
    private readonly int _down;
    private readonly bool _smooth;
    private readonly byte[] _row;

    // One row before it is doubled across, with a copy of the edge at either end.
    private readonly ushort[] _sums;

    public Upsampler(JpegComponent component, JpegFrame frame)
    {
        _component = component;
        _across = frame.MostAcross * frame.Side / (component.Across * component.Side);
        _down = frame.MostDown * frame.Side / (component.Down * component.Side);
        // libjpeg repeats where a row is too short for its filter, for all factors but these three, and at an eighth.
        _smooth = frame.Side > 1 && (_across, _down) switch
        {
            (2, 1) or (2, 2) => component.SamplesAcross > 2,
            (1, 2) => true,
            _ => false,
        };
        _row = _across == 1 && !_smooth ? [] : new byte[component.SamplesAcross * _across];
        _sums = _smooth && _across == 2 ? new ushort[component.SamplesAcross + 2] : [];
    }

    // Row y of the picture; at least as many samples as the picture is wide.
    public ReadOnlySpan<byte> Row(int y)
    {
        var samples = _component.Row(y / _down)[.._component.SamplesAcross];
        if (_smooth && _down == 1)
        {
            Sum(samples);
            return DoubleAcross(evenRounding: 1, oddRounding: 2, shift: 2);
        }
        if (_smooth)
        {
            // Each sample lies between two rows of the picture: 3 parts of its own row, 1 of the nearer neighbour.
            var upper = (y & 1) == 0;
            var neighbour = Math.Clamp(y / 2 + (upper ? -1 : 1), 0, _component.SamplesDown - 1);
            var other = _component.Row(neighbour)[..samples.Length];
            if (_across == 1)
                return DoubleDown(samples, other, (ushort)(upper ? 1 : 2));
            Sum(samples, other);
            return DoubleAcross(evenRounding: 8, oddRounding: 7, shift: 4);
        }
        if (_across == 1)
            return samples;
        for (var x = 0; x < samples.Length; x++)
            _row.AsSpan(x * _across, _across).Fill(samples[x]);
        return _row;
    }

    private Span<byte> DoubleDown(ReadOnlySpan<byte> own, ReadOnlySpan<byte> other, ushort rounding)
    {
        var row = _row.AsSpan(0, own.Length);
        if (row.Length < Step)
        {
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)((own[x] * 3 + other[x] + rounding) >> 2);
            return row;
        }
        MixedBytes(own, other, rounding, row);
        MixedBytes(own[^Step..], other[^Step..], rounding, row[^Step..]);
        return row;
    }

    // The row as it is.
    private void Sum(ReadOnlySpan<byte> own)
    {
        var sums = _sums.AsSpan(1, own.Length);
        for (var x = 0; x < sums.Length; x++)
            sums[x] = own[x];
        RepeatEdges();
    }

    // Two rows, 3 to 1.
    private void Sum(ReadOnlySpan<byte> own, ReadOnlySpan<byte> other)
    {
        var sums = _sums.AsSpan(1, own.Length);
        if (sums.Length < Step)
        {
            for (var x = 0; x < sums.Length; x++)
                sums[x] = (ushort)(own[x] * 3 + other[x]);
        }
        else
        {
            Mixed(own, other, sums);
            Mixed(own[^Step..], other[^Step..], sums[^Step..]);
        }
        RepeatEdges();
    }

    private void RepeatEdges() => (_sums[0], _sums[^1]) = (_sums[1], _sums[^2]);

    // 3 parts of a sum, 1 of its left or right neighbour. Halves are rounded down at even and up at odd positions or the
    // other way round, so that no brightness is gained on average.
    private Span<byte> DoubleAcross(ushort evenRounding, ushort oddRounding, int shift)
    {
        var row = _row.AsSpan();
        var sums = _sums.AsSpan();
        if (row.Length < Step)
        {
            for (var x = 0; x < sums.Length - 2; x++)
            {
                var own = sums[x + 1] * 3;
                row[2 * x] = (byte)((own + sums[x] + evenRounding) >> shift);
                row[2 * x + 1] = (byte)((own + sums[x + 2] + oddRounding) >> shift);
            }
            return row;
        }
        Doubled(sums, evenRounding, oddRounding, shift, row);
        Doubled(sums[^(Step / 2 + 2)..], evenRounding, oddRounding, shift, row[^Step..]);
        return row;
    }

    // The three below compute whole vectors and leave the rest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MixedBytes(ReadOnlySpan<byte> own, ReadOnlySpan<byte> other, ushort rounding, Span<byte> row)
    {
        var own16 = MemoryMarshal.Cast<byte, Vector128<byte>>(own);
        var other16 = MemoryMarshal.Cast<byte, Vector128<byte>>(other);
        var row16 = MemoryMarshal.Cast<byte, Vector128<byte>>(row);
        var half = Vector128.Create(rounding);
        for (var i = 0; i < row16.Length; i++)
        {
            var lower = Vector128.WidenLower(own16[i]) * 3 + Vector128.WidenLower(other16[i]) + half;
            var upper = Vector128.WidenUpper(own16[i]) * 3 + Vector128.WidenUpper(other16[i]) + half;
            row16[i] = Vector128.Narrow(lower >> 2, upper >> 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Mixed(ReadOnlySpan<byte> own, ReadOnlySpan<byte> other, Span<ushort> sums)
    {
        var own16 = MemoryMarshal.Cast<byte, Vector128<byte>>(own);
        var other16 = MemoryMarshal.Cast<byte, Vector128<byte>>(other);
        var sums8 = MemoryMarshal.Cast<ushort, Vector128<ushort>>(sums);
        for (var i = 0; i < own16.Length; i++)
        {
            sums8[2 * i] = Vector128.WidenLower(own16[i]) * 3 + Vector128.WidenLower(other16[i]);
            sums8[2 * i + 1] = Vector128.WidenUpper(own16[i]) * 3 + Vector128.WidenUpper(other16[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Doubled(
        ReadOnlySpan<ushort> sums, ushort evenRounding, ushort oddRounding, int shift, Span<byte> row)
    {
        var left8 = MemoryMarshal.Cast<ushort, Vector128<ushort>>(sums[..^2]);
        var own8 = MemoryMarshal.Cast<ushort, Vector128<ushort>>(sums[1..^1]);
        var right8 = MemoryMarshal.Cast<ushort, Vector128<ushort>>(sums[2..]);
        var row16 = MemoryMarshal.Cast<byte, Vector128<byte>>(row);
        var (even, odd) = (Vector128.Create(evenRounding), Vector128.Create(oddRounding));
        for (var i = 0; i < row16.Length; i++)
        {
            var own = own8[i] * 3;
            var left = (own + left8[i] + even) >> shift;
            var right = (own + right8[i] + odd) >> shift;
            // The bytes of a pair stand side by side in memory: the left one is the lower.
            row16[i] = (left | (right << 8)).AsByte();
        }
    }
}

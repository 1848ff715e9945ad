namespace GpuFormer.Imaging.Jpeg;

/// <summary>Brings the rows of a component to full resolution: the triangle filters that libjpeg calls "fancy" for
/// factors of two, repetition for all others. A sample's neighbours beyond the edge are the sample itself.</summary>
internal sealed class Upsampler
{
    private readonly JpegComponent _component;
    private readonly int _across;
    private readonly int _down;
    private readonly bool _smooth;
    private readonly byte[] _row;

    // Sums of two rows, 3 to 1.
    private readonly int[] _sums;

    public Upsampler(JpegComponent component, JpegFrame frame)
    {
        _component = component;
        _across = frame.MostAcross / component.Across;
        _down = frame.MostDown / component.Down;
        // libjpeg repeats where a row is too short for its filter, and for all factors but these three.
        _smooth = (_across, _down) switch
        {
            (2, 1) or (2, 2) => component.SamplesAcross > 2,
            (1, 2) => true,
            _ => false,
        };
        _row = _across == 1 && !_smooth ? [] : new byte[component.SamplesAcross * _across];
        _sums = _smooth && _down == 2 ? new int[component.SamplesAcross] : [];
    }

    // Row y of the picture; at least as many samples as the picture is wide.
    public ReadOnlySpan<byte> Row(int y)
    {
        var samples = _component.Row(y / _down)[.._component.SamplesAcross];
        if (_smooth && _down == 1)
            return DoubleAcross(samples);
        if (_smooth)
        {
            // Each sample lies between two rows of the picture: 3 parts of its own row, 1 of the nearer neighbour.
            var upper = (y & 1) == 0;
            var neighbour = Math.Clamp(y / 2 + (upper ? -1 : 1), 0, _component.SamplesDown - 1);
            var other = _component.Row(neighbour)[..samples.Length];
            return _across == 1 ? DoubleDown(samples, other, upper ? 1 : 2) : DoubleBoth(samples, other);
        }
        if (_across == 1)
            return samples;
        for (var x = 0; x < samples.Length; x++)
            _row.AsSpan(x * _across, _across).Fill(samples[x]);
        return _row;
    }

    // Halves are rounded down at even and up at odd positions, so that no brightness is gained on average.
    private Span<byte> DoubleAcross(ReadOnlySpan<byte> samples)
    {
        var row = _row.AsSpan();
        var last = samples.Length - 1;
        row[0] = samples[0];
        row[1] = (byte)((samples[0] * 3 + samples[1] + 2) >> 2);
        for (var x = 1; x < last; x++)
        {
            var own = samples[x] * 3;
            row[2 * x] = (byte)((own + samples[x - 1] + 1) >> 2);
            row[2 * x + 1] = (byte)((own + samples[x + 1] + 2) >> 2);
        }
        row[2 * last] = (byte)((samples[last] * 3 + samples[last - 1] + 1) >> 2);
        row[2 * last + 1] = samples[last];
        return row;
    }

    private Span<byte> DoubleDown(ReadOnlySpan<byte> own, ReadOnlySpan<byte> other, int rounding)
    {
        var row = _row.AsSpan();
        for (var x = 0; x < own.Length; x++)
            row[x] = (byte)((own[x] * 3 + other[x] + rounding) >> 2);
        return row;
    }

    private Span<byte> DoubleBoth(ReadOnlySpan<byte> own, ReadOnlySpan<byte> other)
    {
        var row = _row.AsSpan();
        var sums = _sums.AsSpan(0, own.Length);
        for (var x = 0; x < sums.Length; x++)
            sums[x] = own[x] * 3 + other[x];
        var last = sums.Length - 1;
        row[0] = (byte)((sums[0] * 4 + 8) >> 4);
        row[1] = (byte)((sums[0] * 3 + sums[1] + 7) >> 4);
        for (var x = 1; x < last; x++)
        {
            var sum = sums[x] * 3;
            row[2 * x] = (byte)((sum + sums[x - 1] + 8) >> 4);
            row[2 * x + 1] = (byte)((sum + sums[x + 1] + 7) >> 4);
        }
        row[2 * last] = (byte)((sums[last] * 3 + sums[last - 1] + 8) >> 4);
        row[2 * last + 1] = (byte)((sums[last] * 4 + 7) >> 4);
        return row;
    }
}

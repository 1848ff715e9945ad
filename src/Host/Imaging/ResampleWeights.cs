namespace GpuFormer.Imaging;

/// <summary>For each output position along one axis: which input positions it reads and with what weights. In the
/// fixed point of Pillow, so that the bytes come out equal.</summary>
internal sealed class ResampleWeights
{
    // 32 bits less 8 for the sample and 2 for the overshoot of negative weights.
    public const int FractionBits = 22;

    private (int Input, int Output, int First, int Count, Interpolation Interpolation) _made;
    private int[] _starts = [];
    private int[] _weights = [];
    private int[] _lengths = [];
    private double[] _exact = [];
    private int _stride;

    // Input positions [InputFirst, InputEnd) cover every window.
    public int InputFirst => _starts[0];

    public int InputEnd => _starts[_made.Count - 1] + _lengths[_made.Count - 1];

    // Weights of output position first + index, the first of them for input position start.
    public ReadOnlySpan<int> Of(int index, out int start)
    {
        start = _starts[index];
        return _weights.AsSpan(index * _stride, _lengths[index]);
    }

    // The same, with a zero behind an odd number of them.
    public ReadOnlySpan<int> PairsOf(int index, out int start)
    {
        start = _starts[index];
        return _weights.AsSpan(index * _stride, (_lengths[index] + 1) & ~1);
    }

    // Output positions [first, first + count) of a resize from input to output samples.
    public void Prepare(int input, int output, int first, int count, Interpolation interpolation)
    {
        if (_made == (input, output, first, count, interpolation))
            return;
        var scale = (double)input / output;
        var filterScale = Math.Max(scale, 1.0);
        var support = filterScale * interpolation switch
        {
            Interpolation.Bilinear => 1.0,
            Interpolation.Bicubic => 2.0,
        };
        _stride = (int)Math.Ceiling(support) * 2 + 2;
        if (_starts.Length < count)
            (_starts, _lengths) = (new int[count], new int[count]);
        if (_weights.Length < count * _stride)
            _weights = new int[count * _stride];
        if (_exact.Length < _stride)
            _exact = new double[_stride];

        // Every expression in the order of Pillow's Resample.c: the last bits decide between equal and off by one.
        for (var i = 0; i < count; i++)
        {
            var centre = (first + i + 0.5) * scale;
            var start = Math.Max((int)(centre - support + 0.5), 0);
            var length = Math.Min((int)(centre + support + 0.5), input) - start;
            var sum = 0.0;
            for (var j = 0; j < length; j++)
            {
                _exact[j] = Filter(interpolation, (j + start - centre + 0.5) * (1.0 / filterScale));
                sum += _exact[j];
            }
            for (var j = 0; j < length; j++)
                _weights[i * _stride + j] = ToFixed(sum == 0 ? _exact[j] : _exact[j] / sum);
            if (length < _stride)
                _weights[i * _stride + length] = 0;
            _starts[i] = start;
            _lengths[i] = length;
        }
        _made = (input, output, first, count, interpolation);
    }

    private static int ToFixed(double weight) =>
        (int)(weight < 0 ? -0.5 + weight * (1 << FractionBits) : 0.5 + weight * (1 << FractionBits));

    private static double Filter(Interpolation interpolation, double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        return interpolation switch
        {
            Interpolation.Bilinear => x < 1 ? 1 - x : 0,
            Interpolation.Bicubic when x < 1 => ((a + 2) * x - (a + 3)) * x * x + 1,
            Interpolation.Bicubic => x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0,
        };
    }
}

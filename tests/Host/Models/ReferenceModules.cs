namespace GpuFormer.Tests.Host.Models;

/// <summary>A float64 tensor of any rank, row-major.</summary>
internal sealed record Values(double[] Data, params int[] Sizes)
{
    public static Values Zeros(params int[] sizes) => new(new double[sizes.Aggregate(1, (a, b) => a * b)], sizes);

    public static Values Of(float[] data, params int[] sizes) => new(Array.ConvertAll(data, x => (double)x), sizes);

    public Values Map(Func<double, double> f) => new(Array.ConvertAll(Data, x => f(x)), Sizes);

    public Values Plus(Values other) => new([.. Data.Zip(other.Data, (a, b) => a + b)], Sizes);

    public double Mean => Data.Average();

    public double RootMeanSquare => Math.Sqrt(Data.Average(x => x * x));
}

/// <summary>
/// The modules of Mobile-Former as Networks 1.3 to 1.8 and 1.13 say them: float64, NCHW maps, tokens [M, N, d], plain
/// loops, no thought of speed beyond the order of loops. The judge of what the kernels compute.
/// </summary>
internal sealed class ReferenceModules(Func<string, int[], float[]> weights)
{
    public static double HardSigmoid(double x) => Math.Clamp(x + 3, 0, 6) / 6;

    public static double HardSwish(double x) => x * HardSigmoid(x);

    public static double Relu6(double x) => Math.Clamp(x, 0, 6);

    // Abramowitz and Stegun 7.1.5 near 0, continued fraction 7.1.14 beyond: both to the last bits of a double.
    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        if (a < 2.5)
        {
            double sum = a, term = a;
            for (var n = 1; n < 80; n++)
            {
                term *= -a * a / n;
                sum += term / ((2 * n) + 1);
            }

            return Math.Sign(x) * sum * 2 / Math.Sqrt(Math.PI);
        }

        var fraction = 0.0;
        for (var n = 100; n > 0; n--)
            fraction = n / 2.0 / (a + fraction);
        return Math.Sign(x) * (1 - (Math.Exp(-a * a) / (Math.Sqrt(Math.PI) * (a + fraction))));
    }

    public static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    // x [N,C,H,W], filter [O, C / groups, k, k], padding (k - 1) / 2.
    public Values Convolution(string key, Values x, int outputs, int size, int stride, int groups)
    {
        var (n, c, h, w) = (x.Sizes[0], x.Sizes[1], x.Sizes[2], x.Sizes[3]);
        var perGroup = c / groups;
        var filter = weights(key + ".weight", [outputs, perGroup, size, size]);
        var pad = (size - 1) / 2;
        var (oh, ow) = (((h + (2 * pad) - size) / stride) + 1, ((w + (2 * pad) - size) / stride) + 1);
        var y = Values.Zeros(n, outputs, oh, ow);
        for (var image = 0; image < n; image++)
        {
            for (var o = 0; o < outputs; o++)
            {
                var to = y.Data.AsSpan(((image * outputs) + o) * oh * ow, oh * ow);
                for (var k = 0; k < perGroup; k++)
                {
                    var channel = (o / (outputs / groups) * perGroup) + k;
                    var from = x.Data.AsSpan(((image * c) + channel) * h * w, h * w);
                    var taps = filter.AsSpan(((o * perGroup) + k) * size * size, size * size);
                    AddPlane(from, to, taps, (h, w, oh, ow, size, stride, pad));
                }
            }
        }

        return y;
    }

    private static void AddPlane(ReadOnlySpan<double> from, Span<double> to, ReadOnlySpan<float> taps,
        (int H, int W, int OH, int OW, int Size, int Stride, int Pad) s)
    {
        if (s.Size == 1)
        {
            double tap = taps[0];
            for (var i = 0; i < to.Length; i++)
                to[i] += tap * from[i];
            return;
        }

        for (var oy = 0; oy < s.OH; oy++)
        {
            for (var ox = 0; ox < s.OW; ox++)
            {
                var sum = 0.0;
                for (var r = 0; r < s.Size; r++)
                {
                    for (var t = 0; t < s.Size; t++)
                    {
                        var (iy, ix) = ((oy * s.Stride) + r - s.Pad, (ox * s.Stride) + t - s.Pad);
                        if (iy >= 0 && iy < s.H && ix >= 0 && ix < s.W)
                            sum += taps[(r * s.Size) + t] * from[(iy * s.W) + ix];
                    }
                }

                to[(oy * s.OW) + ox] += sum;
            }
        }
    }

    // Running statistics, channels are axis 1.
    public Values BatchNorm(string key, Values x)
    {
        var c = x.Sizes[1];
        var (weight, bias) = (weights(key + ".weight", [c]), weights(key + ".bias", [c]));
        var (mean, variance) = (weights(key + ".running_mean", [c]), weights(key + ".running_var", [c]));
        var inner = x.Data.Length / x.Sizes[0] / c;
        var y = new double[x.Data.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var channel = i / inner % c;
            var normalised = (x.Data[i] - mean[channel]) / Math.Sqrt(variance[channel] + 1e-5);
            y[i] = (normalised * weight[channel]) + bias[channel];
        }

        return new Values(y, x.Sizes);
    }

    // x [..., K] to [..., O].
    public Values Linear(string key, Values x, int outputs)
    {
        var k = x.Sizes[^1];
        var rows = x.Data.Length / k;
        var (weight, bias) = (weights(key + ".weight", [outputs, k]), weights(key + ".bias", [outputs]));
        var y = Values.Zeros([.. x.Sizes[..^1], outputs]);
        for (var row = 0; row < rows; row++)
        {
            for (var o = 0; o < outputs; o++)
            {
                double sum = bias[o];
                for (var i = 0; i < k; i++)
                    sum += x.Data[(row * k) + i] * weight[(o * k) + i];
                y.Data[(row * outputs) + o] = sum;
            }
        }

        return y;
    }

    public Values LayerNorm(string key, Values x)
    {
        var d = x.Sizes[^1];
        var (weight, bias) = (weights(key + ".weight", [d]), weights(key + ".bias", [d]));
        var y = Values.Zeros(x.Sizes);
        for (var row = 0; row < x.Data.Length; row += d)
        {
            var values = x.Data.AsSpan(row, d);
            double mean = 0, variance = 0;
            foreach (var value in values)
                mean += value / d;
            foreach (var value in values)
                variance += (value - mean) * (value - mean) / d;
            for (var i = 0; i < d; i++)
                y.Data[row + i] = ((values[i] - mean) / Math.Sqrt(variance + 1e-5) * weight[i]) + bias[i];
        }

        return y;
    }

    // Output channel j * groups + i is input channel i * (C / groups) + j.
    public static Values ChannelShuffle(Values x, int groups)
    {
        var (n, c) = (x.Sizes[0], x.Sizes[1]);
        var inner = x.Data.Length / n / c;
        var y = Values.Zeros(x.Sizes);
        for (var image = 0; image < n; image++)
        {
            for (var o = 0; o < c; o++)
            {
                var from = (o % groups * (c / groups)) + (o / groups);
                Array.Copy(x.Data, ((image * c) + from) * inner, y.Data, ((image * c) + o) * inner, inner);
            }
        }

        return y;
    }

    // Per head: weights = soft-max over keys of scale * q . k, result = weights . v. Accessors hide the layouts.
    // Returns the scores before soft-max [queries, keys].
    private static double[] Attend(int queries, int keys, int channels, double scale,
        Func<int, int, double> q, Func<int, int, double> k, Func<int, int, double> v, Action<int, int, double> result)
    {
        var scores = new double[queries * keys];
        var exponentials = new double[keys];
        for (var i = 0; i < queries; i++)
        {
            var maximum = double.NegativeInfinity;
            for (var j = 0; j < keys; j++)
            {
                var sum = 0.0;
                for (var c = 0; c < channels; c++)
                    sum += q(i, c) * k(j, c);
                scores[(i * keys) + j] = sum * scale;
                maximum = Math.Max(maximum, sum * scale);
            }

            var total = 0.0;
            for (var j = 0; j < keys; j++)
                total += exponentials[j] = Math.Exp(scores[(i * keys) + j] - maximum);
            for (var c = 0; c < channels; c++)
            {
                var sum = 0.0;
                for (var j = 0; j < keys; j++)
                    sum += exponentials[j] * v(j, c);
                result(i, c, sum / total);
            }
        }

        return scores;
    }

    /// <summary>Networks 1.4: new tokens, and scores before soft-max [N, 2, M, H * W].</summary>
    public (Values Tokens, Values Scores) MobileToFormer(string key, Values x, Values z)
    {
        var (n, c, pixels) = (x.Sizes[0], x.Sizes[1], x.Sizes[2] * x.Sizes[3]);
        var (m, head) = (z.Sizes[0], c / 2);
        var q = Linear(key + ".q", z, c);
        var o = Values.Zeros(m, n, c);
        var scores = Values.Zeros(n, 2, m, pixels);
        for (var image = 0; image < n; image++)
        {
            for (var h = 0; h < 2; h++)
            {
                var (b, first) = (image, h * head);
                double Map(int pixel, int channel) => x.Data[(((b * c) + first + channel) * pixels) + pixel];
                var s = Attend(m, pixels, head, 1 / Math.Sqrt(head),
                    (token, channel) => q.Data[(((token * n) + b) * c) + first + channel], Map, Map,
                    (token, channel, value) => o.Data[(((token * n) + b) * c) + first + channel] = value);
                s.CopyTo(scores.Data, ((b * 2) + h) * m * pixels);
            }
        }

        var alpha = Linear(key + ".alpha.0", z, c).Map(a => 2 * HardSigmoid(a));
        for (var i = 0; i < o.Data.Length; i++)
            o.Data[i] *= alpha.Data[i];
        return (LayerNorm(key + ".layer_norm", z.Plus(Linear(key + ".proj", o, z.Sizes[2]))), scores);
    }

    /// <summary>Networks 1.5.</summary>
    public Values Former(string key, Values z)
    {
        const int Heads = 4;
        var (m, n, d) = (z.Sizes[0], z.Sizes[1], z.Sizes[2]);
        var head = d / Heads;
        var q = Linear(key + ".q", z, d);
        var o = Values.Zeros(m, n, d);
        for (var image = 0; image < n; image++)
        {
            for (var h = 0; h < Heads; h++)
            {
                int At(int token, int channel) => (((token * n) + image) * d) + (h * head) + channel;
                Attend(m, m, head, 1 / Math.Sqrt(head), (t, c) => q.Data[At(t, c)], (t, c) => z.Data[At(t, c)],
                    (t, c) => z.Data[At(t, c)], (t, c, value) => o.Data[At(t, c)] = value);
            }
        }

        z = LayerNorm(key + ".layer_norm", z.Plus(Linear(key + ".channel_mlp", o, d)));
        var hidden = Linear(key + ".ffn.0", z, 2 * d).Map(Gelu);
        return LayerNorm(key + ".ffn_norm", z.Plus(Linear(key + ".ffn.2", hidden, d)));
    }

    /// <summary>Networks 1.6.</summary>
    public Values FormerToMobile(string key, Values x, Values z)
    {
        var (n, c, pixels) = (x.Sizes[0], x.Sizes[1], x.Sizes[2] * x.Sizes[3]);
        var (m, head) = (z.Sizes[0], c / 2);
        var (k, v) = (Linear(key + ".k", z, c), Linear(key + ".proj", z, c));
        var y = new Values((double[])x.Data.Clone(), x.Sizes);
        for (var image = 0; image < n; image++)
        {
            for (var h = 0; h < 2; h++)
            {
                int Pixel(int pixel, int channel) => (((image * c) + (h * head) + channel) * pixels) + pixel;
                int Token(int token, int channel) => (((token * n) + image) * c) + (h * head) + channel;
                Attend(pixels, m, head, 1 / Math.Sqrt(head), (p, ch) => x.Data[Pixel(p, ch)],
                    (t, ch) => k.Data[Token(t, ch)], (t, ch) => v.Data[Token(t, ch)],
                    (p, ch, value) => y.Data[Pixel(p, ch)] += value);
            }
        }

        return y;
    }

    /// <summary>Networks 1.7: a of all tokens [M, N, 2h], h_sigmoid applied.</summary>
    public Values Hyper(string key, Values z, int channels)
    {
        var hidden = Linear(key + ".hyper.0", z, z.Sizes[2] / 4).Map(a => Math.Max(a, 0));
        return Linear(key + ".hyper.2", hidden, 2 * channels).Map(HardSigmoid);
    }

    /// <summary>
    /// Networks 1.13 steps 1 to 3: attention [N, M, height * width] from scores [N, 2, M, h * w].
    /// </summary>
    public static Values SpatialAttention(Values scores, (int H, int W) from, (int H, int W) to)
    {
        var (n, m) = (scores.Sizes[0], scores.Sizes[2]);
        var attention = Values.Zeros(n, m, to.H * to.W);
        for (var image = 0; image < n; image++)
        {
            for (var pixel = 0; pixel < to.H * to.W; pixel++)
            {
                var (y, x) = (pixel / to.W, pixel % to.W);
                var (y0, y1) = (y * from.H / to.H, (((y + 1) * from.H) + to.H - 1) / to.H);
                var (x0, x1) = (x * from.W / to.W, (((x + 1) * from.W) + to.W - 1) / to.W);
                var logits = new double[m];
                for (var token = 0; token < m; token++)
                {
                    for (var head = 0; head < 2; head++)
                    {
                        for (var iy = y0; iy < y1; iy++)
                        {
                            for (var ix = x0; ix < x1; ix++)
                            {
                                logits[token] += scores.Data[
                                    (((((image * 2) + head) * m) + token) * from.H * from.W) + (iy * from.W) + ix];
                            }
                        }
                    }

                    logits[token] /= 2 * (y1 - y0) * (x1 - x0);
                }

                var total = logits.Sum(Math.Exp);
                for (var token = 0; token < m; token++)
                    attention.Data[(((image * m) + token) * to.H * to.W) + pixel] = Math.Exp(logits[token]) / total;
            }
        }

        return attention;
    }

    /// <summary>
    /// Networks 1.13 step 4: coefficients of every pixel [N, 2h, pixels], mixed from those of all tokens.
    /// </summary>
    public static Values MixCoefficients(Values a, Values attention)
    {
        var (m, n, channels, pixels) = (a.Sizes[0], a.Sizes[1], a.Sizes[2], attention.Sizes[2]);
        var mixed = Values.Zeros(n, channels, pixels);
        for (var image = 0; image < n; image++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var token = 0; token < m; token++)
                {
                    var coefficient = a.Data[(((token * n) + image) * channels) + channel];
                    for (var pixel = 0; pixel < pixels; pixel++)
                    {
                        mixed.Data[(((image * channels) + channel) * pixels) + pixel] +=
                            coefficient * attention.Data[(((image * m) + token) * pixels) + pixel];
                    }
                }
            }
        }

        return mixed;
    }

    /// <summary>Networks 1.7: coefficients [N, 2C, 1] or [N, 2C, pixels], h_sigmoid applied.</summary>
    public static Values DyRelu(Values x, Values coefficients)
    {
        var (n, c, pixels) = (x.Sizes[0], x.Sizes[1], x.Sizes[2] * x.Sizes[3]);
        var places = coefficients.Data.Length / (n * 2 * c);
        var y = Values.Zeros(x.Sizes);
        for (var i = 0; i < y.Data.Length; i++)
        {
            var (image, channel, pixel) = (i / (c * pixels), i / pixels % c, places == 1 ? 0 : i % pixels);
            var s1 = ((coefficients.Data[(((image * 2 * c) + channel) * places) + pixel] - 0.5) * 2) + 1;
            var s2 = (coefficients.Data[(((image * 2 * c) + c + channel) * places) + pixel] - 0.5) * 2;
            y.Data[i] = Math.Max(s1 * x.Data[i], s2 * x.Data[i]);
        }

        return y;
    }
}

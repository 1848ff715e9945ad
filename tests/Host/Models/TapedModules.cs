using GpuFormer.Tests.Ops.Backward;

namespace GpuFormer.Tests.Host.Models;

/// <summary>A map [N, C, H, W] on a tape.</summary>
internal sealed record TapedMap(Term[] Data, int N, int C, int H, int W)
{
    public int Pixels => H * W;

    public Term this[int image, int channel, int pixel] => Data[(((image * C) + channel) * Pixels) + pixel];

    /// <summary>The same sizes, or another number of channels, from a function of image, channel and pixel.</summary>
    public TapedMap Make(Func<int, int, int, Term> f, int? channels = null)
    {
        var c = channels ?? C;
        var data = new Term[N * c * Pixels];
        for (var i = 0; i < data.Length; i++)
            data[i] = f(i / (c * Pixels), i / Pixels % c, i % Pixels);
        return this with { Data = data, C = c };
    }

    public TapedMap Map(Func<Term, Term> f) => this with { Data = [.. Data.Select(f)] };

    public TapedMap Plus(TapedMap other) => this with { Data = [.. Data.Zip(other.Data, (a, b) => a + b)] };
}

/// <summary>
/// The parts that networks are made of, on a tape: plain loops in double precision that give results and, backwards,
/// gradients.
/// </summary>
/// <param name="weights">A tensor of the state-dict by its name, row by row.</param>
/// <param name="training">Whether norms use the statistics of the batch.</param>
internal sealed class TapedModules(Func<string, Term[]> weights, bool training)
{
    public Term[] Weights(string name) => weights(name);

    public static Term Relu6(Term x) => x.Apply(Math.Clamp(x.Value, 0, 6), x.Value is > 0 and < 6 ? 1 : 0);

    public static Term Relu(Term x) => x.Apply(Math.Max(x.Value, 0), x.Value > 0 ? 1 : 0);

    public static Term HardSwish(Term x) => x * x.HardSigmoid();

    public static Term Gelu(Term x) => x.Apply(ReferenceModules.Gelu(x.Value),
        (0.5 * (1 + ReferenceModules.Erf(x.Value / Math.Sqrt(2))))
        + (x.Value * Math.Exp(-x.Value * x.Value / 2) / Math.Sqrt(2 * Math.PI)));

    /// <summary>y = W x + b.</summary>
    public Term[] Linear(string key, Term[] x)
    {
        var (weight, bias) = (weights(key + ".weight"), weights(key + ".bias"));
        return [.. bias.Select((b, o) => b + Dot(weight.AsSpan(o * x.Length, x.Length), x))];
    }

    public static Term Dot(ReadOnlySpan<Term> a, ReadOnlySpan<Term> b)
    {
        var sum = a[0] * b[0];
        for (var i = 1; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    public Term[] LayerNorm(string key, Term[] x)
    {
        var (weight, bias) = (weights(key + ".weight"), weights(key + ".bias"));
        var mean = Term.Sum(x) * (1.0 / x.Length);
        var centred = x.Select(v => v - mean).ToArray();
        var deviation = ((Dot(centred, centred) * (1.0 / x.Length)) + 1e-5).Sqrt();
        return [.. centred.Select((v, i) => (v / deviation * weight[i]) + bias[i])];
    }

    /// <summary>Over all that one channel has, by the statistics of the batch in training.</summary>
    public TapedMap BatchNorm(string key, TapedMap x)
    {
        var (weight, bias) = (weights(key + ".weight"), weights(key + ".bias"));
        var (means, variances) = (weights(key + ".running_mean"), weights(key + ".running_var"));
        if (training)
        {
            var scale = 1.0 / (x.N * x.Pixels);
            for (var c = 0; c < x.C; c++)
            {
                var values = (from n in Enumerable.Range(0, x.N)
                              from p in Enumerable.Range(0, x.Pixels)
                              select x[n, c, p]).ToArray();
                var mean = Term.Sum(values) * scale;
                var centred = values.Select(v => v - mean).ToArray();
                (means[c], variances[c]) = (mean, Dot(centred, centred) * scale);
            }
        }

        var deviations = variances.Select(v => (v + 1e-5).Sqrt()).ToArray();
        return x.Make((n, c, p) => ((x[n, c, p] - means[c]) / deviations[c] * weight[c]) + bias[c]);
    }

    /// <summary>Filter [outputs, C / groups, size, size], padding (size - 1) / 2, no bias.</summary>
    public TapedMap Convolution(
        string key, TapedMap x, int outputs, (int H, int W) size, (int H, int W) stride, int groups)
    {
        var filter = weights(key + ".weight");
        var (inputs, perGroup) = (x.C / groups, outputs / groups);
        var (height, width) = (((x.H - 1) / stride.H) + 1, ((x.W - 1) / stride.W) + 1);
        var y = new TapedMap([], x.N, outputs, height, width);
        return y.Make((n, o, p) =>
        {
            Term? sum = null;
            for (var k = 0; k < inputs; k++)
            {
                for (var tap = 0; tap < size.H * size.W; tap++)
                {
                    var row = (p / width * stride.H) + (tap / size.W) - ((size.H - 1) / 2);
                    var column = (p % width * stride.W) + (tap % size.W) - ((size.W - 1) / 2);
                    if (row < 0 || row >= x.H || column < 0 || column >= x.W)
                        continue;
                    var term = filter[(((o * inputs) + k) * size.H * size.W) + tap]
                        * x[n, (o / perGroup * inputs) + k, (row * x.W) + column];
                    sum = sum is { } known ? known + term : term;
                }
            }

            return sum!.Value;
        });
    }

    /// <summary>A convolution at an index of a sequence, and the norm behind it.</summary>
    public TapedMap ConvolutionNorm(
        string key, int index, TapedMap x, int outputs, int size, int stride = 1, int groups = 1) =>
        BatchNorm($"{key}.{index + 1}",
            Convolution($"{key}.{index}", x, outputs, (size, size), (stride, stride), groups));

    /// <summary>Output channel j * groups + i is input channel i * (C / groups) + j.</summary>
    public static TapedMap Shuffle(TapedMap x, int groups) =>
        x.Make((n, c, p) => x[n, (c % groups * (x.C / groups)) + (c / groups), p]);

    /// <summary>
    /// Per head, the soft-max over keys of queries . keys / sqrt(width of a head), times values. Rows are [count][C].
    /// Returns the scaled scores [heads][queries][keys] too.
    /// </summary>
    public static (Term[][] Found, Term[][][] Scores) Attend(Term[][] queries, Term[][] keys, Term[][] values, int heads)
    {
        var width = queries[0].Length / heads;
        var scale = 1 / Math.Sqrt(width);
        var scores = Enumerable.Range(0, heads).Select(h => queries.Select(q => keys.Select(k =>
            Dot(q.AsSpan(h * width, width), k.AsSpan(h * width, width)) * scale).ToArray()).ToArray()).ToArray();
        var found = queries.Select(q => new Term[q.Length]).ToArray();
        for (var h = 0; h < heads; h++)
        {
            for (var i = 0; i < queries.Length; i++)
            {
                var shares = Term.Softmax(scores[h][i]);
                for (var c = h * width; c < (h + 1) * width; c++)
                    found[i][c] = Dot(shares, [.. values.Select(v => v[c])]);
            }
        }

        return (found, scores);
    }
}

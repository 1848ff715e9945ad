using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Tests.Ops;

/// <summary>fp64 definitions that several ops share.</summary>
internal static class Reference
{
    public static double HardSigmoid(double x) => Math.Min(Math.Max(x + 3, 0), 6) / 6;

    /// <summary>The error function by its series, and by its continued fraction where the series cancels.</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        // erf x = 2 / sqrt pi * e^(-x^2) * sum over n of 2^n x^(2n+1) / (1 * 3 * ... * (2n + 1)): all terms have one
        // sign.
        var (term, sum) = (x, x);
        for (var n = 1; n < 200; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static double[] Softmax(double[] scores)
    {
        var top = scores.Max();
        var e = scores.Select(s => Math.Exp(s - top)).ToArray();
        return [.. e.Select(v => v / e.Sum())];
    }

    /// <summary>Applies the steps of an epilogue to the element at <paramref name="index"/> of an output.</summary>
    public static double Apply(Epilogue epilogue, double x, Shape output, int index, ReadOnlySpan<Given> inputs)
    {
        var channels = output.Last;
        var channel = index % channels;
        var image = index / (output.Elements / output[0]);
        foreach (var step in epilogue.Steps)
        {
            switch (step)
            {
                case Relu: x = Math.Max(x, 0); break;
                case Relu6: x = Math.Min(Math.Max(x, 0), 6); break;
                case HardSwish: x *= HardSigmoid(x); break;
                case GpuFormer.Graph.Ops.HardSigmoid: x = HardSigmoid(x); break;
                case HardGate: x = 2 * HardSigmoid(x); break;
                case Multiply: x *= inputs[0][index]; break;
                case Maximum: x = Math.Max(x, inputs[0][index]); break;
                case Gelu: x = x * (1 + Erf(x / Math.Sqrt(2))) / 2; break;
                case Clamp clamp: x = Math.Min(Math.Max(x, clamp.Low), clamp.High); break;
                case Sigmoid: x = 1 / (1 + Math.Exp(-x)); break;
                case Silu: x /= 1 + Math.Exp(-x); break;
                case HyperSlopes: x = (2 * HardSigmoid(x)) - (channel < channels / 2 ? 0 : 1); break;
                case AddResidual: x += inputs[0][index]; break;
                case DyRelu:
                    var slopes = image * 2 * channels;
                    x = Math.Max(inputs[0][slopes + channel] * x, inputs[0][slopes + channels + channel] * x);
                    break;
                case ChannelScale scale: x *= inputs[0][(image * channels) + channel] * (double)scale.Factor; break;
                case SpatialDyRelu:
                    var (first, second, tokens) = (0.0, 0.0, inputs[0].Shape.Last);
                    for (var m = 0; m < tokens; m++)
                    {
                        var weight = inputs[0][(index / channels * tokens) + m];
                        var row = ((image * tokens) + m) * 2 * channels;
                        first += weight * inputs[1][row + channel];
                        second += weight * inputs[1][row + channels + channel];
                    }

                    x = Math.Max(first * x, second * x);
                    break;
                default: throw new NotSupportedException(step.Name);
            }

            inputs = inputs[step.InputCount..];
        }

        return x;
    }
}

using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowered.Backward;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

public sealed class NormActivationTests : GradientTests
{
    private const double Epsilon = 1e-5;

    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(null, 2, 1, 1, 3), Case(null, 3, 3, 5, 12), Case(new Relu6(), 2, 3, 3, 5), Case(new HardSwish(), 7, 1, 1, 33),
        Case(new Relu(), 1, 4, 4, 8), Case(new DyRelu(), 2, 3, 2, 6), Case(new DyRelu(), 2, 37, 29, 12),
        Case(new Relu6(), 1, 41, 31, 40), Case(new Silu(), 3, 5, 3, 12),
    ];

    [Fact]
    public void Forward_and_gradient_are_seven_launches()
    {
        var builder = new GraphBuilder();
        Tensor Input(params int[] shape) => builder.Input("tensor", new Shape(shape));
        OpGradient.Add(builder, new NormActivation((float)Epsilon, new DyRelu()),
            [Input(2, 3, 3, 8), Input(8), Input(8), Input(8), Input(8), Input(2, 16)], [Input(2, 3, 3, 8)]);
        Assert.Equal(
            [
                typeof(BatchStatistics), typeof(BatchStatisticsMerge), typeof(Elementwise), typeof(NormBackwardSums),
                typeof(NormBackwardMerge), typeof(NormBackwardSlopes), typeof(NormBackwardInput),
            ],
            builder.Build(Array.Empty<Tensor>()).Nodes.Select(node => node.Op.GetType()));
    }

    private static GradientCase Case(EpilogueStep? activation, int N, int H, int W, int C)
    {
        Given[] slopes = activation is DyRelu ? [Given.Activation("slopes", N, 2 * C)] : [];
        Given[] inputs =
        [
            Given.Activation("x", N, H, W, C), Given.Activation("weight", C), Given.Activation("norm.bias", C),
            Given.Activation("mean", C), Given.Activation("variance", C), .. slopes,
        ];
        return new($"{activation?.Name ?? "none"} [{N},{H},{W},{C}]", 4 * N * H * W, inputs,
            [Given.Activation("dy", N, H, W, C)], terms => Loop(activation, terms, N, N * H * W, C),
            (builder, tensors, dy) => OpGradient.Add(builder, new NormActivation((float)Epsilon, activation), tensors, dy));
    }

    private static Term[] Loop(EpilogueStep? activation, Term[][] inputs, int N, int rows, int C)
    {
        var result = new Term[rows * C];
        for (var c = 0; c < C; c++)
        {
            var column = Enumerable.Range(0, rows).Select(row => inputs[0][(row * C) + c]).ToArray();
            var mean = Term.Sum(column) * (1.0 / rows);
            var variance = Term.Sum(column.Select(x => (x - mean) * (x - mean))) * (1.0 / rows);
            var deviation = (variance + (double)(float)Epsilon).Sqrt();
            for (var row = 0; row < rows; row++)
            {
                var u = ((column[row] - mean) / deviation * inputs[1][c]) + inputs[2][c];
                var slope = (row / (rows / N) * 2 * C) + c;
                result[(row * C) + c] = activation switch
                {
                    null => u,
                    Relu => u.Apply(Math.Max(u.Value, 0), u.Value > 0 ? 1 : 0),
                    Relu6 => u.Apply(Math.Clamp(u.Value, 0, 6), u.Value is > 0 and < 6 ? 1 : 0),
                    HardSwish => u * u.HardSigmoid(),
                    Silu => u / ((u * -1.0).Exp() + 1),
                    _ => Term.Max(inputs[5][slope] * u, inputs[5][slope + C] * u),
                };
            }
        }

        return result;
    }
}

/// <summary>
/// Of <see cref="RunningNorm"/> and <see cref="RunningAffine"/>, whose statistics are constants, and weights as well where
/// they do not learn.
/// </summary>
public sealed class RunningNormTests : GradientTests
{
    private const double Epsilon = 1e-3;

    private protected override IEnumerable<GradientCase> Cases =>
    [
        Case(false, 1, 1, 1), Case(false, 3, 5, 7), Case(false, 2, 9, 33), Case(true, 1, 1, 1), Case(true, 3, 5, 7),
        Case(true, 2, 401, 33),
    ];

    private static GradientCase Case(bool learns, int N, int rows, int C)
    {
        Given variance = Given.Activation("variance", C);
        variance = variance with { Values = [.. variance.Values.Select(v => 0.1f + (v * v))] };
        var mean = Given.Activation("mean", C);
        Given[] weights = [Given.Activation("weight", C), Given.Activation("norm.bias", C)];
        var op = new RunningNorm((float)Epsilon) { Learns = learns };
        Given[] given = [Given.Activation("x", N, rows, C), .. learns ? weights : []];
        return new($"{(learns ? "learning " : "")}[{N},{rows},{C}]", learns ? N * rows : 4, given,
            [Given.Activation("dy", N, rows, C)],
            inputs =>
            [
                .. inputs[0].Select((x, i) => learns
                    ? (Normalised(x, i) * inputs[1][i % C]) + inputs[2][i % C]
                    : (Normalised(x, i) * weights[0][i % C]) + weights[1][i % C]),
            ],
            (builder, tensors, dy) => [.. OpGradient.Add(builder, op, Inputs(builder, tensors), dy).Take(given.Length)],
            (builder, tensors) => [OpGradient.Lowered(builder, "y", op, Inputs(builder, tensors))[0]]);

        Term Normalised(Term x, int i) => (x + -mean[i % C]) * (1 / Math.Sqrt(variance[i % C] + (float)Epsilon));

        IReadOnlyList<Tensor> Inputs(GraphBuilder builder, IReadOnlyList<Tensor> tensors) =>
            [.. tensors, .. Constants(learns ? [mean, variance] : [.. weights, mean, variance])];
    }

    private static IEnumerable<Tensor> Constants(IEnumerable<Given> all) => all.Select((given, i) =>
        given.AsConstant($"constant {i}"));
}

using System.Text.Json;
using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Host.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>One set of shapes and options of a loss.</summary>
/// <param name="Name">What fails, for the reader.</param>
/// <param name="ReductionLength">The number of terms of the longest sum behind one gradient.</param>
/// <param name="Op">The loss.</param>
/// <param name="Inputs">Predictions, targets, weights of rows.</param>
/// <param name="Loop">What the loss is, from all inputs, without the weight of the op.</param>
internal sealed record LossCase(
    string Name, int ReductionLength, LossOp Op, Given[] Inputs, Func<Term[][], Term> Loop);

/// <summary>The theories that every loss of rows inherits, beside those of its gradient.</summary>
public abstract class LossTests : GradientTests
{
    private protected abstract IEnumerable<LossCase> Losses { get; }

    private protected sealed override IEnumerable<GradientCase> Cases => Losses.Select(@case => new GradientCase(
        @case.Name, @case.ReductionLength, @case.Inputs, [new Given([1f], new Shape(1))],
        inputs => [@case.Loop(inputs) * @case.Op.Weight],
        (builder, inputs, _) => [builder.AddNode("loss", @case.Op, [.. inputs])[1], null, null]));

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ptx")]
    public void Loss_matches_reference(string device)
    {
        foreach (var @case in Losses)
        {
            var tape = new Tape();
            var expected = @case.Loop([.. @case.Inputs.Select(
                input => input.Values.Select(value => tape.Variable(value)).ToArray())]).Value;
            var actual = Run(TestDevices.Get(device), @case.Op, @case.Inputs).Loss;
            Assert.True(Math.Abs(actual - expected) <= 1e-5 * Math.Max(1, Math.Abs(expected)),
                $"{@case.Name} ({device}): the loss is {actual:G9}, expected {expected:G9}.");
        }
    }

    private protected static (double Loss, float[] Gradient) Run(Device device, LossOp op, params Given[] inputs)
    {
        var outputs = OpRun.All(device, op, inputs);
        return (op.Value(outputs[0]), outputs[1]);
    }

    // Some rows of weight 0, others of different weights.
    private protected static Given Weights(int rows) =>
        new([.. Enumerable.Range(0, rows).Select(row => row % 4 == 2 ? 0f : 0.25f + (0.5f * (row % 3)))], new Shape(rows));

    private protected static Given Labels(int rows, int classes, int least) => new(
        [.. Enumerable.Range(0, rows).Select(row => (float)(((row * 7) + 3) % (classes - least)) + least)], new Shape(rows));

    private protected static Given Of(Shape shape, params float[] values) => new(values, shape);

    private protected static int LabelOf(Term term) => (int)Math.Round(term.Value);
}

public sealed class SigmoidFocalLossTests : LossTests
{
    private protected override IEnumerable<LossCase> Losses =>
    [
        Case(1, 1), Case(5, 3), Case(8, 11, alpha: 0.4, gamma: 1.5, weight: 3), Case(3, 7, gamma: 0), Case(70, 91),
        Case(261, 16), Case(7, 33, scale: 30),
    ];

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Extreme_logits_have_the_losses_and_gradients_of_PyTorch(string device)
    {
        var golden = DetectionData.Json("losses.json").GetProperty("sigmoid_focal");
        var (input, targets) = (DetectionData.Floats(golden.GetProperty("input")),
            DetectionData.Floats(golden.GetProperty("targets")));
        var (losses, gradients) = (golden.GetProperty("loss"), golden.GetProperty("gradient"));
        var op = new SigmoidFocalLoss();
        for (var i = 0; i < input.Length; i++)
        {
            var (loss, gradient) = Run(TestDevices.Get(device), op, Of(new Shape(1, 1), input[i]),
                Of(new Shape(1), targets[i] == 1 ? 0 : SigmoidFocalLoss.NoClass), Of(new Shape(1), 1));
            Assert.Equal(losses[i].GetDouble(), loss, 2e-6 * losses[i].GetDouble());
            Assert.Equal(gradients[i].GetDouble(), gradient[0], 2e-6 * Math.Abs(gradients[i].GetDouble()));
        }
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Rows_that_take_no_part_add_nothing_whatever_their_logits(string device)
    {
        float[] logits = [float.NaN, float.PositiveInfinity, 1, 2, float.NegativeInfinity, float.NaN];
        var (loss, gradient) = Run(TestDevices.Get(device), new SigmoidFocalLoss(), Of(new Shape(3, 2), logits),
            Of(new Shape(3), SigmoidFocalLoss.Ignored, 1, 0), Of(new Shape(3), 1, 0, 0));
        Assert.Equal(0, loss);
        Assert.Equal(new float[6], gradient);
    }

    private static LossCase Case(
        int rows, int C, double alpha = 0.25, double gamma = 2, double weight = 1, double scale = 4) =>
        new($"[{rows},{C}], alpha {alpha}, gamma {gamma}", 32, new SigmoidFocalLoss(alpha, gamma, weight),
            [
                new Given(SpecFill.Values("logits", rows * C, scale), new Shape(rows, C)),
                Labels(rows, C, SigmoidFocalLoss.Ignored), Weights(rows),
            ],
            inputs => Term.Sum(Enumerable.Range(0, rows * C).Select(i =>
            {
                var (row, c) = Math.DivRem(i, C);
                var label = LabelOf(inputs[1][row]);
                if (label == SigmoidFocalLoss.Ignored)
                    return inputs[2][row] * 0;
                var z = label == c ? inputs[0][i] : inputs[0][i] * -1;
                var e = Math.Exp(-Math.Abs(z.Value));
                var (log, q) = (Math.Max(-z.Value, 0) + Math.Log(1 + e), 1 / (1 + Math.Exp(z.Value)));
                var value = log * Math.Pow(q, gamma);
                var slope = (-q * Math.Pow(q, gamma)) - (log * gamma * Math.Pow(q, gamma) * (1 - q));
                return z.Apply(value, slope) * inputs[2][row] * (label == c ? alpha : 1 - alpha);
            })));
}

public sealed class LabelCrossEntropyTests : LossTests
{
    private protected override IEnumerable<LossCase> Losses =>
    [
        Case(1, 1), Case(2, 3), Case(5, 21), Case(67, 21, weight: 2.5), Case(33, 92), Case(9, 16), Case(6, 33, scale: 40),
        Case(129, 81),
    ];

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Class_weights_and_a_class_to_ignore_are_those_of_PyTorch(string device)
    {
        var golden = DetectionData.Json("losses.json");
        Check(golden.GetProperty("cross_entropy_weighted"), label => label == 4 ? 0.1f : 1);
        Check(golden.GetProperty("cross_entropy_ignore_255"), label => label == 255 ? 0 : 1);

        void Check(JsonElement @case, Func<float, float> weightOf)
        {
            var logits = @case.GetProperty("input").EnumerateArray().SelectMany(DetectionData.Floats).ToArray();
            var labels = DetectionData.Floats(@case.GetProperty("targets"));
            var weights = labels.Select(weightOf).ToArray();
            var (loss, gradient) = Run(TestDevices.Get(device), new LabelCrossEntropy(),
                Of(new Shape(6, 5), logits), Of(new Shape(6), labels),
                Of(new Shape(6), [.. weights.Select(weight => weight / weights.Sum())]));
            Assert.Equal(@case.GetProperty("loss").GetDouble(), loss, 1e-6);
            var expected = @case.GetProperty("gradient").EnumerateArray().SelectMany(DetectionData.Floats).ToArray();
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], gradient[i], 1e-7f);
        }
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Rows_that_take_no_part_add_nothing_whatever_their_logits_and_labels(string device)
    {
        float[] logits = [float.NaN, float.PositiveInfinity, 1, 2, float.NegativeInfinity, float.NaN];
        var (loss, gradient) = Run(TestDevices.Get(device), new LabelCrossEntropy(), Of(new Shape(3, 2), logits),
            Of(new Shape(3), 255, -7, float.NaN), Of(new Shape(3), 0, 0, 0));
        Assert.Equal(0, loss);
        Assert.Equal(new float[6], gradient);
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Large_logits_neither_overflow_nor_lose_the_loss(string device)
    {
        var (loss, gradient) = Run(TestDevices.Get(device), new LabelCrossEntropy(), Of(new Shape(1, 3), 1e4f, -1e4f, 0),
            Of(new Shape(1), 1), Of(new Shape(1), 1));
        Assert.Equal(2e4, loss);
        Assert.Equal([1, -1, 0], gradient);
        Assert.True(double.IsNaN(Run(TestDevices.Get(device), new LabelCrossEntropy(), Of(new Shape(1, 2), 0, float.NaN),
            Of(new Shape(1), 0), Of(new Shape(1), 1)).Loss));
    }

    private static LossCase Case(int rows, int C, double weight = 1, double scale = 3) =>
        new($"[{rows},{C}]", C, new LabelCrossEntropy(weight),
            [
                new Given(SpecFill.Values("logits", rows * C, scale), new Shape(rows, C)), Labels(rows, C, least: 0),
                Weights(rows),
            ],
            inputs => Term.Sum(Enumerable.Range(0, rows).Select(row =>
            {
                var x = inputs[0][(row * C)..((row + 1) * C)];
                var top = x.Max(term => term.Value);
                var total = Term.Sum(x.Select(term => (term + -top).Exp()));
                var log = total.Apply(Math.Log(total.Value), 1 / total.Value) + top;
                return (log - x[LabelOf(inputs[1][row])]) * inputs[2][row];
            })));
}

public sealed class BoxRegressionLossTests : LossTests
{
    private protected override IEnumerable<LossCase> Losses =>
        [Case(1, 0), Case(3, 1), Case(7, 1 / 9.0, weight: 5), Case(33, 0.5), Case(40, 0)];

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Smooth_L1_is_that_of_PyTorch(string device)
    {
        foreach (var property in DetectionData.Json("losses.json").GetProperty("smooth_l1_target_0_beta").EnumerateObject())
        {
            var op = new BoxRegressionLoss(double.Parse(property.Name, System.Globalization.CultureInfo.InvariantCulture));
            var input = DetectionData.Floats(property.Value.GetProperty("input"));
            var (losses, gradients) = (property.Value.GetProperty("loss"), property.Value.GetProperty("gradient"));
            for (var i = 0; i < input.Length; i++)
            {
                var (loss, gradient) = Run(TestDevices.Get(device), op, Of(new Shape(1, 4), 0, input[i], 0, 0),
                    Of(new Shape(1, 4), new float[4]), Of(new Shape(1), 1));
                Assert.Equal(losses[i].GetDouble(), loss, 1e-6);
                Assert.Equal([0, gradients[i].GetSingle(), 0, 0], gradient.Select(value => MathF.Round(value, 6)));
            }
        }
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void A_row_of_weight_0_adds_nothing_and_another_that_is_no_number_shows(string device)
    {
        float[] predictions = [float.NaN, float.PositiveInfinity, 1, 2];
        foreach (var beta in new[] { 0.0, 1 })
        {
            var (loss, gradient) = Run(TestDevices.Get(device), new BoxRegressionLoss(beta), Of(new Shape(1, 4), predictions),
                Of(new Shape(1, 4), new float[4]), Of(new Shape(1), 0));
            Assert.Equal(0, loss);
            Assert.Equal(new float[4], gradient);
            Assert.False(double.IsFinite(Run(TestDevices.Get(device), new BoxRegressionLoss(beta),
                Of(new Shape(1, 4), predictions), Of(new Shape(1, 4), new float[4]), Of(new Shape(1), 1)).Loss));
        }
    }

    // More rows than threads, so that each makes several.
    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    public void Many_rows_have_few_terms(string device)
    {
        const int Rows = 50_001;
        var predictions = SpecFill.Values("boxes", Rows * 4);
        var outputs = OpRun.All(TestDevices.Get(device), new BoxRegressionLoss(),
            new Given(predictions, new Shape(Rows, 4)), Of(new Shape(Rows, 4), new float[Rows * 4]),
            new Given([.. Enumerable.Repeat(1f, Rows)], new Shape(Rows)));
        Assert.True(outputs[0].Length < Rows / 2);
        Assert.Equal(predictions.Sum(Math.Abs), new BoxRegressionLoss().Value(outputs[0]), 0.5);
        Assert.Equal(predictions.Select(value => (float)Math.Sign(value)), outputs[1]);
    }

    private static LossCase Case(int rows, double beta, double weight = 1) =>
        new($"[{rows},4], beta {beta}", 4, new BoxRegressionLoss(beta, weight),
            [Given.Activation("predictions", rows, 4), Given.Activation("targets", rows, 4), Weights(rows)],
            inputs => Term.Sum(inputs[0].Zip(inputs[1]).Select((pair, i) =>
            {
                var d = pair.First - pair.Second;
                var (size, sign) = (Math.Abs(d.Value), Math.Sign(d.Value));
                return (size < beta ? d.Apply(0.5 * size * size / beta, d.Value / beta) : d.Apply(size - (beta / 2), sign))
                    * inputs[2][i / 4];
            })));
}

public sealed class GeneralisedIouLossTests : LossTests
{
    private protected override IEnumerable<LossCase> Losses => [Case(1), Case(7, weight: 2), Case(33), Case(40, weight: 0.3)];

    // PyTorch's autograd, by DETR's own formula.
    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Where_edges_are_equal_each_has_half_of_the_gradient(string device)
    {
        Check([4, 4, 4, 4], [4, 4, 4, 4], 0, [0, 0, 0, 0]);
        Check([2, 4, 4, 4], [6, 4, 4, 4], 1, [-0.125f, 0, -0.0625f, 0]);
        Check([4, 2, 4, 4], [4, 6, 4, 4], 1, [0, -0.125f, 0, -0.0625f]);
        Check([3, 4, 2, 4], [4, 4, 4, 4], 0.5, [-0.1875f, 0, -0.15625f, 0.03125f]);
        Check([4, 4, 0, 0], [4, 4, 4, 4], 1, [0, 0, 0, 0]);
        Check([2, 2, 0, 0], [4, 4, 2, 2], 14 / 9.0, [-4 / 27f, -4 / 27f, 2 / 27f, 2 / 27f]);
        Check([4, 4, 4, 4], [4, 4, 0, 0], 1, [0, 0, 0, 0]);

        void Check(float[] prediction, float[] target, double loss, float[] gradient)
        {
            var actual = Run(TestDevices.Get(device), new GeneralisedIouLoss(), Of(new Shape(1, 4), prediction),
                Of(new Shape(1, 4), target), Of(new Shape(1), 1));
            Assert.Equal(loss, actual.Loss, 1e-6);
            Assert.All(gradient.Zip(actual.Gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-7f));
        }
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Boxes_of_the_reference_have_its_losses(string device)
    {
        var pairs = DetectionData.Json("boxes.json").GetProperty("pairs").EnumerateArray()
            .Where(pair => pair.GetProperty("giou").ValueKind == JsonValueKind.Number).ToList();
        Assert.True(pairs.Count > 15);
        foreach (var pair in pairs)
        {
            var (a, b) = (DetectionData.Box(pair.GetProperty("a")), DetectionData.Box(pair.GetProperty("b")));
            var (loss, _) = Run(TestDevices.Get(device), new GeneralisedIouLoss(),
                Of(new Shape(1, 4), Centre(a)), Of(new Shape(1, 4), Centre(b)), Of(new Shape(1), 1));
            // Corners that are nearly equal lose digits when they are made of centres.
            Assert.Equal(1 - pair.GetProperty("giou").GetDouble(), loss, 1e-4);
        }

        static float[] Centre(Imaging.Box box) =>
            box.ToCentre() is var (x, y, width, height) ? [x, y, width, height] : [];
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Empty_boxes_are_no_number_unless_their_row_takes_no_part(string device)
    {
        var (loss, gradient) = Run(TestDevices.Get(device), new GeneralisedIouLoss(),
            Of(new Shape(2, 4), 1, 1, 0, 0, float.NaN, 1, 1, 1), Of(new Shape(2, 4), 1, 1, 0, 0, 1, 1, 1, 1),
            Of(new Shape(2), 0, 0));
        Assert.Equal(0, loss);
        Assert.Equal(new float[8], gradient);
        foreach (var x in new[] { 1, float.NaN })
        {
            Assert.True(double.IsNaN(Run(TestDevices.Get(device), new GeneralisedIouLoss(), Of(new Shape(1, 4), x, 1, 0, 0),
                Of(new Shape(1, 4), 1, 1, 0, 0), Of(new Shape(1), 1)).Loss));
        }
    }

    private static LossCase Case(int rows, double weight = 1) =>
        new($"[{rows},4]", 64, new GeneralisedIouLoss(weight),
            [Boxes("predictions", rows), Boxes("targets", rows), Weights(rows)],
            inputs => Term.Sum(Enumerable.Range(0, rows).Select(row =>
                Loss(inputs[0].AsSpan(row * 4, 4), inputs[1].AsSpan(row * 4, 4)) * inputs[2][row])));

    private static Given Boxes(string key, int rows)
    {
        var values = SpecFill.Values(key, rows * 4, 0.4, 0.5);
        for (var i = 0; i < values.Length; i++)
            values[i] += i % 4 >= 2 ? 0.1f : 0;
        return new Given(values, new Shape(rows, 4));
    }

    private static Term Loss(Span<Term> prediction, Span<Term> target)
    {
        var (left, right) = Ends(prediction[0], prediction[2]);
        var (top, bottom) = Ends(prediction[1], prediction[3]);
        var (targetLeft, targetRight) = Ends(target[0], target[2]);
        var (targetTop, targetBottom) = Ends(target[1], target[3]);
        var intersection = Positive(Min(right, targetRight) - Term.Max(left, targetLeft))
            * Positive(Min(bottom, targetBottom) - Term.Max(top, targetTop));
        var union = ((right - left) * (bottom - top)) + ((targetRight - targetLeft) * (targetBottom - targetTop))
            - intersection;
        var enclosing = (Term.Max(right, targetRight) - Min(left, targetLeft))
            * (Term.Max(bottom, targetBottom) - Min(top, targetTop));
        return ((intersection / union * -1) + 1) + ((enclosing - union) / enclosing);

        static (Term, Term) Ends(Term centre, Term extent) => (centre - (extent * 0.5), centre + (extent * 0.5));

        static Term Min(Term a, Term b) => Term.Max(a * -1, b * -1) * -1;

        static Term Positive(Term x) => x.Apply(Math.Max(x.Value, 0), x.Value >= 0 ? 1 : 0);
    }
}

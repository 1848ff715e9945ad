using GpuFormer.Graph;
using GpuFormer.Graph.Losses;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class CriterionTests
{
    private const int Batch = 3;
    private const int Side = 32;
    private const int Classes = 5;

    private static readonly TrainingOptions Options =
        new(Batch, Side, Side, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05));

    private static ImageModel Model => ModelCatalogue.Create("mobile_former_26m", Classes);

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("ilgpu:cpu")]
    public void A_step_in_two_phases_has_the_gradients_of_one_with_the_same_targets(string kind)
    {
        var device = TestDevices.Get(kind);
        using var matched = new TrainingSession(device, Model, Options, new MatchedCriterion());
        using var known = new TrainingSession(device, Model, Options);
        matched.Initialise(1);
        known.Initialise(1);
        var targets = new LeastProbable();
        var images = Images();
        var first = matched.Backward(images, targets);
        // The hardest class to learn is that which the network holds for the least probable.
        Assert.Equal(Enumerable.Range(0, Batch).Select(row =>
            matched.Logits.Slice(row * Classes, Classes).IndexOf(matched.Logits.Slice(row * Classes, Classes).ToArray().Min())),
            targets.Chosen);
        Assert.Equal(known.Backward(images, targets.Values), first);
        var expected = known.ReadGradients();
        foreach (var (name, gradient) in matched.ReadGradients())
            Assert.True(gradient.AsSpan().SequenceEqual(expected[name]), name);
    }

    [Fact]
    public void The_loss_of_a_step_is_the_weighted_sum_of_its_named_parts()
    {
        using var session = new TrainingSession(TestDevices.Get("cpu"), Model, Options, new TwiceCriterion());
        using var once = new TrainingSession(TestDevices.Get("cpu"), Model, Options);
        session.Initialise(1);
        once.Initialise(1);
        var targets = new float[Batch * Classes];
        for (var row = 0; row < Batch; row++)
            targets[(row * Classes) + row] = 1;
        var result = session.Backward(Images(), new Given(targets));
        var single = once.Backward(Images(), targets);
        Assert.Equal(["first", "second"], session.LossNames);
        Assert.Equal(session.LossParts[0], session.LossParts[1]);
        Assert.Equal(2 * single.Loss, result.Loss, 1e-5);
        Assert.Equal(2 * single.GradientNorm, result.GradientNorm, 1e-3 * single.GradientNorm);
    }

    [Fact]
    public void Losses_that_read_no_predictions_wait_for_targets_that_are_made_of_them()
    {
        using var session = new TrainingSession(TestDevices.Get("cpu"), Model, Options, new HastyCriterion());
        session.Initialise(1);
        var targets = new LeastProbable();
        session.Backward(Images(), targets);
        // The cross-entropy of targets with themselves: log (e + 4) - 1 for one class of five.
        Assert.Equal(Math.Log(Math.E + 4) - 1, session.LossParts[1], 1e-6);
        foreach (var node in session.Plan.Graph.Nodes.Where(node => node.Op is CrossEntropy))
            Assert.True(session.Plan.Schedule.WaveOf(node) > session.Plan.Cut, node.Name);
    }

    [Fact]
    public void Steps_of_a_size_that_the_session_was_not_made_for_are_refused()
    {
        using var session = new TrainingSession(TestDevices.Get("cpu"), Model, Options, new SoftTargetCriterion());
        var refusal = Assert.Throws<ArgumentException>(() => session.Step(
            Images(), new Given(new float[Batch * Classes]) { Rows = Batch + 1 }, 1e-3));
        Assert.Contains("no steps of", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<ArgumentException>(() => session.ReadOutput("boxes", new float[4]));
        Assert.Contains("no output 'boxes', only logits", refusal.Message, StringComparison.Ordinal);
    }

    private static float[] Images()
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, Batch * 3 * Side * Side).Select(_ => (float)((random.NextDouble() * 4) - 2))];
    }

    private class MatchedCriterion : Criterion
    {
        public override IReadOnlyList<string> MatchedOutputs => ["logits"];

        public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs) =>
            new SoftTargetCriterion().Add(builder, outputs);
    }

    private sealed class TwiceCriterion : Criterion
    {
        public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
        {
            var (logits, op) = (outputs[0].Tensor, new CrossEntropy());
            var targets = builder.Input("targets", logits.Shape);
            return [new("first", op, builder.Add("first", op, logits, targets)),
                new("second", op, builder.Add("second", op, logits, targets))];
        }
    }

    // One of its losses is of the targets alone.
    private sealed class HastyCriterion : MatchedCriterion
    {
        public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
        {
            var (logits, op) = (outputs[0].Tensor, new CrossEntropy());
            var targets = builder.Input("targets", logits.Shape);
            return [new("loss", op, builder.Add("loss", op, logits, targets)),
                new("hasty", op, builder.Add("hasty", op, targets, targets))];
        }
    }

    private sealed class Given(float[] targets) : StepTargets
    {
        public int Rows { get; init; } = Batch;

        public override TrainingSize Size => new(Rows, Side, Side);

        public override void Write(ITargetInputs inputs) => inputs.Write("targets", targets);
    }

    // The class that the network holds for the least probable becomes the target.
    private sealed class LeastProbable : StepTargets
    {
        public float[] Values { get; } = new float[Batch * Classes];

        public int[] Chosen { get; } = new int[Batch];

        public override TrainingSize Size => new(Batch, Side, Side);

        public override void Write(ITargetInputs inputs)
        {
        }

        public override void Match(IStepOutputs outputs, ITargetInputs inputs)
        {
            var logits = new float[Batch * Classes];
            outputs.Read("logits", logits);
            for (var row = 0; row < Batch; row++)
            {
                var own = logits.AsSpan(row * Classes, Classes);
                Chosen[row] = own.IndexOf(own.ToArray().Min());
                Values[(row * Classes) + Chosen[row]] = 1;
            }

            inputs.Write("targets", Values);
        }
    }
}

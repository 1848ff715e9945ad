using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;
using GpuFormer.Graph.Training;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Models;

/// <summary>The training graphs of detectors with queries, by losses of which the gradient is known to fall.</summary>
public sealed class QueryDetectorTrainingTests
{
    [Theory]
    [InlineData("detr_resnet18", "queries=7", "hidden=32", "heads=4", "enc=1", "dec=3", "ffn=48", "trainable_layers=5")]
    [InlineData("e2e_mobile_former_26m", "width=32", "heads=4", "blocks=2,1,1", "query_hidden=48", "map_hidden=40", "queries=7")]
    public void A_small_step_lowers_the_loss_by_the_rate_times_the_square_of_the_gradient(
        string name, params string[] options)
    {
        var (model, session) = Session(name, options, dropout: 0);
        using (session)
        {
            // So small that the slope hardly changes, so large that it is no difference of roundings.
            const double Fall = 2e-3;
            var rate = Fall / Square(session.Backward(Images, new Targets(model)).GradientNorm);
            var before = session.Step(Images, new Targets(model), rate);
            var after = session.Backward(Images, new Targets(model));
            var mean = (Square(before.GradientNorm) + Square(after.GradientNorm)) / 2;
            Assert.Equal(rate * mean, before.Loss - after.Loss, 0.03 * Fall);
        }
    }

    [Theory]
    [InlineData("detr_resnet18", "queries=7", "hidden=32", "heads=4", "enc=1", "dec=3", "ffn=48")]
    [InlineData("e2e_mobile_former_26m", "width=32", "heads=4", "blocks=2,1,1", "query_hidden=48", "map_hidden=40", "queries=7")]
    public void Dropping_changes_with_the_step_alone(string name, params string[] options)
    {
        var losses = new List<float>();
        foreach (var rate in new[] { 0, 0.1, 0.1 })
        {
            var (model, session) = Session(name, options, rate);
            using (session)
                losses.AddRange([session.Step(Images, new Targets(model), 0).Loss, session.Step(Images, new Targets(model), 0).Loss]);
        }

        Assert.Equal(losses[0], losses[1]);
        Assert.NotEqual(losses[0], losses[2]);
        Assert.NotEqual(losses[2], losses[3]);
        Assert.Equal(losses[2..4], losses[4..6]);
    }

    [Fact]
    public void Stem_and_first_stage_of_a_DETR_stay_as_they_are()
    {
        var (model, session) = Session("detr_resnet18", ["queries=7", "hidden=32", "heads=4", "enc=1", "dec=1", "ffn=48"], 0);
        using (session)
        {
            var before = session.ReadState();
            session.Step(Images, new Targets(model), Rate);
            var after = session.ReadState();
            foreach (var parameter in model.Parameters.Where(
                parameter => parameter.Name.StartsWith("backbone.", StringComparison.Ordinal)))
            {
                var stays = parameter.Kind != ParameterKind.Weight
                    || parameter.Name.StartsWith("backbone.0.body.conv1.", StringComparison.Ordinal)
                    || parameter.Name.StartsWith("backbone.0.body.layer1.", StringComparison.Ordinal);
                Assert.True(before[parameter.Name].SequenceEqual(after[parameter.Name]) == stays, parameter.Name);
            }
        }
    }

    private const double Rate = 1e-3;
    private const int Height = 64;
    private const int Width = 96;

    private static readonly (int Height, int Width)[] Sizes = [(64, 96), (50, 64)];

    private static float[] Images => SpecFill.Values("images", Sizes.Length * 3 * Height * Width);

    private static double Square(double x) => x * x;

    private static (ImageModel Model, TrainingSession Session) Session(string name, string[] options, double dropout)
    {
        var family = name.StartsWith("detr", StringComparison.Ordinal) ? ModelFamily.Detr : ModelFamily.EndToEndMobileFormer;
        var model = family.Create(name, 5, options);
        var optimizer = new OptimizerOptions(OptimizerKind.Sgd, WeightDecay: 0) { Momentum = 0, Nesterov = false };
        var session = new TrainingSession(TestDevices.Get("cpu"), model,
            new TrainingOptions(Sizes.Length, Height, Width, optimizer) { Dropout = dropout, Seed = 3 }, new FixedTargets());
        session.Initialise(seed: 1);
        return (model, session);
    }

    // Cross-entropy and smooth L1 of all queries of all layers.
    private sealed class FixedTargets : Criterion
    {
        public override IReadOnlyList<LossTerm> Add(GraphBuilder builder, IReadOnlyList<GraphOutput> outputs)
        {
            var (logits, boxes) = (outputs[0].Tensor, outputs[1].Tensor);
            var rows = new Shape(logits.Shape[0], logits.Shape[1]);
            var weights = Constant("weights", rows, _ => 1f / rows.Elements);
            LossOp classes = new LabelCrossEntropy();
            LossOp places = new BoxRegressionLoss(Beta: 1, Weight: 5);
            return
            [
                new("classes", classes, builder.Add("classes", classes, logits, Constant("labels", rows, i => i % 5), weights)),
                new("places", places, builder.Add(
                    "places", places, boxes, Constant("boxes", boxes.Shape, i => 0.1f + (i % 7 * 0.1f)), weights)),
            ];
        }

        private static Tensor Constant(string name, Shape shape, Func<int, float> make) => new Given(
            [.. Enumerable.Range(0, shape.Elements).Select(make)], shape).AsConstant(name);
    }

    private sealed class Targets(ImageModel model) : StepTargets
    {
        public override TrainingSize Size => new(Sizes.Length, Height, Width);

        public override void Write(ITargetInputs inputs) => ((IPaddedNetwork)model).WriteSizes(
            Height, Width, Sizes, (name, elements) => inputs.Write(name, elements));
    }
}

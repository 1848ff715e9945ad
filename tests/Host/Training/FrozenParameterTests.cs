using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class FrozenParameterTests
{
    private const int Classes = 5;

    private static readonly OptimizerOptions AdamW = new(OptimizerKind.AdamW, WeightDecay: 0.05);

    [Theory]
    [InlineData("mobile_former_26m", "stem features.1")]
    [InlineData("mobile_former_26m", TrainingOptions.Backbone)]
    [InlineData("mobilevit_xxs", "stages.2")]
    [InlineData("mobilenet_v3_small", "features.0 features.1.block.0.0.weight")]
    public void Frozen_parameters_keep_their_bits_and_all_others_move(string name, string frozen)
    {
        var model = ModelCatalogue.Create(name, Classes);
        var beginnings = frozen.Split(' ');
        using var session = new TrainingSession(TestDevices.Get("cpu"), model, new TrainingOptions(2, 32, 32, AdamW)
        {
            Frozen = beginnings,
        });
        session.Initialise(seed: 1);
        var before = session.ReadState();
        for (var step = 0; step < 2; step++)
            session.Step(SeededWeights.Input(2 * 3 * 32 * 32), Targets(), learningRate: 1e-2);
        var after = session.ReadState();
        foreach (var parameter in model.Parameters.Where(p => p.Kind == ParameterKind.Weight))
        {
            var isFrozen = beginnings.Any(b => b == TrainingOptions.Backbone
                ? !parameter.Name.StartsWith(model.Family.ClassLayers[0], StringComparison.Ordinal)
                : parameter.Name == b || parameter.Name.StartsWith(b + ".", StringComparison.Ordinal));
            Assert.True(isFrozen == before[parameter.Name].SequenceEqual(after[parameter.Name]), parameter.Name);
        }

        // Statistics follow all batches, as in PyTorch.
        Assert.All(model.Parameters.Where(p => p.Name.EndsWith("running_mean", StringComparison.Ordinal)),
            p => Assert.False(before[p.Name].SequenceEqual(after[p.Name]), p.Name));
        // They have no state either, which a resumed run would miss.
        Assert.DoesNotContain(session.ReadOptimizer().Keys, key => key.Contains("stem.0.weight", StringComparison.Ordinal)
            && beginnings.Any(b => b is "stem" or TrainingOptions.Backbone));
    }

    [Fact]
    public void What_is_not_frozen_learns_as_if_the_rest_were_never_updated()
    {
        // With plain SGD and no decay, the first update of the last linear does not depend on what else moves.
        var sgd = new OptimizerOptions(OptimizerKind.Sgd, WeightDecay: 0);
        Assert.Equal(Last(frozen: []), Last(frozen: [TrainingOptions.Backbone]));

        float[] Last(string[] frozen)
        {
            var model = ModelCatalogue.Create("mobile_former_26m", Classes);
            using var session = new TrainingSession(TestDevices.Get("cpu"), model, new TrainingOptions(2, 32, 32, sgd)
            {
                Frozen = frozen,
            });
            session.Initialise(seed: 1);
            session.Step(SeededWeights.Input(2 * 3 * 32 * 32), Targets(), learningRate: 0.1);
            return session.ReadState()[$"{model.Family.ClassLayers[0]}.weight"];
        }
    }

    [Theory]
    [InlineData("features.10", "features.0")]
    [InlineData("head", "backbone")]
    [InlineData("tokens stem features local_global classifier", "nothing to train")]
    public void What_means_nothing_or_leaves_nothing_is_refused(string frozen, string named)
    {
        var model = ModelCatalogue.Create("mobile_former_26m", Classes);
        var refusal = Assert.Throws<ArgumentException>(() => new TrainingSession(
            TestDevices.Get("cpu"), model, new TrainingOptions(2, 32, 32, AdamW) { Frozen = frozen.Split(' ') }));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    private static float[] Targets()
    {
        var targets = new float[2 * Classes];
        (targets[1], targets[Classes + 3]) = (1, 1);
        return targets;
    }
}

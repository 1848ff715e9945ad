using GpuFormer.Distributed;
using GpuFormer.Models;
using GpuFormer.Tests.Host.Distributed;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>Sessions of ranks that are threads: the exchange without an engine.</summary>
public sealed class RankedSessionTests
{
    private const int Batch = 4;
    private const int Side = 32;
    private const int Classes = 5;
    private const int Accumulated = 4;
    private const int Updates = 3;

    private static ImageModel Model => ModelCatalogue.Create("mobile_former_26m", Classes);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Ranks_make_the_bytes_of_one_process_that_accumulates_their_batches(int ranks)
    {
        var expected = Train(SingleRank.Instance, broken: -1);
        foreach (var state in ThreadRanks.Run(ranks, group => Train(group, broken: -1)))
            AssertSame(expected, state);
    }

    [Fact]
    public void Lengths_of_LAMB_and_adaptive_clipping_are_the_same_on_all_ranks()
    {
        var lamb = new OptimizerOptions(OptimizerKind.Lamb, WeightDecay: 0.05)
        {
            ClipFactor = 0.01,
            LayerDecay = 0.8,
            EmaDecay = 0.9,
        };
        var expected = Train(SingleRank.Instance, broken: -1, lamb);
        foreach (var state in ThreadRanks.Run(2, group => Train(group, broken: -1, lamb)))
            AssertSame(expected, state);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_batch_that_is_left_out_is_left_out_by_all(int broken)
    {
        var expected = Train(SingleRank.Instance, broken);
        foreach (var state in ThreadRanks.Run(2, group => Train(group, broken)))
            AssertSame(expected, state);
    }

    [Fact]
    public void Norms_over_the_batches_of_all_ranks_are_those_of_one_large_batch()
    {
        // One step of plain gradient descent shows the gradients.
        var sgd = new OptimizerOptions(OptimizerKind.Sgd, WeightDecay: 0) { Momentum = 0, Nesterov = false };
        IReadOnlyDictionary<string, float[]> Step(IRankGroup group, bool synchronise)
        {
            using var device = DeviceSelector.Open("cpu", 1);
            var batch = 2 * Batch / group.Size;
            using var session = new TrainingSession(device, Model,
                new TrainingOptions(batch, Side, Side, sgd with { AccumulationSteps = group.Size })
                { SynchronisesNorms = synchronise }, _ => default, group);
            session.Initialise(seed: 1);
            var images = Images(0, 2 * Batch);
            var targets = Targets(2 * Batch);
            session.Step(images.AsSpan(group.Rank * images.Length / group.Size, images.Length / group.Size),
                targets.AsSpan(group.Rank * targets.Length / group.Size, targets.Length / group.Size), 0.1);
            return session.ReadState();
        }

        var whole = Step(SingleRank.Instance, synchronise: false);
        var synchronised = ThreadRanks.Run(2, group => Step(group, synchronise: true));
        var separate = ThreadRanks.Run(2, group => Step(group, synchronise: false));
        AssertSame(synchronised[0], synchronised[1]);
        Assert.True(Distance(whole, synchronised[0]) < 1e-3, $"{Distance(whole, synchronised[0])}");
        Assert.True(Distance(whole, separate[0]) > 20 * Distance(whole, synchronised[0]));
    }

    [Fact]
    public void Ranks_that_cannot_share_a_step_evenly_are_refused()
    {
        var failure = Assert.Throws<ArgumentException>(() => ThreadRanks.Run(3, group => Train(group, broken: -1)));
        Assert.StartsWith("3 ranks cannot share the 4 batches of an update evenly.", failure.Message);
    }

    private static Dictionary<string, float[]> Train(IRankGroup group, int broken, OptimizerOptions? optimizer = null)
    {
        optimizer ??= new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05) { ClipNorm = 1, EmaDecay = 0.9 };
        using var device = DeviceSelector.Open("cpu", 1);
        using var session = new TrainingSession(device, Model, new TrainingOptions(Batch, Side, Side,
            optimizer with { AccumulationSteps = Accumulated })
        { Dropout = 0.2, DropPath = 0.2, Seed = 3 }, _ => default, group);
        session.Initialise(seed: 1);
        var skipped = 0;
        for (var number = group.Rank; number < Updates * Accumulated; number += group.Size)
        {
            var images = Images(number, Batch);
            if (number == broken)
                images[5] = float.NaN;
            session.Step(images, Targets(Batch), 1e-3);
            foreach (var result in session.Results)
                skipped += result.Skipped ? 1 : 0;
        }

        Assert.Equal(broken < 0 ? 0 : 1, skipped);
        Assert.Equal(Updates, session.Updates);
        return session.ReadState().Concat(session.ReadOptimizer())
            .Concat(session.ReadEma()!.Select(pair => KeyValuePair.Create($"ema.{pair.Key}", pair.Value)))
            .ToDictionary();
    }

    private static void AssertSame(
        IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (name, values) in expected)
            Assert.True(values.AsSpan().SequenceEqual(actual[name]), $"{name} differs.");
    }

    // Largest difference of the parameters, running statistics included, by their size.
    private static double Distance(
        IReadOnlyDictionary<string, float[]> expected, IReadOnlyDictionary<string, float[]> actual) =>
        expected.Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Max(pair =>
            pair.Value.Zip(actual[pair.Key]).Max(v => Math.Abs(v.First - v.Second))
            / Math.Max(1e-2, pair.Value.Max(Math.Abs)));

    private static float[] Images(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * 3 * Side * Side).Select(_ => (random.NextSingle() * 4) - 2)];
    }

    private static float[] Targets(int count)
    {
        var targets = new float[count * Classes];
        for (var row = 0; row < count; row++)
            targets[(row * Classes) + (row % Classes)] = 1;
        return targets;
    }
}

using System.Runtime.InteropServices;
using System.Security.Cryptography;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

public sealed class TrainingSessionTests
{
    private const int Batch = 4;
    private const int Side = 32;
    private const int Classes = 5;

    private static readonly OptimizerOptions AdamW = new(OptimizerKind.AdamW, WeightDecay: 0.05);

    private static ImageModel Model => ModelCatalogue.Create("mobile_former_26m", Classes);

    [Fact]
    public void Any_number_of_workers_makes_the_same_bytes()
    {
        var expected = Trained(1);
        Assert.Equal(expected, Trained(2));
        Assert.Equal(expected, Trained(4));

        static string Trained(int workers)
        {
            using var device = DeviceSelector.Open("cpu", workers);
            using var session = Open(device, AdamW with { ClipNorm = 1, EmaDecay = 0.9 }, dropout: 0.2);
            return HashAfter(session, 6);
        }
    }

    [Fact]
    public void Norms_of_units_have_the_same_bytes_of_any_number_of_workers()
    {
        var expected = Trained(1);
        Assert.Equal(expected, Trained(3));

        static string Trained(int workers)
        {
            using var device = DeviceSelector.Open("cpu", workers);
            using var session = Open(device,
                new OptimizerOptions(OptimizerKind.Lamb, WeightDecay: 0.05) { ClipFactor = 0.01, EmaDecay = 0.9 });
            return HashAfter(session, 4);
        }
    }

    [Fact]
    public void Two_hundred_steps_of_any_number_of_workers_make_the_same_bytes()
    {
        var expected = Trained(1);
        Assert.Equal(expected, Trained(2));
        Assert.Equal(expected, Trained(4));

        static string Trained(int workers)
        {
            using var device = DeviceSelector.Open("cpu", workers);
            using var session = OpenSmall(device);
            return HashAfter(session, 200);
        }
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Sizes_that_share_memory_train_as_sessions_of_their_own_do(string kind)
    {
        TrainingSize[] sizes = [new(4, 32, 32), new(2, 48, 40), new(3, 32, 32)];
        var device = TestDevices.Get(kind);
        var options = new TrainingOptions(4, 32, 32, AdamW with { ClipNorm = 1, EmaDecay = 0.9, DecaysAll = true })
        {
            Dropout = 0.2,
            Seed = 3,
            Sizes = sizes,
        };
        using var together = new TrainingSession(device, Model, options);
        together.Initialise(seed: 1);
        var state = (together.ReadState(), together.ReadOptimizer(), together.ReadEma()!);
        foreach (var at in new[] { 0, 1, 1, 2, 0 })
        {
            var size = sizes[at];
            using var alone = new TrainingSession(device, Model, options with
            {
                Batch = size.Batch,
                Height = size.Height,
                Width = size.Width,
                Sizes = [],
            });
            alone.Load(state.Item1);
            alone.LoadOptimizer(state.Item2);
            alone.LoadEma(state.Item3);
            var images = SeededWeights.Input(size.Batch * 3 * size.Height * size.Width);
            var targets = new float[size.Batch * Classes];
            for (var i = 0; i < size.Batch; i++)
                targets[(i * Classes) + (i % Classes)] = 1;
            var expected = alone.Step(images, targets, learningRate: 1e-3);
            Assert.Equal(expected, together.Step(images, targets, learningRate: 1e-3));
            Assert.Equal(alone.Logits, together.Logits);
            Assert.Equal(alone.ReadState(), together.ReadState());
            Assert.Equal(alone.ReadOptimizer(), together.ReadOptimizer());
            state = (alone.ReadState(), alone.ReadOptimizer(), alone.ReadEma()!);
        }

        var fault = Assert.Throws<ArgumentException>(() => together.Step(new float[3], new float[Classes], 1e-3));
        Assert.Contains("No size of the session has 3 elements", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_cannot_be_told_apart_are_refused()
    {
        var options = new TrainingOptions(4, 32, 32, AdamW) { Sizes = [new(4, 32, 32), new(4, 16, 64)] };
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingSession(TestDevices.Get("cpu"), Model, options));
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void The_same_seed_makes_the_same_bytes_again(string kind)
    {
        Assert.Equal(Trained(), Trained());

        string Trained()
        {
            using var session = OpenSmall(TestDevices.Get(kind));
            return HashAfter(session, 20);
        }
    }

    [Fact]
    public void A_step_allocates_no_managed_memory_and_device_bytes_stay()
    {
        var device = TestDevices.Get("cpu");
        using var session = Open(device, AdamW with { EmaDecay = 0.9 });
        var (images, targets, bytes) = (Images(0), Targets(), session.DeviceBytes);
        Assert.Equal(0, Allocations.Of(() => session.Step(images, targets, 1e-3)));
        Assert.Equal(bytes, session.DeviceBytes);
        Assert.InRange(session.PeakBytes, 1, session.ArenaBytes);
    }

    [Fact]
    public void An_image_that_is_not_finite_skips_the_step_and_names_the_first_layer()
    {
        using var session = Open(TestDevices.Get("cpu"), AdamW with { EmaDecay = 0.9 });
        session.Step(Images(0), Targets(), 1e-3);
        var before = Hash(session.ReadState(), session.ReadOptimizer(), session.ReadEma()!);
        var images = Images(1);
        images[7] = float.NaN;
        var step = session.Step(images, Targets(), 1e-3);
        Assert.True(step.Skipped);
        Assert.False(step.Updated);
        Assert.Equal(before, Hash(session.ReadState(), session.ReadOptimizer(), session.ReadEma()!));
        Assert.StartsWith("stem", session.FirstNonFiniteLayer());
        Assert.False(session.Step(Images(1), Targets(), 1e-3).Skipped);
    }

    [Fact]
    public void Updates_follow_the_rule_of_AdamW()
    {
        const double rate = 1e-2;
        using var session = Open(TestDevices.Get("cpu"), AdamW with { ClipNorm = 0.5 });
        var (p, m, v) = (session.ReadState(), new Dictionary<string, double[]>(), new Dictionary<string, double[]>());
        for (var t = 1; t <= 2; t++)
        {
            var norm = session.Step(Images(t), Targets(), rate).GradientNorm;
            var (gradients, next) = (session.ReadGradients(), session.ReadState());
            Assert.True(norm > 0.5);
            Assert.Equal(Math.Sqrt(gradients.Values.Sum(g => g.Sum(x => (double)x * x))), norm, 1e-4 * norm);
            foreach (var (name, gradient) in gradients)
            {
                var decay = Model.Parameters.Single(q => q.Name == name).Shape.Rank > 1 ? 0.05 : 0;
                m.TryAdd(name, new double[gradient.Length]);
                v.TryAdd(name, new double[gradient.Length]);
                for (var i = 0; i < gradient.Length; i++)
                {
                    var g = gradient[i] * 0.5 / norm;
                    m[name][i] = (0.9 * m[name][i]) + (0.1 * g);
                    v[name][i] = (0.999 * v[name][i]) + (0.001 * g * g);
                    var step = rate * (m[name][i] / (1 - Math.Pow(0.9, t)))
                        / (Math.Sqrt(v[name][i] / (1 - Math.Pow(0.999, t))) + 1e-8);
                    Assert.Equal((p[name][i] * (1 - (rate * decay))) - step, next[name][i], 2e-4 * rate);
                }
            }

            p = next;
        }
    }

    [Fact]
    public void Updates_follow_the_rule_of_SGD_with_Nesterov_momentum()
    {
        const double rate = 0.1;
        using var session = Open(TestDevices.Get("cpu"), new OptimizerOptions(OptimizerKind.Sgd, 0.01));
        var (p, buffer) = (session.ReadState(), new Dictionary<string, double[]>());
        for (var t = 1; t <= 2; t++)
        {
            session.Step(Images(t), Targets(), rate);
            var (gradients, next) = (session.ReadGradients(), session.ReadState());
            foreach (var (name, gradient) in gradients)
            {
                var decay = Model.Parameters.Single(q => q.Name == name).Shape.Rank > 1 ? 0.01 : 0;
                buffer.TryAdd(name, new double[gradient.Length]);
                for (var i = 0; i < gradient.Length; i++)
                {
                    var g = gradient[i] + (decay * p[name][i]);
                    buffer[name][i] = (0.9 * buffer[name][i]) + g;
                    var expected = p[name][i] - (rate * (g + (0.9 * buffer[name][i])));
                    Assert.Equal(expected, next[name][i], 1e-5 * Math.Max(1, Math.Abs(expected)));
                }
            }

            p = next;
        }
    }

    [Fact]
    public void Two_equal_batches_accumulate_to_one_update_with_the_same_gradients()
    {
        using var once = Open(TestDevices.Get("cpu"), AdamW);
        using var twice = Open(TestDevices.Get("cpu"), AdamW with { AccumulationSteps = 2 });
        Assert.True(once.Step(Images(0), Targets(), 1e-3).Updated);
        Assert.False(twice.Step(Images(0), Targets(), 1e-3).Updated);
        Assert.True(twice.Step(Images(0), Targets(), 1e-3).Updated);
        Assert.Equal(1, twice.Updates);
        Assert.Equal(Hash(once.ReadOptimizer()), Hash(twice.ReadOptimizer()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_batch_that_is_left_out_of_an_accumulation_leaves_the_mean_of_the_others(int broken)
    {
        using var two = Open(TestDevices.Get("cpu"), AdamW with { AccumulationSteps = 2, ClipNorm = 1 });
        using var three = Open(TestDevices.Get("cpu"), AdamW with { AccumulationSteps = 3, ClipNorm = 1 });
        var whole = Images(7);
        var torn = Images(7);
        torn[100] = float.PositiveInfinity;
        var batch = 0;
        for (var i = 0; i < 3; i++)
        {
            var step = three.Step(i == broken ? torn : Images(batch), Targets(), 1e-3);
            Assert.Equal(i == broken, step.Skipped);
            Assert.Equal(i == 2, step.Updated);
            if (i != broken)
                Assert.Equal(batch == 1, two.Step(Images(batch++), Targets(), 1e-3).Updated);
        }

        Assert.Equal(Hash(two.ReadState(), two.ReadOptimizer()), Hash(three.ReadState(), three.ReadOptimizer()));
        // The next accumulation begins where it would have.
        Assert.False(three.Step(whole, Targets(), 1e-3).Updated);
        Assert.False(three.Step(whole, Targets(), 1e-3).Updated);
        Assert.True(three.Step(whole, Targets(), 1e-3).Updated);
    }

    [Fact]
    public void An_accumulation_without_a_finite_batch_updates_nothing()
    {
        using var session = Open(TestDevices.Get("cpu"), AdamW with { AccumulationSteps = 2, EmaDecay = 0.9 });
        var before = Hash(session.ReadState(), session.ReadOptimizer(), session.ReadEma()!);
        var torn = Images(0);
        torn[3] = float.NaN;
        Assert.False(session.Step(torn, Targets(), 1e-3).Updated);
        var last = session.Step(torn, Targets(), 1e-3);
        Assert.True(last.Skipped);
        Assert.False(last.Updated);
        Assert.Equal(before, Hash(session.ReadState(), session.ReadOptimizer(), session.ReadEma()!));
    }

    [Theory]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Lamb)]
    [InlineData(OptimizerKind.Lion)]
    public void Loaded_states_go_on_with_the_same_bytes(OptimizerKind kind)
    {
        var options = AdamW with { Kind = kind, EmaDecay = 0.9, ClipFactor = 0.05, LayerDecay = 0.9 };
        using var first = Open(TestDevices.Get("cpu"), options);
        first.Step(Images(0), Targets(), 1e-3);
        var (state, optimizer, average) = (first.ReadState(), first.ReadOptimizer(), first.ReadEma()!);
        Assert.Equal([1f], state["stem.1.num_batches_tracked"]);
        first.Step(Images(1), Targets(), 1e-3);
        using var second = Open(TestDevices.Get("cpu"), options);
        second.Load(state);
        second.LoadOptimizer(optimizer);
        second.LoadEma(average);
        second.Step(Images(1), Targets(), 1e-3);
        Assert.Equal(Hash(first.ReadState(), first.ReadOptimizer(), first.ReadEma()!),
            Hash(second.ReadState(), second.ReadOptimizer(), second.ReadEma()!));
    }

    [Fact]
    public void States_that_do_not_fit_are_refused_with_all_names()
    {
        using var session = Open(TestDevices.Get("cpu"), AdamW);
        var state = session.ReadState().ToDictionary();
        state.Remove("tokens.weight");
        state["stem.0.weight"] = [1];
        state["other"] = [1];
        var fault = Assert.Throws<ArgumentException>(() => session.Load(state));
        Assert.Contains("'tokens.weight' is missing", fault.Message);
        Assert.Contains("'stem.0.weight' has 1 elements", fault.Message);
        Assert.Contains("'other' is unknown", fault.Message);
    }

    [Fact]
    public void A_batch_of_one_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TrainingSession(
            TestDevices.Get("cpu"), Model, new TrainingOptions(1, Side, Side, AdamW)));

    private static TrainingSession Open(Device device, OptimizerOptions optimizer, double dropout = 0)
    {
        var session = new TrainingSession(device, Model,
            new TrainingOptions(Batch, Side, Side, optimizer) { Dropout = dropout });
        session.Initialise(seed: 1);
        return session;
    }

    // Three blocks, of which one has tokens and keeps the size and one has tokens and halves it.
    private static TrainingSession OpenSmall(Device device)
    {
        var smallest = MobileFormerVariant.All[0];
        var model = new MobileFormer(
            smallest with { Name = "three_blocks", Blocks = [.. smallest.Blocks.Take(3)] }, new MobileFormerOptions(Classes));
        var session = new TrainingSession(device, model, new TrainingOptions(
            Batch, Side, Side, AdamW with { ClipNorm = 1, EmaDecay = 0.9 })
        { Dropout = 0.2 });
        session.Initialise(seed: 1);
        return session;
    }

    private static string HashAfter(TrainingSession session, int steps)
    {
        for (var i = 0; i < steps; i++)
            Assert.True(session.Step(Images(i % 7), Targets(), 1e-3).Updated);
        return Hash(session.ReadState(), session.ReadOptimizer(), session.ReadEma()!);
    }

    private static float[] Images(int number) => SeededWeights.Input(Batch * 3 * Side * Side, $"images {number}");

    private static float[] Targets()
    {
        var targets = new float[Batch * Classes];
        for (var i = 0; i < Batch; i++)
            targets[(i * Classes) + i] = 1;
        return targets;
    }

    private static string Hash(params IReadOnlyDictionary<string, float[]>[] states)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var values in states.SelectMany(state => state.Values))
            hash.AppendData(MemoryMarshal.AsBytes<float>(values));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}

using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using Xunit;

namespace GpuFormer.Tests.Ops;

public sealed class DropoutTests
{
    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Elements_are_kept_and_scaled_or_dropped_by_the_generator(string device)
    {
        foreach (var shape in new[] { new[] { 1 }, [3, 7], [3, 1000, 5] })
        {
            var x = Given.Activation("x", shape);
            var expected = x.Values.Select((v, i) => Draw(7, 123, 5, i) < 0.3 ? 0 : v * (float)(1 / 0.7)).ToArray();
            Assert.Equal(expected,
                OpRun.First(TestDevices.Get(device), new Dropout(0.3, Layer: 5), x, Scalars(seed: 7, step: 123)));
        }
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Images_are_kept_and_scaled_or_dropped_by_the_generator(string device)
    {
        var x = Given.Activation("x", 33, 2, 3, 5);
        var expected = x.Values.Select((v, i) => Draw(-1, 8, 2, i / 30) < 0.25 ? 0 : v * (float)(1 / 0.75)).ToArray();
        Assert.Contains(0f, expected);
        Assert.Equal(expected,
            OpRun.First(TestDevices.Get(device), new DropPath(0.25, Layer: 2), x, Scalars(seed: -1, step: 8)));
    }

    [Fact]
    public void Of_two_branches_with_one_draw_never_both_are_dropped()
    {
        var x = new Given([.. Enumerable.Repeat(1f, 5000)], new Shape(5000, 1));
        var device = TestDevices.Get("cpu");
        var first = OpRun.First(device, new DropPath(0.4, Layer: 3), x, Scalars(seed: 5, step: 2));
        var second = OpRun.First(device, new DropPath(0.5, Layer: 3) { FromTop = true }, x, Scalars(seed: 5, step: 2));
        Assert.DoesNotContain(first.Zip(second), pair => pair is { First: 0, Second: 0 });
        for (var i = 0; i < second.Length; i++)
            Assert.Equal(Draw(5, 2, 3, i) >= 0.5 ? 0f : 2f, second[i]);
        // Five deviations of the binomial distribution.
        Assert.InRange(first.Count(v => v == 0), 2000 - 175, 2000 + 175);
    }

    [Fact]
    public void As_many_are_dropped_as_the_rate_says_and_others_with_another_seed_step_or_layer()
    {
        var x = new Given([.. Enumerable.Repeat(1f, 20000)], new Shape(20000));
        var runs = new[] { (1, 0, 0), (2, 0, 0), (1, 1, 0), (1, 0, 1) }
            .Select(r => OpRun.First(TestDevices.Get("cpu"), new Dropout(0.2, r.Item3), x, Scalars(r.Item1, r.Item2)))
            .ToArray();
        foreach (var run in runs)
        {
            // Five deviations of the binomial distribution.
            Assert.InRange(run.Count(v => v == 0), 4000 - 285, 4000 + 285);
            foreach (var other in runs.Where(r => r != run))
                Assert.InRange(run.Zip(other).Count(p => p.First == 0 && p.Second == 0), 800 - 140, 800 + 140);
        }
    }

    [Fact]
    public void A_rate_of_one_is_refused()
    {
        var shapes = new[] { new Shape(3), new Shape(StepScalars.Count) };
        var e = Assert.Throws<ArgumentException>(() => new Dropout(1, 0).InferShapes(shapes));
        Assert.Equal("Dropout: a rate of 1; it must be at least 0 and below 1.", e.Message);
    }

    internal static Given Scalars(int seed, int step)
    {
        var values = new float[StepScalars.Count];
        values[StepScalars.Seed] = BitConverter.Int32BitsToSingle(seed);
        values[StepScalars.Step] = BitConverter.Int32BitsToSingle(step);
        return new(values, new Shape(StepScalars.Count));
    }

    // A number from 0 to 1.
    internal static double Draw(int seed, int step, int layer, int index)
    {
        var key = Mix(Mix(Mix((uint)layer + 0x9E3779B9u) ^ (uint)step) ^ (uint)seed);
        return (Mix(Mix((uint)index + key) ^ (key * 0x9E3779B9u)) >> 8) / 16777216.0;
    }

    private static uint Mix(uint x)
    {
        x = (x ^ (x >> 16)) * 0x7FEB352Du;
        x = (x ^ (x >> 15)) * 0x846CA68Bu;
        return x ^ (x >> 16);
    }
}

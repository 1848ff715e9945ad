using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class SessionTests
{
    [Theory]
    [OnDevice("cpu")]
    public void Predict_allocates_no_managed_memory(string device)
    {
        using var model = Model.WithSeededWeights("mobile_former_26m");
        using var session = new Session(model, TestDevices.Get(device), batchSize: 1, height: 64, width: 64);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var logits = new float[session.OutputShape.Elements];
        Assert.Equal(0, Allocations.Of(() => session.Predict(input, logits)));
    }

    [Fact]
    public void A_session_outlives_its_model_and_repeats_its_logits()
    {
        using var device = DeviceSelector.Open("cpu");
        var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 3 });
        using var session = new Session(model, device, batchSize: 2, height: 40, width: 33);
        model.Dispose();
        Assert.Equal([2, 3, 40, 33], session.InputShape);
        Assert.Equal([2, 3], session.OutputShape);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var (first, second) = (new float[6], new float[6]);
        session.Predict(input, first);
        session.Predict(input, second);
        Assert.Equal(first, second);
        Assert.All(first, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Other_weights_make_the_bytes_of_a_new_session(string kind)
    {
        var device = TestDevices.Get(kind);
        using var first = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 3 });
        using var other = Model.FromState(first.Network, first.Network.Parameters.ToDictionary(
            p => p.Name, p => SeededWeights.Fill(p.Name, p.Shape).Select(value => 0.9f * value).ToArray()));
        using var reloaded = new Session(first, device, 2, 32, 32);
        using var fresh = new Session(other, device, 2, 32, 32);
        var input = SeededWeights.Input(reloaded.InputShape.Elements);
        var (before, expected, actual) = (new float[6], new float[6], new float[6]);
        reloaded.Predict(input, before);
        fresh.Predict(input, expected);
        reloaded.Reload(other);
        reloaded.Predict(input, actual);
        Assert.NotEqual(before, expected);
        Assert.Equal(expected, actual);
        reloaded.Reload(first);
        reloaded.Predict(input, actual);
        Assert.Equal(before, actual);
    }

    [Fact]
    public void Weights_of_another_network_are_not_taken()
    {
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 3 });
        using var session = new Session(model, device, 1, 32, 32);
        using var wider = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 4 });
        using var larger = Model.WithSeededWeights("mobile_former_52m", new ModelOptions { Classes = 3 });
        Assert.Contains("4", Assert.Throws<ArgumentException>(() => session.Reload(wider)).Message);
        Assert.Contains("mobile_former_52m", Assert.Throws<ArgumentException>(() => session.Reload(larger)).Message);
    }

    [Fact]
    public void Sessions_give_their_device_memory_back()
    {
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights("mobile_former_26m");
        var before = device.AllocatedBytes;
        using (var session = new Session(model, device, batchSize: 1, height: 32, width: 32))
            Assert.True(device.AllocatedBytes >= before + session.DeviceBytes);
        Assert.Equal(before, device.AllocatedBytes);
    }

    [Fact]
    public void Spans_of_another_length_are_refused_with_both_lengths()
    {
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights("mobile_former_26m");
        using var session = new Session(model, device, batchSize: 1, height: 32, width: 32);
        var exception = Assert.Throws<ArgumentException>(() => session.Predict(new float[7], new float[1000]));
        Assert.Contains("7", exception.Message);
        Assert.Contains("3072", exception.Message);
        Assert.Throws<ArgumentException>(() => session.Predict(new float[3072], new float[999]));
    }

    [Theory]
    [InlineData(0, 32, 32)]
    [InlineData(1, 0, 32)]
    [InlineData(1, 32, -1)]
    [InlineData(1 << 15, 1 << 15, 1 << 15)]
    public void Sizes_that_cannot_be_are_refused(int batch, int height, int width)
    {
        using var device = DeviceSelector.Open("cpu");
        using var model = Model.WithSeededWeights("mobile_former_26m");
        Assert.Throws<ArgumentOutOfRangeException>(() => new Session(model, device, batch, height, width));
    }
}

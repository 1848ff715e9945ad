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
        using var device = DeviceSelector.Open("plain");
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

    [Fact]
    public void Sessions_give_their_device_memory_back()
    {
        using var device = DeviceSelector.Open("plain");
        using var model = Model.WithSeededWeights("mobile_former_26m");
        var before = device.AllocatedBytes;
        using (var session = new Session(model, device, batchSize: 1, height: 32, width: 32))
            Assert.True(device.AllocatedBytes >= before + session.DeviceBytes);
        Assert.Equal(before, device.AllocatedBytes);
    }

    [Fact]
    public void Spans_of_another_length_are_refused_with_both_lengths()
    {
        using var device = DeviceSelector.Open("plain");
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
        using var device = DeviceSelector.Open("plain");
        using var model = Model.WithSeededWeights("mobile_former_26m");
        Assert.Throws<ArgumentOutOfRangeException>(() => new Session(model, device, batch, height, width));
    }
}

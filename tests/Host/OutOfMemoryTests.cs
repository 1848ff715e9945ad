using GpuFormer.Devices.Cpu;
using GpuFormer.Devices.Plain;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class OutOfMemoryTests
{
    private const int Batch = 64;

    [Fact]
    public void The_named_batch_succeeds_the_next_fails_and_memory_returns()
    {
        using var device = new CpuDevice { MemoryLimit = 20 << 20 };
        using var model = Model.WithSeededWeights("mobile_former_26m");
        using var held = device.CreateBuffer(1000);
        var failure = Assert.Throws<DeviceMemoryException>(() => new Session(model, device, Batch, 64, 64));
        Assert.Equal(1000, device.AllocatedBytes);
        Assert.Equal(1000, failure.InUse);
        Assert.Equal(20 << 20, failure.Limit);
        Assert.True(failure.Requested > failure.Limit);
        var largest = failure.LargestBatch!.Value;
        Assert.InRange(largest, 1, Batch - 1);
        Assert.Contains($"The largest batch that fits is {largest}.", failure.Message);
        Assert.Matches("Layer '[^']+' needs most", failure.Message);

        Assert.Equal(largest, Assert.Throws<DeviceMemoryException>(
            () => new Session(model, device, largest + 1, 64, 64)).LargestBatch);
        using (var session = new Session(model, device, largest, 64, 64))
        {
            var logits = new float[session.OutputShape.Elements];
            session.Predict(SeededWeights.Input(session.InputShape.Elements), logits);
            Assert.All(logits, value => Assert.True(float.IsFinite(value)));
        }

        Assert.Equal(1000, device.AllocatedBytes);
    }

    [Fact]
    public void Constants_that_do_not_fit_name_no_batch_and_leave_nothing_behind()
    {
        // Room for the arena, not for the weights: the second allocation fails.
        using var device = new PlainDevice { MemoryLimit = 2 << 20 };
        using var model = Model.WithSeededWeights("mobile_former_26m");
        var failure = Assert.Throws<DeviceMemoryException>(() => new Session(model, device, 1, 32, 32));
        Assert.Equal(0, failure.LargestBatch);
        Assert.Contains("Not even a batch of 1 fits", failure.Message);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Every_device_keeps_its_limit(string kind)
    {
        using var device = DeviceSelector.Open(kind);
        device.MemoryLimit = 1 << 20;
        using var held = device.CreateBuffer(1 << 19);
        var failure = Assert.Throws<DeviceMemoryException>(() => device.CreateBuffer((1 << 19) + 1));
        Assert.Equal((1 << 19) + 1, failure.Requested);
        Assert.Equal(1 << 19, failure.InUse);
        Assert.Equal(1 << 20, failure.Limit);
        using var rest = device.CreateBuffer(1 << 19);
        Assert.Equal(1 << 20, device.AllocatedBytes);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(17, 16)]
    [InlineData(100, 16)]
    [InlineData(1, 0)]
    public void Search_finds_the_last_that_fits_below_the_one_that_failed(int failing, int expected) =>
        Assert.Equal(expected, LargestBatch.Find(failing, batch => batch <= 16));
}

using System.Text.RegularExpressions;
using GpuFormer.Cli;
using GpuFormer.Devices.Cpu;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host.Data;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class OutOfMemoryTests
{
    private const int Batch = 64;
    private const int TrainingBatch = 48;

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
        using var device = new CpuDevice(workers: 1) { MemoryLimit = 2 << 20 };
        using var model = Model.WithSeededWeights("mobile_former_26m");
        var failure = Assert.Throws<DeviceMemoryException>(() => new Session(model, device, 1, 32, 32));
        Assert.Equal(0, failure.LargestBatch);
        Assert.Contains("Not even a batch of 1 fits", failure.Message);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void Training_names_the_batch_that_fits_and_its_bytes_before_it_takes_any()
    {
        const int Limit = 90 << 20;
        using var device = new CpuDevice { MemoryLimit = Limit };
        using var held = device.CreateBuffer(1000);
        var failure = Assert.Throws<DeviceMemoryException>(() => Train(TrainingBatch));
        Assert.Equal(1000, device.AllocatedBytes);
        Assert.Equal(1000, failure.InUse);
        Assert.Equal(Limit, failure.Limit);
        Assert.True(failure.Requested > Limit);
        Assert.Matches("Layer '[^']+' needs most", failure.Message);
        var largest = failure.LargestBatch!.Value;
        Assert.InRange(largest, 2, TrainingBatch - 1);
        Assert.Contains($"The largest batch that fits is {largest}.", failure.Message);
        Assert.Equal(largest, Assert.Throws<DeviceMemoryException>(() => Train(largest + 1)).LargestBatch);
        using (var session = Train(largest))
        {
            Assert.Equal(session.DeviceBytes, device.AllocatedBytes - 1000);
            session.Initialise(seed: 1);
            var step = session.Step(SeededWeights.Input(largest * 3 * 32 * 32), new float[largest * 10], 1e-3);
            Assert.True(step.Updated);
        }

        Assert.Equal(1000, device.AllocatedBytes);

        TrainingSession Train(int batch) => new(
            device, ModelCatalogue.Create("mobile_former_26m", 10),
            new TrainingOptions(batch, 32, 32, new OptimizerOptions(OptimizerKind.AdamW, WeightDecay: 0.05)
            {
                EmaDecay = 0.9,
                AccumulationSteps = 1,
            }));
    }

    [Fact]
    public void A_network_that_does_not_fit_at_all_names_the_smallest_batch_of_training()
    {
        using var device = new CpuDevice { MemoryLimit = 1 << 20 };
        var failure = Assert.Throws<DeviceMemoryException>(() => new TrainingSession(
            device, ModelCatalogue.Create("mobile_former_26m", 10),
            new TrainingOptions(8, 32, 32, new OptimizerOptions(OptimizerKind.Sgd, WeightDecay: 0)
            {
                AccumulationSteps = 2,
            })));
        Assert.Equal(0, failure.LargestBatch);
        Assert.Contains("Not even a batch of 2 fits", failure.Message);
        Assert.Equal(0, device.AllocatedBytes);
    }

    [Fact]
    public void Train_says_so_before_the_first_step_with_room_for_validation_too()
    {
        using var folder = new Cli.TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, 96).Select(i => (byte)(i % 10))];
        foreach (var split in new[] { "train", "t10k" })
        {
            folder.Write($"d/{split}-images-idx3-ubyte", IdxBytes.Images(labels.Length, 20, 20));
            folder.Write($"d/{split}-labels-idx1-ubyte", IdxBytes.Labels(labels));
        }

        var run = Train("96");
        Assert.Equal(ExitCode.OutOfMemory, run.ExitCode);
        var named = Regex.Match(run.Error, @"The largest batch that fits is (\d+)\.");
        Assert.True(named.Success, run.Error);
        Assert.DoesNotContain("Train:", run.Error);
        run = Train(named.Groups[1].Value);
        Assert.True(run.ExitCode == 0, run.Error);

        CommandLineRun Train(string batch) => CommandLineRun.Of(
            "train", folder["d"], "--preset", "mnist", "--epochs", "1", "--device", "cpu", "--memory-limit", "90MB",
            "-b", batch, "--output", folder[$"runs-{batch}"], "--progress", "never");
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
        Assert.Equal(expected, LargestBatch.Find(1, failing, batch => batch <= 16));
}

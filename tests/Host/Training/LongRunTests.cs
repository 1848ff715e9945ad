using System.Globalization;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Host.Data;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Host.Training;

/// <summary>
/// Memory does not grow with steps, epochs, validations and stored states. <c>GPUFORMER_STEPS=10000</c> makes it longer.
/// </summary>
[Collection(nameof(MeasuredMemory))]
public sealed class LongRunTests
{
    private const int StepsOfEpoch = 20;
    private const int FirstEpochs = 3;
    private const long Tolerance = 1 << 20;

    private static readonly int Epochs = int.TryParse(
        Environment.GetEnvironmentVariable("GPUFORMER_STEPS"), CultureInfo.InvariantCulture, out var steps)
            ? steps / StepsOfEpoch
            : 15;

    [Fact]
    public void Device_bytes_are_constant_and_the_managed_heap_is_flat()
    {
        using var folder = new Cli.TemporaryFolder();
        byte[] labels = [.. Enumerable.Range(0, 8 * StepsOfEpoch).Select(i => (byte)(i % 10))];
        folder.Write("d/train-images-idx3-ubyte", IdxBytes.Images(labels.Length, 20, 20));
        folder.Write("d/train-labels-idx1-ubyte", IdxBytes.Labels(labels));
        folder.Write("d/t10k-images-idx3-ubyte", IdxBytes.Images(10, 20, 20));
        folder.Write("d/t10k-labels-idx1-ubyte", IdxBytes.Labels(labels[..10]));
        var recipe = RecipePresets.Find("mnist") with
        {
            Data = folder["d"],
            ImageSize = 16,
            BatchSize = 8,
            Epochs = Epochs,
            Ema = true,
            RecoveryInterval = 7,
            Workers = 2,
        };
        using var device = new CpuDevice();
        var meter = new Meter(device);
        using (var run = new TrainingRun(recipe, new RunFolder(folder["run"]), device, meter))
            run.Trainer.Run();
        Assert.Equal(Epochs * StepsOfEpoch, meter.Steps);
        Assert.True(meter.Grown < Tolerance, $"The managed heap grew by {meter.Grown} bytes.");
        Assert.Equal(0, device.AllocatedBytes);
    }

    /// <summary>Looks at the memory after each step and after each epoch.</summary>
    private sealed class Meter(Device device) : ITrainingObserver
    {
        private long _deviceBytes;
        private long _heap;

        public int Steps { get; private set; }

        /// <summary>From the first epochs to the last.</summary>
        public long Grown { get; private set; }

        public void Started(TrainingStart start) => _deviceBytes = device.AllocatedBytes;

        public void Stepped(in TrainingStep step)
        {
            Steps++;
            Assert.Equal(_deviceBytes, device.AllocatedBytes);
        }

        public void Validating(int epoch) => Assert.Equal(_deviceBytes, device.AllocatedBytes);

        public void EpochEnded(TrainingEpoch epoch)
        {
            Assert.Equal(_deviceBytes, device.AllocatedBytes);
            if (epoch.Summary.Epoch == FirstEpochs)
                _heap = MemoryInUse.Measure().Managed;
            else if (epoch.Summary.Epoch == Epochs - 1)
                Grown = MemoryInUse.Measure().Managed - _heap;
        }

        public void Saved(int epoch, int batch)
        {
        }

        public void Warned(string message) => Assert.Fail(message);
    }
}

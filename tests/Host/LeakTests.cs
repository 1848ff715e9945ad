using System.Runtime.InteropServices;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tests.Ops;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>Memory of the device, the managed heap and the process does not grow with use.</summary>
[Collection(nameof(MeasuredMemory))]
public sealed class LeakTests
{
    private const long Tolerance = 16 << 20;
    private const int Side = 32;

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void A_thousand_runs_leave_the_device_bytes_as_they_are(string kind)
    {
        using var device = DeviceSelector.Open(kind);
        using var model = FirstBlock();
        using var session = new Session(model, device, 1, Side, Side);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var (first, again) = (new float[session.OutputShape.Elements], new float[session.OutputShape.Elements]);
        session.Predict(input, first);
        var before = device.AllocatedBytes;
        Assert.True(before >= session.DeviceBytes);
        for (var run = 0; run < 1000; run++)
        {
            session.Predict(input, again);
            Assert.Equal(before, device.AllocatedBytes);
            Assert.Equal(first, again);
        }
    }

    [Fact]
    public void A_hundred_thousand_predictions_leave_device_bytes_and_heap_as_they_are()
    {
        const int Runs = 100_000;
        using var device = DeviceSelector.Open("cpu");
        using var model = FirstBlock();
        using var session = new Session(model, device, 1, Side, Side);
        var input = SeededWeights.Input(session.InputShape.Elements);
        var (first, again) = (new float[session.OutputShape.Elements], new float[session.OutputShape.Elements]);
        for (var run = 0; run < 10; run++)
            session.Predict(input, first);
        var (bytes, heap) = (device.AllocatedBytes, GC.GetTotalMemory(forceFullCollection: true));
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < Runs; run++)
            session.Predict(input, again);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Assert.Equal(bytes, device.AllocatedBytes);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - heap < 1 << 20);
        Assert.Equal(first, again);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void A_thousand_sessions_leave_less_than_16_MiB(string kind)
    {
        using var device = DeviceSelector.Open(kind);
        using var model = FirstBlock();
        AssertNoGrowth(device, model, warmUp: 100, cycles: 1000);
    }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Sessions_of_a_whole_model_leave_less_than_16_MiB(string kind)
    {
        using var device = DeviceSelector.Open(kind);
        using var model = Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 10 });
        AssertNoGrowth(device, model, warmUp: 5, cycles: 20);
    }

    // The first sessions fill what is kept on purpose: compiled kernels, and pools of the runtime and the driver.
    private static void AssertNoGrowth(Device device, Model model, int warmUp, int cycles)
    {
        Cycle(device, model, warmUp);
        var before = MemoryInUse.Measure();
        Cycle(device, model, cycles);
        var after = MemoryInUse.Measure();
        Assert.True(
            after.Managed - before.Managed < Tolerance && after.Native - before.Native < Tolerance
            && after.Resident - before.Resident < Tolerance, $"{before} became {after}");
    }

    private static void Cycle(Device device, Model model, int cycles)
    {
        var input = SeededWeights.Input(3 * Side * Side);
        var logits = new float[model.Classes];
        var before = device.AllocatedBytes;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            using (var session = new Session(model, device, 1, Side, Side))
            {
                Assert.True(device.AllocatedBytes >= before + session.DeviceBytes);
                session.Predict(input, logits);
            }

            Assert.Equal(before, device.AllocatedBytes);
        }
    }

    // A session takes all its steps with a network of few launches too.
    private static Model FirstBlock()
    {
        var smallest = MobileFormerVariant.All[0];
        var cut = smallest with { Name = "first_block", Blocks = [smallest.Blocks[0]] };
        return Model.WithSeededWeights(new MobileFormer(cut, new MobileFormerOptions(Classes: 10)));
    }
}

/// <summary>Bytes that the process holds.</summary>
/// <param name="Managed">Objects of .NET.</param>
/// <param name="Native">Blocks that the runtime and drivers took from the C library; 0 if unknown.</param>
/// <param name="Resident">Memory behind all of it, without free blocks where the C library can hand them back.</param>
internal readonly partial record struct MemoryInUse(long Managed, long Native, long Resident)
{
    public static MemoryInUse Measure()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        var native = 0L;
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // Freed blocks may stay with the C library, and how many do is chance: it is asked to hand them back.
                _ = TrimFreeMemory(0);
                var blocks = CountBlocks();
                native = (long)(blocks.InHeaps + blocks.Mapped);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc, which keeps less.
        }

        return new(GC.GetTotalMemory(forceFullCollection: true), native, Environment.WorkingSet);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimFreeMemory(nuint keep);

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial Blocks CountBlocks();

    // struct mallinfo2 of glibc's malloc.h.
    [StructLayout(LayoutKind.Sequential)]
    private struct Blocks
    {
        private nuint _heaps, _freeBlocks, _fastBlocks, _mappedBlocks;
        public nuint Mapped;
        private nuint _most, _fastBytes;
        public nuint InHeaps;
        private nuint _free, _trimmable;
    }
}

/// <summary>Tests that measure the whole process run while no other does.</summary>
[CollectionDefinition(nameof(MeasuredMemory), DisableParallelization = true)]
public sealed class MeasuredMemory;

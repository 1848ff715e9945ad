using System.Runtime.InteropServices;
using GpuFormer.Kernels.Launch;
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
    public void A_thousand_runs_leave_the_device_bytes_as_they_are(string kind)
    {
        using var device = DeviceSelector.Open(kind);
        using var model = SmallModel();
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
        }

        Assert.Equal(first, again);
    }

    [Theory]
    [OnDevice("cpu")]
    public void A_thousand_sessions_leave_less_than_16_MiB(string kind)
    {
        using var device = DeviceSelector.Open(kind);
        AssertNoGrowth(device, warmUp: 50, cycles: 1000, ofProcess: true);
    }

    // What a driver keeps of its own, and how much of that the C library hands back, is not ours to promise.
    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Twenty_sessions_leave_the_device_bytes_and_the_managed_heap_as_they_were(string kind)
    {
        using var device = DeviceSelector.Open(kind);
        AssertNoGrowth(device, warmUp: 5, cycles: 20, ofProcess: false);
    }

    // The first sessions fill what is kept on purpose: compiled kernels, and pools of the runtime and the driver.
    private static void AssertNoGrowth(Device device, int warmUp, int cycles, bool ofProcess)
    {
        using var model = SmallModel();
        Cycle(device, model, warmUp);
        var (heap, resident) = (ManagedBytes(), ResidentBytes());
        Cycle(device, model, cycles);
        Assert.InRange(ManagedBytes() - heap, long.MinValue, Tolerance - 1);
        if (ofProcess)
            Assert.InRange(ResidentBytes() - resident, long.MinValue, Tolerance - 1);
    }

    private static void Cycle(Device device, Model model, int cycles)
    {
        var before = device.AllocatedBytes;
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            using (var session = new Session(model, device, 1, Side, Side))
                Assert.True(device.AllocatedBytes >= before + session.DeviceBytes);
            Assert.Equal(before, device.AllocatedBytes);
        }
    }

    private static Model SmallModel() =>
        Model.WithSeededWeights("mobile_former_26m", new ModelOptions { Classes = 10 });

    // Freed blocks may stay with the C library, and how many do is chance: it is asked to hand them back.
    private static long ResidentBytes()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                _ = TrimFreeMemory(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc, which keeps less.
        }

        return Environment.WorkingSet;
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int TrimFreeMemory(nuint keep);

    private static long ManagedBytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}

/// <summary>Tests that measure the whole process run while no other does.</summary>
[CollectionDefinition(nameof(MeasuredMemory), DisableParallelization = true)]
public sealed class MeasuredMemory;

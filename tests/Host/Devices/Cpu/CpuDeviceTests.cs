using System.Runtime.InteropServices;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Kernels.Targets.Cpu;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Cpu;

public sealed class CpuDeviceTests
{
    private const int GroupSize = 8;

    public static TheoryData<int> WorkerCounts => [1, 2, 3, 5];

    [Theory]
    [MemberData(nameof(WorkerCounts))]
    public void Waves_run_in_order_and_launches_of_a_wave_all_run(int workers)
    {
        const int Count = 40 * GroupSize, Waves = 60;
        using var device = new CpuDevice(workers, 0, Translate);
        using var a = Filled(device, Count, 1);
        using var b = Filled(device, Count, 0);
        using var c = Filled(device, Count, 0);
        // b = a + 1 and c = a + 2 at the same time, then a = b + c.
        var first = new LaunchWave([Launch(device, a, a, b, 0, 1), Launch(device, a, a, c, 0, 2)]);
        var second = new LaunchWave([Launch(device, b, c, a, 1, 0)]);
        using var recording = device.Record(
            [.. Enumerable.Repeat((LaunchWave[])[first, second], Waves).SelectMany(w => w)]);
        for (var run = 0; run < 20; run++)
            recording.Run();
        var expected = 1;
        for (var i = 0; i < Waves * 20; i++)
            expected = unchecked((expected * 2) + 3);
        Assert.All(Read(a), value => Assert.Equal(expected, value));
    }

    [Theory]
    [MemberData(nameof(WorkerCounts))]
    public void Launch_with_slack_is_complete_when_it_is_due(int workers)
    {
        const int Count = 40 * GroupSize, Turns = 20, Runs = 20;
        using var device = new CpuDevice(workers, 0, Translate);
        using var a = Filled(device, Count, 1);
        using var b = Filled(device, Count, 0);
        using var c = Filled(device, Count, 0);
        using var d = Filled(device, Count, 0);
        // b = a + 1, d = b + 3, b = d + 1 one after the other, c = a + 2 in any of their waves, then a = b + c.
        LaunchWave[] turn =
        [
            new([Launch(device, a, a, c, 0, 2) with { Slack = 2 }, Launch(device, a, a, b, 0, 1)]),
            new([Launch(device, b, b, d, 0, 3)]), new([Launch(device, d, d, b, 0, 1)]),
            new([Launch(device, b, c, a, 1, 0)]),
        ];
        using var recording = device.Record([.. Enumerable.Repeat(turn, Turns).SelectMany(w => w)]);
        for (var run = 0; run < Runs; run++)
            recording.Run();
        var expected = 1;
        for (var i = 0; i < Turns * Runs; i++)
            expected = unchecked((expected * 2) + 7);
        Assert.All(Read(a), value => Assert.Equal(expected, value));
    }

    [Theory]
    [MemberData(nameof(WorkerCounts))]
    public void Runs_after_a_pause_find_the_workers_again(int workers)
    {
        using var device = new CpuDevice(workers, 0, Translate);
        using var a = Filled(device, 64 * GroupSize, 5);
        using var b = Filled(device, 64 * GroupSize, 0);
        using var recording = device.Record([new([Launch(device, a, b, b, 0, 3)])]);
        for (var run = 0; run < 5; run++)
        {
            recording.Run();
            Assert.All(Read(b), value => Assert.Equal(8, value));
            // Longer than workers look for work before they sleep.
            Thread.Sleep(2);
        }
    }

    [Theory]
    [MemberData(nameof(WorkerCounts))]
    public void Runs_allocate_no_managed_memory(int workers)
    {
        using var device = new CpuDevice(workers, 0, Translate);
        using var a = Filled(device, 64 * GroupSize, 5);
        using var b = Filled(device, 64 * GroupSize, 0);
        var wave = new LaunchWave([Launch(device, a, b, b, 0, 3)]);
        using var recording = device.Record([wave, wave, wave]);
        recording.Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 100; run++)
            recording.Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Timed_run_gives_a_time_for_every_launch_in_order()
    {
        using var device = new CpuDevice(2, 0, Translate);
        using var a = Filled(device, 64 * GroupSize, 5);
        using var b = Filled(device, 64 * GroupSize, 0);
        var nothing = Launch(device, a, b, b, 0, 9) with { Grid = new(0) };
        using var recording = device.Record(
            [new([Launch(device, a, b, b, 0, 3), nothing]), new([Launch(device, b, b, a, 0, 1)])]);
        var seconds = new double[3];
        recording.RunTimed(seconds);
        Assert.True(seconds[0] > 0 && seconds[1] == 0 && seconds[2] > 0);
        Assert.All(Read(a), value => Assert.Equal(9, value));
        Assert.Throws<ArgumentException>(() => recording.RunTimed(new double[2]));
    }

    [Fact]
    public void Equal_specialisations_compile_once_and_a_failure_leaves_nothing_behind()
    {
        var (calls, fails) = (0, true);
        using var device = new CpuDevice(1, 0, specialisation =>
        {
            Interlocked.Increment(ref calls);
            return fails
                ? throw new KernelCompilationException("GF0000", "test", null, "refused")
                : Translate(specialisation);
        });
        Assert.Throws<KernelCompilationException>(() => device.Compile(Specialisation()));
        Assert.Throws<KernelCompilationException>(() => device.Compile(Specialisation()));
        fails = false;
        var kernels = new CompiledKernel[8];
        Parallel.For(0, kernels.Length, i => kernels[i] = device.Compile(Specialisation()));
        Assert.All(kernels, kernel => Assert.Same(kernels[0], kernel));
        Assert.Equal(3, calls);
    }

    [Fact]
    public void Buffers_are_counted_aligned_and_refused_after_disposal()
    {
        using var device = new CpuDevice(1, 0, Translate);
        var buffer = device.CreateBuffer(100);
        Assert.Equal(100, device.AllocatedBytes);
        Assert.Equal(0, buffer.HostAddress % 64);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(new byte[10], 91));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(new byte[10], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.CreateBuffer(0));
        buffer.Dispose();
        buffer.Dispose();
        Assert.Equal(0, device.AllocatedBytes);
        Assert.Throws<ObjectDisposedException>(() => buffer.Write(new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => buffer.HostAddress);
    }

    [Fact]
    public void Recording_refuses_to_run_on_disposed_memory()
    {
        using var device = new CpuDevice(2, 0, Translate);
        var a = Filled(device, 8 * GroupSize, 5);
        using var b = Filled(device, 8 * GroupSize, 0);
        var recording = device.Record([new([Launch(device, a, b, b, 0, 3)])]);
        a.Dispose();
        Assert.Throws<ObjectDisposedException>(recording.Run);
        recording.Dispose();
        recording.Dispose();
        Assert.Throws<ObjectDisposedException>(recording.Run);
    }

    [Fact]
    public void Foreign_arguments_and_groups_that_are_too_large_are_refused_by_name()
    {
        using var device = new CpuDevice(1, 0, Translate);
        using var a = new PlannedBuffer();
        var view = a.View<int>(0, 8);
        var launch = new KernelLaunch(device.Compile(Specialisation()), new(1),
            KernelArguments.Pack(Specialisation(), view, view, view, 0, 1), "node");
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => device.Record([new([launch])])).Message);
        var large = new KernelSpecialisation(Specialisation().Method, new(2048));
        Assert.Contains("2048", Assert.Throws<ArgumentException>(() => device.Compile(large)).Message);
    }

    [Fact]
    public void Disposed_device_ends_its_workers_and_refuses_to_run()
    {
        var device = new CpuDevice(3, 0, Translate);
        using var a = Filled(device, 8 * GroupSize, 5);
        using var recording = device.Record([new([Launch(device, a, a, a, 0, 3)])]);
        device.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(recording.Run);
    }

    // y[i] = a[i] + useB * b[i] + k, built by hand.
    private static KernelFunction Translate(KernelSpecialisation specialisation)
    {
        var f = new FunctionBuilder(specialisation.Group, specialisation.Name);
        var (a, b) = (f.View("a", ElementType.Int32), f.View("b", ElementType.Int32));
        var y = f.View("y", ElementType.Int32);
        var (useB, k) = (f.Scalar("useB", ScalarType.Int32), f.Scalar("k", ScalarType.Int32));
        var at = f.GlobalX;
        var sum = f.Add(f.Load(a, at), f.Mul(f.Load(b, at), useB));
        f.Store(y, at, f.Add(sum, k));
        return f.Function;
    }

    private static KernelSpecialisation Specialisation() =>
        new(typeof(CpuDeviceKernels).GetMethod(nameof(CpuDeviceKernels.Sum))!, new(GroupSize));

    private static KernelLaunch Launch(
        CpuDevice device, DeviceBuffer a, DeviceBuffer b, DeviceBuffer y, int useB, int k)
    {
        var count = (int)(a.ByteSize / 4);
        var specialisation = Specialisation();
        return new(device.Compile(specialisation), new(count / GroupSize), KernelArguments.Pack(
            specialisation, a.View<int>(0, count), b.View<int>(0, count), y.View<int>(0, count), useB, k), "sum");
    }

    private static DeviceBuffer Filled(Device device, int count, int value)
    {
        var buffer = device.CreateBuffer(count * 4);
        buffer.Write(MemoryMarshal.AsBytes(Enumerable.Repeat(value, count).ToArray().AsSpan()));
        return buffer;
    }

    private static int[] Read(DeviceBuffer buffer)
    {
        var values = new int[buffer.ByteSize / 4];
        buffer.Read(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

/// <summary>The parameters of the function that the tests build by hand.</summary>
public static class CpuDeviceKernels
{
    [Kernel]
    public static void Sum(ArrayView<int> a, ArrayView<int> b, ArrayView<int> y, int useB, int k) =>
        y[0] = a[0] + (useB * b[0]) + k;
}

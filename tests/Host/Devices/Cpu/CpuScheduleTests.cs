using System.Runtime.InteropServices;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Ops;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Cpu;

public sealed class CpuScheduleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_group_runs_once_however_a_launch_is_divided(int workers)
    {
        using var device = new CpuDevice(workers);
        foreach (var (x, y, z) in new[] { (1, 1, 1), (2, 3, 1), (13, 4, 1), (7, 2, 5), (40, 1, 3) })
        {
            foreach (var block in new[] { 0, 1, 3, 1000 })
            {
                using var run = new KernelRun(device);
                var counts = run.Output(x * y * z);
                run.Launch(new(Start, new(8)), new(x, y, z), counts);
                run.Launch(new(Count, new(8)), new(x, y, z) { BlockX = block }, counts);
                Assert.All(run.Read(counts), count => Assert.Equal(1, count));
            }
        }
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 8)]
    [InlineData(4, 3)]
    [InlineData(4, 9)]
    public void Runs_that_share_the_workers_each_do_every_group_once(int workers, int callers)
    {
        const int Rounds = 200;
        using var device = new CpuDevice(workers);
        var wrong = 0;
        Parallel.For(0, callers, new ParallelOptions { MaxDegreeOfParallelism = callers }, caller =>
        {
            using var counts = device.CreateBuffer(4 * 97 * 3);
            using var run = Added(device, counts, waves: 1 + caller, new(97, 3, 1));
            counts.Write(new byte[counts.ByteSize]);
            for (var round = 0; round < Rounds; round++)
                run.Run();
            var found = new float[97 * 3];
            counts.Read(MemoryMarshal.AsBytes(found.AsSpan()));
            if (found.Any(count => count != Rounds * (1 + caller)))
                Interlocked.Increment(ref wrong);
        });
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_recording_that_two_threads_run_is_run_by_one_after_the_other()
    {
        using var device = new CpuDevice(2);
        using var counts = device.CreateBuffer(4 * 64);
        counts.Write(new byte[counts.ByteSize]);
        using var run = Added(device, counts, waves: 3, new(64, 1, 1));
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            for (var round = 0; round < 100; round++)
                run.Run();
        });
        var found = new float[64];
        counts.Read(MemoryMarshal.AsBytes(found.AsSpan()));
        Assert.All(found, count => Assert.Equal(4 * 100 * 3, count));
    }

    [Fact]
    public async Task A_device_that_is_disposed_lets_runs_end_and_refuses_those_that_wait()
    {
        var device = new CpuDevice(2);
        using var counts = device.CreateBuffer(4 * 64);
        var started = new CountdownEvent(6);
        var runs = Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(() =>
        {
            using var run = Added(device, counts, waves: 2, new(64, 1, 1));
            started.Signal();
            var count = 0;
            try
            {
                while (true)
                {
                    run.Run();
                    count++;
                }
            }
            catch (ObjectDisposedException)
            {
                return count;
            }
        }, TaskCreationOptions.LongRunning)).ToArray();
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)));
        await Task.Delay(20);
        await Task.Run(device.Dispose).WaitAsync(TimeSpan.FromSeconds(30));
        await Task.WhenAll(runs).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(runs.Sum(run => run.Result) > 0);
    }

    // Waves that each add 1 to every element.
    private static RecordedLaunches Added(CpuDevice device, DeviceBuffer counts, int waves, LaunchShape grid)
    {
        var kernel = new KernelSpecialisation(Count, new(8));
        var launch = new KernelLaunch(device.Compile(kernel), grid,
            KernelArguments.Pack(kernel, counts.View<float>(0, (int)(counts.ByteSize / 4))), "count");
        return device.Record([.. Enumerable.Repeat(new LaunchWave([launch]), waves)]);
    }

    [Kernel]
    private static void Start(ArrayView<float> counts) => counts[Number()] = 0;

    [Kernel]
    private static void Count(ArrayView<float> counts)
    {
        if (Group.IdxX == 0)
            counts[Number()] += 1;
    }

    private static int Number() => (((Grid.IdxZ * Grid.DimY) + Grid.IdxY) * Grid.DimX) + Grid.IdxX;
}

using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Language;
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

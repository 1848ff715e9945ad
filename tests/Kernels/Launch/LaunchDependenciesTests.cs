using System.Globalization;
using GpuFormer.Devices.Cpu;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;
using Xunit;

namespace GpuFormer.Tests.Kernels.Launch;

public sealed class LaunchDependenciesTests
{
    // The soft-max reads its first view and writes its second.
    private static readonly MemoryAccess[] Accesses = [new(4, false), new(4, true), default, default];
    private static readonly KernelSpecialisation Softmax = new(SoftmaxKernels.Forward, new(8));

    [Fact]
    public void A_launch_waits_for_what_writes_its_input_and_for_what_reads_or_writes_where_it_writes() =>
        Check(
            ["0>1", "1>2", "3>1", "4>3", "5>2"],
            // 3 reads what nobody wrote and writes what 1 read, which waits for 0; 4 writes what 3 reads.
            [[], [0], [1], [2], [1]]);

    [Fact]
    public void Branches_that_share_nothing_but_what_they_read_do_not_wait_for_each_other() =>
        Check(["0>1", "1>2", "1>3", "2>4", "3>5", "4>6"], [[], [0], [0], [1], [2], [3]]);

    [Fact]
    public void Overlapping_bytes_count_not_equal_views() =>
        Check(["0>1", "9>1.5", "1.5>8"], [[], [0], [1]]);

    // "a>b": reads place a, writes place b; places are 64 elements apart, halves overlap two.
    private static void Check(string[] launches, int[][] expected)
    {
        using var device = new CpuDevice(workers: 1);
        using var buffer = device.CreateBuffer(4096);
        KernelLaunch Launch(string text)
        {
            var places = text.Split('>')
                .Select(place => double.Parse(place, CultureInfo.InvariantCulture))
                .Select(place => buffer.View<float>((long)(place * 256), 64)).ToArray();
            return new(device.Compile(Softmax), new(1), KernelArguments.Pack(Softmax, places[0], places[1], 8, 8), text);
        }

        var found = LaunchDependencies.Of([.. launches.Select(Launch)], _ => Accesses);
        Assert.Equal(expected, found.Select(waits => waits.Order().ToArray()));
    }
}

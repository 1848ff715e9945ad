using GpuFormer.Devices.Plain;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Ops;
using Xunit;

namespace GpuFormer.Tests.Host.Devices;

public sealed class PlainDeviceTests
{
    [Fact]
    public void Threads_of_a_group_meet_at_a_barrier()
    {
        using var run = new KernelRun(new PlainDevice());
        var y = run.Output(12);
        var x = run.Input([.. Enumerable.Range(0, 12).Select(i => (float)i)]);
        run.Launch(new(Programs.Reverse, new(4)), new(3), x, y);
        Assert.Equal([3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8], run.Read(y));
    }

    [Fact]
    public void Struct_scalar_and_constant_arguments_arrive_in_their_places()
    {
        using var run = new KernelRun(new PlainDevice());
        var y = run.Output(6);
        var operands = new Programs.Operands(run.Input([1f, 2, 3, 4, 5, 6]), 10f);
        run.Launch(new(Programs.Scale, new(2, 1, 3), ("negate", 1), ("times", 2)), new(1), operands, y, 0.5f);
        Assert.Equal([-19.5f, -39.5f, -59.5f, -79.5f, -99.5f, -119.5f], run.Read(y));
    }

    [Fact]
    public void Access_outside_a_view_is_an_error_with_index_and_length()
    {
        using var run = new KernelRun(new PlainDevice());
        var failure = Assert.Throws<IndexOutOfRangeException>(() =>
            run.Launch(new(Programs.Reverse, new(4)), new(2), run.Input(new float[8]), run.Output(7)));
        Assert.Contains("7 of a view of 7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Thread_that_leaves_before_a_barrier_of_others_is_an_error()
    {
        using var run = new KernelRun(new PlainDevice());
        var failure = Assert.Throws<InvalidOperationException>(() =>
            run.Launch(new(Programs.LeaveEarly, new(4)), new(1), run.Output(4)));
        Assert.Contains("barrier", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Buffers_are_accounted_and_start_undefined()
    {
        using var device = new PlainDevice();
        using (var buffer = device.CreateBuffer(12))
        {
            Assert.Equal(12, device.AllocatedBytes);
            var bytes = new byte[4];
            buffer.Read(bytes, 8);
            Assert.True(float.IsNaN(BitConverter.ToSingle(bytes)));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(bytes, 9));
        }

        Assert.Equal(0, device.AllocatedBytes);
    }

    private static class Programs
    {
        public readonly struct Operands(View<float> x, float factor)
        {
            public readonly View<float> X = x;
            public readonly float Factor = factor;
        }

        [Kernel]
        public static void Reverse(View<float> x, View<float> y)
        {
            var shared = Shared.Array<float>(4);
            var first = Grid.IndexX * Group.SizeX;
            shared[Group.IndexX] = x[first + Group.IndexX];
            Group.Barrier();
            y[first + Group.IndexX] = shared[Group.SizeX - 1 - Group.IndexX];
        }

        [Kernel]
        public static void Scale(
            [Constant] bool negate, Operands operands, View<float> y, [Constant] int times, float offset)
        {
            var i = (Group.IndexZ * Group.SizeX) + Group.IndexX;
            var scaled = operands.X[i] * operands.Factor * times;
            y[i] = (negate ? -scaled : scaled) + offset;
        }

        [Kernel]
        public static void LeaveEarly(View<float> y)
        {
            if (Group.IndexX == 2)
                return;
            Group.Barrier();
            y[Group.IndexX] = 1f;
        }
    }
}

using System.Runtime.InteropServices;
using GpuFormer.Devices;
using GpuFormer.Devices.Cuda;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Devices.OpenCl;
using GpuFormer.Devices.Vulkan;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Ops;
using ILGPU;
using ILGPU.Runtime.OpenCL;
using Silk.NET.OpenCL;
using Silk.NET.Vulkan;
using Xunit;
using Device = GpuFormer.Kernels.Launch.Device;

namespace GpuFormer.Tests.Host.Devices;

/// <summary>What every device behind a driver must do.</summary>
public sealed class DeviceTests
{
    private static readonly KernelSpecialisation AddOne = new(Programs.AddOne, new(8));

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Waves_see_what_waves_before_them_wrote(string kind)
    {
        var device = TestDevices.Get(kind);
        using var run = new KernelRun(device);
        var y = run.Input(new float[64]);
        using var launches = device.Record(
            [.. Enumerable.Range(0, 50).Select(_ => new LaunchWave([Launch(device, y)]))]);
        launches.Run();
        launches.Run();
        Assert.All(Content(y), value => Assert.Equal(100f, value));
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Timed_run_computes_the_same_and_gives_a_time_for_every_launch(string kind)
    {
        var device = TestDevices.Get(kind);
        using var run = new KernelRun(device);
        var y = run.Input(new float[64]);
        using var launches = device.Record([new([Launch(device, y)]), new([Launch(device, y)])]);
        var seconds = new double[] { -1, -1 };
        launches.RunTimed(seconds);
        Assert.All(seconds, s => Assert.InRange(s, 0, 60));
        Assert.All(Content(y), value => Assert.Equal(2f, value));
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Run_allocates_no_managed_memory(string kind)
    {
        var device = TestDevices.Get(kind);
        using var run = new KernelRun(device);
        using var launches = device.Record([new([Launch(device, run.Input(new float[64]))])]);
        Assert.Equal(0, Allocations.Of(launches.Run));
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Buffers_are_accounted_and_copied_in_parts(string kind)
    {
        using var device = OpenAnother(kind);
        // More than the memory that copies may go through, and not a multiple of a word.
        var content = new byte[(9 << 20) + 3];
        new Random(1).NextBytes(content);
        using (var buffer = device.CreateBuffer(content.Length))
        {
            Assert.Equal(content.Length, device.AllocatedBytes);
            buffer.Write(content.AsSpan(0, 1000));
            buffer.Write(content.AsSpan(1000), 1000);
            var copy = new byte[content.Length - 5];
            buffer.Read(copy, 5);
            Assert.True(content.AsSpan(5).SequenceEqual(copy));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Read(copy, 6));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Write(copy, -1));
            buffer.Dispose();
            Assert.Throws<ObjectDisposedException>(() => buffer.Read(copy));
        }

        Assert.Equal(0, device.AllocatedBytes);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Memory_that_is_not_there_is_refused_with_the_numbers(string kind)
    {
        using var device = OpenAnother(kind);
        using var held = device.CreateBuffer(1000);
        var failure = Assert.Throws<DeviceMemoryException>(() => device.CreateBuffer(1L << 50));
        Assert.Equal(1L << 50, failure.Requested);
        Assert.Equal(1000, failure.InUse);
        Assert.InRange(failure.Limit, 1 << 20, (1L << 50) - 1);
        // Nothing is broken.
        using var next = device.CreateBuffer(1000);
        Assert.Equal(2000, device.AllocatedBytes);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Kernel_is_compiled_once_and_a_failed_compile_leaves_no_state(string kind)
    {
        using var device = OpenAnother(kind);
        var calls = 0;
        Assert.Throws<KernelCompilationException>(() => Compile(device, _ =>
        {
            calls++;
            throw new KernelCompilationException("GF0000", "test", null, "refused");
        }));
        var kernels = new CompiledKernel[4];
        Parallel.For(0, kernels.Length, i => kernels[i] = Compile(device, specialisation =>
        {
            Interlocked.Increment(ref calls);
            return KernelCompiler.Compile(specialisation);
        }));
        Assert.All(kernels, kernel => Assert.Same(kernels[0], kernel));
        Assert.Equal(2, calls);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Disposed_device_refuses_every_use(string kind)
    {
        var device = OpenAnother(kind);
        var buffer = device.CreateBuffer(256);
        var launches = device.Record([new([Launch(device, buffer.View<float>(0, 64))])]);
        device.Dispose();
        device.Dispose();
        Assert.Throws<ObjectDisposedException>(launches.Run);
        Assert.Throws<ObjectDisposedException>(() => buffer.Read(new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => buffer.Write(new byte[1]));
        Assert.Throws<ObjectDisposedException>(() => device.CreateBuffer(1));
        Assert.Throws<ObjectDisposedException>(() => device.Compile(AddOne));
        launches.Dispose();
        buffer.Dispose();
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Lost_device_fails_fast_and_is_disposed_of(string kind)
    {
        var device = OpenAnother(kind);
        var buffer = device.CreateBuffer(256);
        var launches = device.Record([new([Launch(device, buffer.View<float>(0, 64))])]);
        var lost = Assert.Throws<DeviceLostException>(() => Lose(device));
        Assert.Equal(device.Name, lost.Device);
        Assert.Throws<DeviceLostException>(launches.Run);
        Assert.Throws<DeviceLostException>(() => buffer.Read(new byte[1]));
        Assert.Throws<DeviceLostException>(() => device.CreateBuffer(1));
        device.Dispose();
        launches.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => device.CreateBuffer(1));
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Kernel_of_another_device_is_refused(string kind)
    {
        using var device = OpenAnother(kind);
        using var other = OpenAnother(kind);
        using var buffer = device.CreateBuffer(256);
        var failure = Assert.Throws<ArgumentException>(
            () => device.Record([new([Launch(other, buffer.View<float>(0, 64))])]));
        Assert.Contains("another device", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Group_beyond_the_device_is_refused_with_its_limit(string kind)
    {
        var device = TestDevices.Get(kind);
        var failure = Assert.Throws<ArgumentException>(
            () => device.Compile(new(Programs.AddOne, new(device.Capabilities.MaximumGroupThreads + 1))));
        Assert.Contains($"{device.Capabilities.MaximumGroupThreads}", failure.Message, StringComparison.Ordinal);
    }

    private static Device OpenAnother(string kind) => TestDevices.OpenAnother(kind);

    private static CompiledKernel Compile(Device device, Func<KernelSpecialisation, KernelFunction> compile) =>
        ((DriverDevice)device).Compile(AddOne, compile);

    // As if a call had reported it.
    private static void Lose(Device device)
    {
        switch (device)
        {
            case OpenClDevice openCl:
                openCl.Check((int)ErrorCodes.DeviceNotAvailable, "clFinish");
                break;
            case VulkanDevice vulkan:
                vulkan.Check(Result.ErrorDeviceLost, "vkQueueSubmit");
                break;
            case IlgpuDevice ilgpu:
                ilgpu.Call<bool>("a launch", () => throw new CLException(CLError.CL_DEVICE_NOT_AVAILABLE));
                break;
            case CudaDevice cuda:
                const int illegalAddress = 700;
                cuda.Check(illegalAddress, "cuGraphLaunch");
                break;
        }
    }

    private static KernelLaunch Launch(Device device, ArrayView<float> y) =>
        new(device.Compile(AddOne), new(8), KernelArguments.Pack(AddOne, y), "add");

    private static float[] Content(ArrayView<float> y)
    {
        var values = new float[y.Length];
        ViewMemory.Of(y).Owner.Read(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static class Programs
    {
        [Kernel]
        public static void AddOne(ArrayView<float> y) => y[(Grid.IdxX * Group.DimX) + Group.IdxX] += 1f;
    }
}

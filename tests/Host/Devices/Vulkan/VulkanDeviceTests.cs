using System.Runtime.InteropServices;
using GpuFormer.Devices.Vulkan;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Ops;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Vulkan;

/// <summary>What Vulkan alone has: staged copies, and descriptors that reach only so far.</summary>
public sealed class VulkanDeviceTests
{
    private static readonly KernelSpecialisation AddOne = new(Programs.AddOne, new(8));

    [Theory]
    [OnDevice("vulkan")]
    public void Staged_copies_keep_every_byte(string kind)
    {
        using var device = OpenAnother(kind);
        using var buffer = (VulkanBuffer)device.CreateBuffer(9 << 20);
        var content = new byte[(8 << 20) + 1];
        new Random(2).NextBytes(content);
        device.Queue.CopyToDevice(content, buffer.Handle, 7);
        var copy = new byte[content.Length];
        device.Queue.CopyToHost(buffer.Handle, 7, copy);
        Assert.True(content.AsSpan().SequenceEqual(copy));
    }

    [Theory]
    [OnDevice("vulkan")]
    public void View_beyond_the_range_of_a_descriptor_is_reached(string kind)
    {
        using var device = OpenAnother(kind);
        // No device reaches less than 128 MiB, some all their memory: less will do.
        const int range = 1 << 20;
        device.LargestView = range;
        using var buffer = device.CreateBuffer(range + 4096);
        var y = buffer.View<float>(range - 36, 64);
        buffer.Write(new byte[256 + 72], range - 72);
        using var launches = device.Record([new([Launch(device, y)])]);
        launches.Run();
        var values = new float[82];
        buffer.Read(MemoryMarshal.AsBytes(values.AsSpan()), range - 72);
        Assert.Equal(Enumerable.Range(0, 82).Select(i => i is >= 9 and < 73 ? 1f : 0f), values);

        var failure = Assert.Throws<ArgumentException>(
            () => device.Record([new([Launch(device, buffer.View<float>(0, (range / 4) + 1))])]));
        Assert.Contains("1,048,580 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Contains("reaches 1,048,576", failure.Message, StringComparison.Ordinal);
    }

    private static VulkanDevice OpenAnother(string kind) =>
        (VulkanDevice)DeviceSelector.Open(TestDevices.Get(kind).Name);

    private static KernelLaunch Launch(Device device, ArrayView<float> y) =>
        new(device.Compile(AddOne), new(8), KernelArguments.Pack(AddOne, y), "add");

    private static class Programs
    {
        [Kernel]
        public static void AddOne(ArrayView<float> y) => y[(Grid.IdxX * Group.DimX) + Group.IdxX] += 1f;
    }
}

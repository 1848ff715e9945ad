using GpuFormer.Cli;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Ops;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Ilgpu;

/// <summary>ILGPU's devices by their device strings.</summary>
public sealed class IlgpuSelectionTests
{
    [Theory]
    [OnDevice("opencl")]
    public void A_driver_that_ILGPU_cannot_use_is_refused_with_what_it_lacks(string kind)
    {
        Assert.NotEmpty(TestDevices.Get(kind).Name);
        var devices = IlgpuDevice.ListOpenCl().Devices;
        Assert.NotEmpty(devices);
        Assert.All(devices.Where(device => device.Refusal.Length > 0), device =>
        {
            Assert.StartsWith("ILGPU needs OpenCL", device.Refusal, StringComparison.Ordinal);
            var name = $"ilgpu:opencl:{device.Index}";
            var failure = Assert.Throws<DeviceSelectionException>(() => DeviceSelector.Open(name).Dispose());
            Assert.Contains(device.Refusal, failure.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void An_index_that_is_not_there_and_an_unknown_kind_are_named_errors()
    {
        Assert.Throws<DeviceSelectionException>(() => DeviceSelector.Open("ilgpu:opencl:99"));
        Assert.Throws<DeviceSelectionException>(() => DeviceSelector.Open("ilgpu:metal"));
        Assert.Throws<DeviceSelectionException>(() => DeviceSelector.Open("ilgpu"));
    }

    [Fact]
    public void The_command_line_takes_ILGPUs_processor_by_name()
    {
        var run = CommandLineRun.Of("selftest", "--op", "LayerNorm", "--device", "ilgpu:cpu");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("ops on this device (ilgpu:cpu)", run.Output, StringComparison.Ordinal);
    }
}

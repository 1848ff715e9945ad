using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Launch;

/// <summary>
/// A device with other capabilities than its own, such as another <see cref="DeviceTuning"/>, for tests and
/// measurements. Owns nothing: the device below is disposed of by whoever opened it.
/// </summary>
/// <param name="device">What runs the kernels.</param>
/// <param name="capabilities">What they are specialised for.</param>
internal sealed class AdaptedDevice(Device device, DeviceCapabilities capabilities) : Device
{
    public override string Name => device.Name;

    public override string Description => device.Description;

    public override DeviceCapabilities Capabilities => capabilities;

    public override long AllocatedBytes => device.AllocatedBytes;

    public override long LargestBuffer => device.LargestBuffer;

    public override DeviceBuffer CreateBuffer(long byteSize) => device.CreateBuffer(byteSize);

    public override CompiledKernel Compile(KernelSpecialisation specialisation) => device.Compile(specialisation);

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves) => device.Record(waves);

    public override void Dispose()
    {
    }
}

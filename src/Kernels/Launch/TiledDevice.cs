namespace GpuFormer.Kernels.Launch;

/// <summary>
/// A device with another row of the <see cref="TileTable"/> than its own, for tests and measurements. Owns nothing: the
/// device below is disposed of by whoever opened it.
/// </summary>
public sealed class TiledDevice(Device device, TileChoice tiles) : Device
{
    public override string Name => device.Name;

    public override string Description => $"{device.Description}, tiles of: {tiles.Name}";

    public override DeviceCapabilities Capabilities { get; } = device.Capabilities with
    {
        PrefersTallTiles = tiles.Rows == 0,
        Tiles = tiles,
    };

    public override long AllocatedBytes => device.AllocatedBytes;

    public override long LargestBuffer => device.LargestBuffer;

    public override DeviceBuffer CreateBuffer(long byteSize) => device.CreateBuffer(byteSize);

    public override CompiledKernel Compile(KernelSpecialisation specialisation) => device.Compile(specialisation);

    public override RecordedLaunches Record(IReadOnlyList<LaunchWave> waves) => device.Record(waves);

    public override void Dispose()
    {
    }
}

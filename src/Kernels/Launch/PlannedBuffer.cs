namespace GpuFormer.Kernels.Launch;

/// <summary>A buffer without memory, for launches that are looked at and never run.</summary>
internal sealed class PlannedBuffer : DeviceBuffer
{
    public override long ByteSize => long.MaxValue;

    public override nint HostAddress => 0;

    public override void Write(ReadOnlySpan<byte> source, long byteOffset = 0) => throw new NotSupportedException();

    public override void Read(Span<byte> destination, long byteOffset = 0) => throw new NotSupportedException();

    public override void Dispose()
    {
    }
}

using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Plain;

/// <summary>
/// What a kernel sees of a view that is stored as halves: floats that are read before it runs and, where it changed
/// them, rounded and written back after.
/// </summary>
internal sealed unsafe class HalfWindow
{
    private readonly DeviceBuffer _buffer;
    private readonly long _byteOffset;
    private readonly float[] _elements;
    private readonly Half[] _before;

    public HalfWindow(KernelArgument view)
    {
        _buffer = view.Buffer ?? throw new ArgumentException("A view without a device buffer.");
        _byteOffset = view.ByteOffset;
        // The kernel has its address; the array lives as long as this, which runs the kernel.
        _elements = GC.AllocateUninitializedArray<float>(Math.Max(view.Length, 1), pinned: true);
        _before = new Half[view.Length];
        Length = view.Length;
    }

    public int Length { get; }

    public nint Address
    {
        get
        {
            fixed (float* elements = _elements)
                return (nint)elements;
        }
    }

    private Span<Half> Stored => new((void*)(_buffer.HostAddress + (nint)_byteOffset), Length);

    public void Open()
    {
        Stored.CopyTo(_before);
        for (var i = 0; i < Length; i++)
            _elements[i] = (float)_before[i];
    }

    public void Close()
    {
        var stored = Stored;
        for (var i = 0; i < stored.Length; i++)
        {
            // As bits: a not-a-number that is still there was not written. Another view of the kernel may be of the same
            // memory, and have written.
            var before = BitConverter.SingleToInt32Bits((float)_before[i]);
            if (BitConverter.SingleToInt32Bits(_elements[i]) != before)
                stored[i] = (Half)_elements[i];
        }
    }
}

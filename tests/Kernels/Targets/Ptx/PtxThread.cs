namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>The memory that the threads of a launch see. Every access is checked for bounds and alignment.</summary>
internal sealed class PtxMemory(IReadOnlyDictionary<int, byte[]> buffers, byte[] shared)
{
    /// <summary>An address is the number of a buffer and an offset in it.</summary>
    public const int OffsetBits = 36;

    public Span<byte> Global(ulong address, int size)
    {
        var offset = (long)(address & ((1ul << OffsetBits) - 1));
        return buffers.TryGetValue((int)(address >> OffsetBits), out var buffer)
            ? Checked(buffer, offset, size)
            : throw new InvalidOperationException($"address {address:x} is in no buffer");
    }

    public Span<byte> Shared(uint address, int size) => Checked(shared, address, size);

    private static Span<byte> Checked(byte[] memory, long offset, int size)
    {
        if (offset + size > memory.Length)
            throw new InvalidOperationException($"{size} bytes at {offset} of {memory.Length}");
        if (offset % size != 0)
            throw new InvalidOperationException($"{size} bytes at {offset} are not aligned");
        return memory.AsSpan((int)offset, size);
    }
}

/// <summary>One thread: its registers and where it stands.</summary>
internal sealed class PtxThread(ulong[] registers, PtxMemory memory)
{
    public ulong[] R { get; } = registers;

    public PtxMemory Memory { get; } = memory;

    public int Next { get; set; }

    public float F(int register) => BitConverter.UInt32BitsToSingle((uint)R[register]);

    public int I(int register) => (int)R[register];

    public uint U(int register) => (uint)R[register];

    public bool P(int register) => R[register] != 0;

    public void SetF(int register, float value) => R[register] = BitConverter.SingleToUInt32Bits(value);

    public void SetI(int register, int value) => R[register] = (uint)value;

    public void SetP(int register, bool value) => R[register] = value ? 1u : 0;
}

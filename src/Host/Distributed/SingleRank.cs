namespace GpuFormer.Distributed;

/// <summary>The group of a process that is alone. No engine is loaded for it.</summary>
internal sealed class SingleRank : IRankGroup
{
    private SingleRank()
    {
    }

    /// <summary>The only one.</summary>
    public static SingleRank Instance { get; } = new();

    public int Rank => 0;

    public int Size => 1;

    public int LocalRank => 0;


    public string Engine => "one process";

    public void AllGather(ReadOnlySpan<byte> own, Span<byte> all) => own.CopyTo(all);

    public void Broadcast(Span<byte> bytes, int root)
    {
    }

    public void Send(int rank, int tag, nint address, int bytes) => throw Alone();

    public void Receive(int rank, int tag, nint address, int bytes) => throw Alone();

    public void Complete()
    {
    }

    public void Fail(string message, int exitCode)
    {
    }

    public void Dispose()
    {
    }

    private static InvalidOperationException Alone() => new("There is no other rank.");
}

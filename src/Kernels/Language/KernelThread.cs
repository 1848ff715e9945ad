using System.Runtime.InteropServices;

namespace GpuFormer.Kernels.Language;

/// <summary>
/// The place of the calling thread in the grid while a kernel runs as plain C#. Compiled targets never touch it.
/// </summary>
public sealed class KernelThread
{
    [ThreadStatic]
    private static KernelThread? _current;

    /// <summary>The place of the calling worker's thread.</summary>
    /// <exception cref="InvalidOperationException">No kernel is running on this worker.</exception>
    public static KernelThread Current =>
        _current ?? throw new InvalidOperationException(
            "Grid, Group and Shared mean something inside a running kernel only; run the method on the "
            + "plain device.");

    internal GroupState Group { get; set; } = null!;

    internal int GridIndexX { get; set; }

    internal int GridIndexY { get; set; }

    internal int GridIndexZ { get; set; }

    internal int IndexX { get; set; }

    internal int IndexY { get; set; }

    internal int IndexZ { get; set; }

    // How many shared arrays this thread has asked for in this group: the n-th request of each thread is one array.
    internal int SharedRequests { get; set; }

    internal static void SetCurrent(KernelThread? thread) => _current = thread;
}

/// <summary>What the threads of one group share while a kernel runs as plain C#.</summary>
internal sealed class GroupState
{
    private readonly List<nint> _sharedArrays = [];
    private readonly List<int> _sharedLengths = [];

    public int SizeX { get; init; } = 1;

    public int SizeY { get; init; } = 1;

    public int SizeZ { get; init; } = 1;

    public int GridSizeX { get; init; } = 1;

    public int GridSizeY { get; init; } = 1;

    public int GridSizeZ { get; init; } = 1;

    public required Action Barrier { get; init; }

    public unsafe nint SharedArray(int ordinal, int length, int elementSize)
    {
        lock (_sharedArrays)
        {
            if (ordinal < _sharedArrays.Count)
            {
                return _sharedLengths[ordinal] == length
                    ? _sharedArrays[ordinal]
                    : throw new InvalidOperationException("Threads of one group asked for different shared arrays.");
            }

            _sharedArrays.Add((nint)NativeMemory.AllocZeroed((nuint)length, (nuint)elementSize));
            _sharedLengths.Add(length);
            return _sharedArrays[ordinal];
        }
    }

    public unsafe void Free()
    {
        foreach (var address in _sharedArrays)
            NativeMemory.Free((void*)address);
        _sharedArrays.Clear();
        _sharedLengths.Clear();
    }
}

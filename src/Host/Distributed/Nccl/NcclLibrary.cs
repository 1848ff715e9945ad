using System.Runtime.InteropServices;
using GpuFormer.Devices;

namespace GpuFormer.Distributed.Nccl;

/// <summary>
/// The functions of NCCL (NVIDIA Collective Communication Library, version 2.7 and later: sends and receives). Looked up
/// when ranks on CUDA cards first meet; a machine without the library exchanges through the host.
/// </summary>
internal sealed unsafe class NcclLibrary
{
    /// <summary>Bytes of a <c>ncclUniqueId</c>.</summary>
    public const int IdBytes = 128;

    // ncclFloat32 of nccl.h.
    private const int Float32 = 7;
    private const int OldestVersion = 2700;

    private static readonly Lazy<NcclLibrary?> Loaded = new(Load);

    private readonly delegate* unmanaged<UniqueId*, int> _getUniqueId;
    private readonly delegate* unmanaged<nint*, int, UniqueId, int, int> _initRank;
    private readonly delegate* unmanaged<ulong, nuint, int, int, nint, nint, int> _send;
    private readonly delegate* unmanaged<ulong, nuint, int, int, nint, nint, int> _receive;
    private readonly delegate* unmanaged<int> _groupStart;
    private readonly delegate* unmanaged<int> _groupEnd;
    private readonly delegate* unmanaged<nint, int*, int> _asyncError;
    private readonly delegate* unmanaged<nint, int> _destroy;
    private readonly delegate* unmanaged<nint, int> _abort;
    private readonly delegate* unmanaged<int, byte*> _errorString;

    private NcclLibrary(DriverLibrary library)
    {
        nint Find(string name) => library.Find(name);

        _getUniqueId = (delegate* unmanaged<UniqueId*, int>)Find("ncclGetUniqueId");
        // The identifier is handed over by value.
        _initRank = (delegate* unmanaged<nint*, int, UniqueId, int, int>)Find("ncclCommInitRank");
        _send = (delegate* unmanaged<ulong, nuint, int, int, nint, nint, int>)Find("ncclSend");
        _receive = (delegate* unmanaged<ulong, nuint, int, int, nint, nint, int>)Find("ncclRecv");
        _groupStart = (delegate* unmanaged<int>)Find("ncclGroupStart");
        _groupEnd = (delegate* unmanaged<int>)Find("ncclGroupEnd");
        _asyncError = (delegate* unmanaged<nint, int*, int>)Find("ncclCommGetAsyncError");
        _destroy = (delegate* unmanaged<nint, int>)Find("ncclCommDestroy");
        _abort = (delegate* unmanaged<nint, int>)Find("ncclCommAbort");
        _errorString = (delegate* unmanaged<int, byte*>)Find("ncclGetErrorString");
        int version;
        Check(((delegate* unmanaged<int*, int>)Find("ncclGetVersion"))(&version), "ncclGetVersion");
        Version = version;
    }

    /// <summary>As <c>ncclGetVersion</c> says it, such as 21803.</summary>
    public int Version { get; }

    /// <summary>The library, or null where there is none that can be used.</summary>
    public static NcclLibrary? Find() => Loaded.Value;

    /// <summary>The identifier of a new group of cards, which one rank makes for all.</summary>
    public void MakeId(Span<byte> id)
    {
        UniqueId made;
        Check(_getUniqueId(&made), "ncclGetUniqueId");
        new ReadOnlySpan<byte>(&made, IdBytes).CopyTo(id);
    }

    /// <summary>Joins a group with the card that is current on this thread; returns when all have.</summary>
    public nint Join(ReadOnlySpan<byte> id, int rank, int size)
    {
        UniqueId unique;
        id.CopyTo(new Span<byte>(&unique, IdBytes));
        nint communicator;
        Check(_initRank(&communicator, size, unique, rank), "ncclCommInitRank");
        return communicator;
    }

    public void Begin() => Check(_groupStart(), "ncclGroupStart");

    public void End() => Check(_groupEnd(), "ncclGroupEnd");

    public void Send(ulong address, long elements, int rank, nint communicator, nint stream) =>
        Check(_send(address, (nuint)elements, Float32, rank, communicator, stream), "ncclSend");

    public void Receive(ulong address, long elements, int rank, nint communicator, nint stream) =>
        Check(_receive(address, (nuint)elements, Float32, rank, communicator, stream), "ncclRecv");

    /// <summary>Throws what went wrong in a transfer that was begun before.</summary>
    public void ThrowIfFailed(nint communicator)
    {
        int error;
        Check(_asyncError(communicator, &error), "ncclCommGetAsyncError");
        Check(error, "NCCL");
    }

    /// <summary>Leaves a group. One that lost a rank waits for it for ever, unless it is aborted.</summary>
    public void Leave(nint communicator, bool hasFailed) =>
        _ = hasFailed ? _abort(communicator) : _destroy(communicator);

    private static NcclLibrary? Load()
    {
        if (DriverLibrary.TryLoad("libnccl.so.2") is not { } library)
            return null;
        try
        {
            var nccl = new NcclLibrary(library);
            return nccl.Version >= OldestVersion ? nccl : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private void Check(int status, string call)
    {
        if (status != 0)
            throw new RankFailedException($"{call} failed: {Marshal.PtrToStringUTF8((nint)_errorString(status))}");
    }

    [StructLayout(LayoutKind.Sequential, Size = IdBytes)]
    private struct UniqueId
    {
        private fixed byte _bytes[IdBytes];
    }
}

using System.Runtime.InteropServices;

namespace GpuFormer.Distributed.Nccl;

/// <summary>
/// The functions of NCCL (NVIDIA Collective Communication Library, version 2.7 and later: sends and receives), and of the
/// CUDA driver that a transfer beside the device's own work needs. Looked up when ranks on CUDA cards first meet; a
/// machine without the library exchanges through the host.
/// </summary>
internal sealed unsafe class NcclLibrary
{
    /// <summary>Bytes of a <c>ncclUniqueId</c>.</summary>
    public const int IdBytes = 128;

    // ncclFloat32 of nccl.h, CUDA_ERROR_NOT_READY and CU_STREAM_NON_BLOCKING of cuda.h.
    private const int Float32 = 7;
    private const int NotReady = 600;
    private const uint NonBlocking = 1;
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
    private readonly delegate* unmanaged<nint*, uint, int> _streamCreate;
    private readonly delegate* unmanaged<nint, int> _streamQuery;
    private readonly delegate* unmanaged<nint, int> _streamDestroy;

    private NcclLibrary(nint nccl, nint cuda)
    {
        nint Find(string name) => NativeLibrary.GetExport(nccl, name);

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
        _streamCreate = (delegate* unmanaged<nint*, uint, int>)NativeLibrary.GetExport(cuda, "cuStreamCreate");
        _streamQuery = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(cuda, "cuStreamQuery");
        _streamDestroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(cuda, "cuStreamDestroy_v2");
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

    public nint CreateStream()
    {
        nint stream;
        Check(_streamCreate(&stream, NonBlocking), "cuStreamCreate");
        return stream;
    }

    public void Begin() => Check(_groupStart(), "ncclGroupStart");

    public void End() => Check(_groupEnd(), "ncclGroupEnd");

    public void Send(ulong address, long elements, int rank, nint communicator, nint stream) =>
        Check(_send(address, (nuint)elements, Float32, rank, communicator, stream), "ncclSend");

    public void Receive(ulong address, long elements, int rank, nint communicator, nint stream) =>
        Check(_receive(address, (nuint)elements, Float32, rank, communicator, stream), "ncclRecv");

    /// <summary>Whether all that was given to a stream is done.</summary>
    public bool IsDone(nint communicator, nint stream)
    {
        int error;
        Check(_asyncError(communicator, &error), "ncclCommGetAsyncError");
        Check(error, "NCCL");
        var status = _streamQuery(stream);
        if (status != NotReady)
            Check(status, "cuStreamQuery");
        return status != NotReady;
    }

    public void Leave(nint communicator, nint stream, bool hasFailed)
    {
        // A communicator that lost a rank waits for it for ever, unless it is aborted.
        _ = hasFailed ? _abort(communicator) : _destroy(communicator);
        _streamDestroy(stream);
    }

    private static NcclLibrary? Load()
    {
        if (!NativeLibrary.TryLoad("libnccl.so.2", out var nccl) || !NativeLibrary.TryLoad("libcuda.so.1", out var cuda))
            return null;
        try
        {
            var library = new NcclLibrary(nccl, cuda);
            return library.Version >= OldestVersion ? library : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private void Check(int status, string call)
    {
        if (status != 0)
        {
            var text = call.StartsWith("cu", StringComparison.Ordinal)
                ? $"error {status}"
                : Marshal.PtrToStringUTF8((nint)_errorString(status));
            throw new RankFailedException($"{call} failed: {text}");
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = IdBytes)]
    private struct UniqueId
    {
        private fixed byte _bytes[IdBytes];
    }
}

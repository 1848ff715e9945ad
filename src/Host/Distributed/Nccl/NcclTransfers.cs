using GpuFormer.Devices.Cuda;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Distributed.Nccl;

/// <summary>Transfers between the cards of ranks, on a stream of their own beside the device's work.</summary>
internal sealed unsafe class NcclTransfers : IDisposable
{
    private readonly NcclLibrary _library;
    private readonly IRankGroup _group;
    private readonly CudaDevice _device;
    private readonly nint _communicator;
    private readonly nint _stream;
    private bool _hasFailed;

    private NcclTransfers(NcclLibrary library, IRankGroup group, CudaDevice device)
    {
        (_library, _group, _device) = (library, group, device);
        var id = new byte[NcclLibrary.IdBytes];
        if (group.Rank == 0)
            library.MakeId(id);
        group.Broadcast(id, root: 0);
        device.SetCurrent();
        _communicator = library.Join(id, group.Rank, group.Size);
        nint stream;
        device.Check(device.Api.StreamCreate(&stream, Cuda.StreamNonBlocking), "cuStreamCreate");
        _stream = stream;
    }

    /// <summary>Joins the cards of all ranks, or returns null on all where one has no CUDA card or no NCCL.</summary>
    public static NcclTransfers? TryOpen(IRankGroup group, Device device)
    {
        var library = device is CudaDevice ? NcclLibrary.Find() : null;
        return group.Any(library is null) ? null : new NcclTransfers(library!, group, (CudaDevice)device);
    }

    /// <summary>Begins a set of transfers that are one to NCCL; else two ranks could wait for each other.</summary>
    public void Begin()
    {
        _device.SetCurrent();
        _library.Begin();
    }

    /// <summary>Hands the set to the cards.</summary>
    public void End() => _library.End();

    public void Send(int rank, DeviceBuffer buffer, long firstElement, long elements) =>
        _library.Send(AddressOf(buffer, firstElement), elements, rank, _communicator, _stream);

    public void Receive(int rank, DeviceBuffer buffer, long firstElement, long elements) =>
        _library.Receive(AddressOf(buffer, firstElement), elements, rank, _communicator, _stream);

    /// <summary>Waits for all sets.</summary>
    /// <exception cref="RankFailedException">Another rank ended or failed.</exception>
    /// <exception cref="DeviceLostException">The card is lost.</exception>
    public void Complete()
    {
        try
        {
            _device.SetCurrent();
            while (!IsDone())
            {
                // NCCL itself does not notice a rank that is gone; the group does.
                _group.Complete();
                Thread.Yield();
            }
        }
        catch
        {
            _hasFailed = true;
            throw;
        }
    }

    public void Dispose()
    {
        _device.SetCurrent();
        _library.Leave(_communicator, _hasFailed);
        _device.Api.StreamDestroy(_stream);
    }

    // Whether all that was given to the stream is done.
    private bool IsDone()
    {
        _library.ThrowIfFailed(_communicator);
        var status = _device.Api.StreamQuery(_stream);
        if (status != Cuda.ErrorNotReady)
            _device.Check(status, "cuStreamQuery");
        return status != Cuda.ErrorNotReady;
    }

    private static ulong AddressOf(DeviceBuffer buffer, long firstElement) =>
        ((CudaBuffer)buffer).Address + (ulong)(firstElement * sizeof(float));
}

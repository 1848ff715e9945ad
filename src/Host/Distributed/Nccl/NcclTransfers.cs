using GpuFormer.Devices.Cuda;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Distributed.Nccl;

/// <summary>Transfers between the cards of ranks, on a stream of their own beside the device's work.</summary>
internal sealed class NcclTransfers : IDisposable
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
        _stream = library.CreateStream();
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
    public void Complete()
    {
        try
        {
            _device.SetCurrent();
            while (!_library.IsDone(_communicator, _stream))
            {
                // NCCL itself does not notice a rank that is gone; the group does.
                _group.Complete();
                Thread.Yield();
            }
        }
        catch (RankFailedException)
        {
            _hasFailed = true;
            throw;
        }
    }

    public void Dispose()
    {
        _device.SetCurrent();
        _library.Leave(_communicator, _stream, _hasFailed);
    }

    private static ulong AddressOf(DeviceBuffer buffer, long firstElement) =>
        ((CudaBuffer)buffer).Address + (ulong)(firstElement * sizeof(float));
}

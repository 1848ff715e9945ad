using System.Numerics;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Schedules;

/// <summary>How the kernels of the bridges between map and tokens divide their work.</summary>
/// <param name="Lanes">Threads of a row of the group: first tokens, then channels of the map.</param>
/// <param name="Rows">Rows of threads: pixels, then panels of channels and slices of pixels.</param>
/// <param name="Heads">Heads of a group.</param>
/// <param name="Channels">Channels of those heads.</param>
/// <param name="Block">The most pixels whose scores are in shared memory.</param>
/// <param name="TilePixels">Pixels whose scores a thread makes at a time.</param>
/// <param name="TileChannels">Channels, <paramref name="Lanes"/> apart, whose results a thread makes at a time.</param>
/// <param name="Steps">Channels that are read at a time.</param>
internal readonly record struct BridgeTiling(
    int Lanes, int Rows, int Heads, int Channels, int Block, int TilePixels, int TileChannels, int Steps)
{
    // What other memory of the kernels takes at most, roughly; and enough groups are to fit on a multiprocessor.
    private const int OtherBytes = 12 * 1024;
    private const int MostStagedBytes = 32 * 1024;

    /// <summary>The tiling of a kernel for maps of C channels.</summary>
    /// <param name="device">In which form.</param>
    /// <param name="C">Channels of the map.</param>
    /// <param name="heads">All heads.</param>
    /// <param name="tokens">All tokens.</param>
    /// <param name="fewest">The fewest pixels that a group has at a time.</param>
    /// <param name="block">The most.</param>
    /// <param name="together">Whether a group must have all heads.</param>
    public static BridgeTiling Choose(
        DeviceCapabilities device, int C, int heads, int tokens, int fewest, int block, bool together)
    {
        var width = C / heads;
        if (TileTable.Of(device).BridgeThreads == 1)
        {
            // A panel of channels may meet two heads: with more than two, it must fit into one.
            var room = heads <= 2 ? C : width;
            var vector = Tiling.Lanes(device, room);
            // Results and what they are made of in 16 vector registers.
            var isWide = width >= 2 * vector && Math.Min(tokens, vector) <= 6;
            return new(vector, 1, heads, C, block, fewest >= 8 ? 8 : fewest >= 4 ? 4 : 1, isWide ? 2 : 1, 1);
        }

        var ofGroup = together ? heads : 1;
        var lanes = Tiling.Lanes(device, together && heads <= 2 ? C : width, limit: tokens <= 4 ? 4 : 8);
        var threads = Math.Min(TileTable.Of(device).BridgeThreads, device.MaximumGroupThreads);
        var rows = 1;
        while (rows * 2 * lanes <= threads && rows < block)
            rows *= 2;
        return new(lanes, rows, ofGroup, width * ofGroup, block, Math.Clamp(Tiling.Panels(block, rows), 1, 4),
            tokens <= 8 && width % (2 * lanes) == 0 ? 2 : 1, width % 4 == 0 ? 4 : width % 2 == 0 ? 2 : 1);
    }

    /// <summary>
    /// How many rows of threads share a panel of channels: those that are too many for each to have its own.
    /// </summary>
    public int Slices =>
        Rows / (int)Math.Min(Rows, BitOperations.RoundUpToPowerOf2((uint)Tiling.Panels(Channels, Lanes * TileChannels)));

    /// <summary>The shape of a group.</summary>
    public GroupShape Group => new(Lanes, Rows);

    /// <summary>Channels that the shared memory of a group has room for.</summary>
    public int SharedChannels(DeviceCapabilities device) => Tiling.SharedChannels(device, Channels);

    /// <summary>Whether a group brings its part of the map into shared memory first.</summary>
    public bool IsStaged(DeviceCapabilities device) => Rows > 1 && Block * (SharedChannels(device) + 4) * sizeof(float)
        <= Math.Min(MostStagedBytes, device.SharedMemoryBytes - OtherBytes);
}

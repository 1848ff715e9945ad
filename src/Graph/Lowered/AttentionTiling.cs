using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered;

/// <summary>How the kernels of <see cref="Ops.MultiHeadAttention"/> divide their work.</summary>
/// <param name="Lanes">Threads of a group, of which each makes <paramref name="Vectors"/> rows.</param>
/// <param name="Vectors">Rows of a thread.</param>
/// <param name="Block">The rows over which scores are made at one time.</param>
/// <param name="TileRows">Of them those whose scores are made at one time.</param>
/// <param name="Width">Columns of a head.</param>
/// <param name="Heads">Heads of a row.</param>
/// <param name="Masked">Whether keys are masked.</param>
/// <param name="Drops">Whether shares are dropped.</param>
internal readonly record struct AttentionTiling(
    int Lanes, int Vectors, int Block, int TileRows, int Width, int Heads, bool Masked, bool Drops)
{
    /// <summary>Chooses for a device.</summary>
    /// <param name="device">Its shared memory limits threads and blocks.</param>
    /// <param name="rows">What groups divide among them, [N, ..., D].</param>
    /// <param name="heads">Heads of a row.</param>
    /// <param name="inShared">Arrays in shared memory of a head's columns for each thread.</param>
    /// <param name="scores">Arrays of scores there.</param>
    /// <param name="masked">Whether keys are masked.</param>
    /// <param name="drops">Whether shares are dropped.</param>
    public static AttentionTiling Of(
        DeviceCapabilities device, Shape rows, int heads, int inShared, int scores, bool masked, bool drops)
    {
        var width = rows.Last / heads;
        var lanes = Tiling.Lanes(device, width);
        var tall = device.IsProcessor;
        var vectors = tall && rows.Rows / rows[0] > lanes ? 2 : 1;
        // All of them are whole tiles of rows.
        int[] blocks = tall ? [66, 30, 12] : [32, 16, 8];
        var block = 0;
        while (BytesOf() > device.SharedMemoryBytes)
        {
            if (vectors > 1)
                vectors = 1;
            else if (block < blocks.Length - 1)
                block++;
            else if (lanes > 1)
                lanes /= 2;
            else
                break;
        }

        return new(lanes, vectors, blocks[block], TileRows: !tall ? 4 : scores > 1 ? 3 : 6, width, heads, masked,
            drops);

        // Up to four numbers more of each row stand there, and columns lie a number further apart than there are rows.
        long BytesOf() =>
            ((long)(inShared * width) + (scores * blocks[block]) + 4) * ((lanes * vectors) + 1) * sizeof(float);
    }

    public static Library.AttentionSizes Sizes(Shape q, Shape k, int heads) =>
        new(q.Rows / q[0], k.Rows / k[0], q.Last, heads);

    public LaunchShape Grid(Shape rows) => new(Tiling.Panels(rows.Rows / rows[0], Lanes * Vectors), Heads, rows[0]);

    public KernelSpecialisation Kernel(Delegate method) => new(method, new GroupShape(Lanes),
        new Library.AttentionConstants
        {
            SharedWidth = Width,
            Block = Block,
            Vectors = Vectors,
            TileRows = TileRows,
            TileColumns = Tiling.HeadColumns(Width),
            Masked = Masked ? 1 : 0,
            Drops = Drops ? 1 : 0,
        });
}

using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="MatrixKernels.Forward{TEpilogue, TTerms}"/>.</summary>
public record struct MatrixConstants
{
    /// <summary>Warps of a group along the rows.</summary>
    public int RowWarps;

    /// <summary>Warps of a group along the channels.</summary>
    public int ColumnWarps;

    /// <summary>Fragments of a warp along the rows.</summary>
    public int RowFragments;

    /// <summary>Fragments of a warp along the channels.</summary>
    public int ColumnFragments;

    /// <summary>Elements of a load: 4, or 1 where strides are no multiples of it.</summary>
    public int Together;
}

/// <summary>
/// 1x1 convolutions and linears as products of small matrices of halves (<see cref="Fragment"/>), for devices with
/// matrix units. Sums and epilogue are floats.
/// </summary>
public static class MatrixKernels
{
    /// <summary>The part of the sums that a group has in shared memory at a time; filters are padded to it.</summary>
    public const int Depth = 32;

    // How far rows lie apart there: 8 more, so that the threads of a fragment read from different banks.
    private const int Stride = Depth + 8;

    // Numbers of a row that a thread loads, threads that load a row of a part, and rows that 32 threads load.
    private const int Run = 4;
    private const int RowThreads = Depth / Run;
    private const int Rows = Fragment.Threads / RowThreads;

    // x: rows of K channels   filter: [C, K], K padded to a multiple of 32 with zeros   bias: [C]   y: [N, rows, C]
    // y[row, c] = epilogue(bias[c] + sum over k of x[row, k] * filter[c, k]), x and filter rounded to halves
    //
    // A group makes a tile of rowWarps * rowFragments * 16 rows by columnWarps * columnFragments * 8 channels, each of
    // its rowWarps * columnWarps = Group.DimY warps rowFragments by columnFragments fragments of it. Tiles may stick
    // out: rows and channels beyond the last are read as the last ones, and not written; what x has beyond K is
    // multiplied by zeros. The next part of the sums is loaded while one is multiplied, and goes into the other half of
    // shared memory. `together` is 4 where K, the offset and both strides are multiples of it, so that loads are, or 1.
    // Grid: X tiles of rows, Y tiles of channels, Z images. Group: 32 along X, warps along Y; both sides of a tile are
    // multiples of 4 * warps, since each warp loads four rows at a time.
    [Kernel]
    public static void Forward<TEpilogue, TTerms>(
        ArrayView<float> x, ArrayView<float> filter, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue,
        PointwiseSizes sizes, SpecializedValue<MatrixConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var (rowWarps, columnWarps, rowFragments, columnFragments, together) =
            (constants.RowWarps, constants.ColumnWarps, constants.RowFragments, constants.ColumnFragments,
            constants.Together);
        var tileRows = rowWarps * rowFragments * Fragment.Rows;
        var tileChannels = columnWarps * columnFragments * Fragment.Columns;
        var left = SharedHalves.Allocate(2 * tileRows * Stride);
        var right = SharedHalves.Allocate(2 * tileChannels * Stride);
        var firstRow = Grid.IdxX * tileRows;
        var firstChannel = Grid.IdxY * tileChannels;
        var columnWarp = Group.IdxY / rowWarps;
        var warpRow = (Group.IdxY - (columnWarp * rowWarps)) * rowFragments * Fragment.Rows;
        var warpChannel = columnWarp * columnFragments * Fragment.Columns;

        // The compiler sees that these are multiples.
        var K = sizes.K / together * together;
        var padded = (sizes.K + Depth - 1) / Depth * Depth;
        var start = (Grid.IdxZ * (sizes.ImageStride / together * together)) + (sizes.Offset / together * together);
        var rowStride = sizes.RowStride / together * together;
        var rows = new float[tileRows / Rows / (rowWarps * columnWarps) * Run];
        var channels = new float[tileChannels / Rows / (rowWarps * columnWarps) * Run];
        var sums = new float[rowFragments * columnFragments * Fragment.Sums];
        for (var i = 0; i < rowFragments * columnFragments * Fragment.Sums; i++)
            sums[i] = 0f;

        Load(x, start, rowStride, firstRow, sizes.Rows - 1, 0, K, tileRows, together, rows);
        Load(filter, 0, padded, firstChannel, sizes.C - 1, 0, padded, tileChannels, Run, channels);
        Store(left, 0, tileRows, rows);
        Store(right, 0, tileChannels, channels);
        Group.Barrier();
        var leftAt = 0;
        var rightAt = 0;
        for (var first = Depth; first < padded; first += Depth)
        {
            Load(x, start, rowStride, firstRow, sizes.Rows - 1, first, K, tileRows, together, rows);
            Load(filter, 0, padded, firstChannel, sizes.C - 1, first, padded, tileChannels, Run, channels);
            Multiply(left, leftAt + (warpRow * Stride), right, rightAt + (warpChannel * Stride), rowFragments,
                columnFragments, sums);
            leftAt = (tileRows * Stride) - leftAt;
            rightAt = (tileChannels * Stride) - rightAt;
            Store(left, leftAt, tileRows, rows);
            Store(right, rightAt, tileChannels, channels);
            Group.Barrier();
        }

        Multiply(left, leftAt + (warpRow * Stride), right, rightAt + (warpChannel * Stride), rowFragments,
            columnFragments, sums);
        for (var j = 0; j < columnFragments; j++)
        {
            for (var element = 0; element < Fragment.Sums; element++)
            {
                var channel = firstChannel + warpChannel + (j * Fragment.Columns) + Fragment.Column(element);
                if (channel < sizes.C)
                {
                    var terms = epilogue.Load(Grid.IdxZ, channel);
                    var first = bias[channel];
                    for (var i = 0; i < rowFragments; i++)
                    {
                        var row = firstRow + warpRow + (i * Fragment.Rows) + Fragment.Row(element);
                        if (row < sizes.Rows)
                        {
                            var index = (((Grid.IdxZ * sizes.Rows) + row) * sizes.C) + channel;
                            y[index] = epilogue.Apply(
                                first + sums[(((i * columnFragments) + j) * Fragment.Sums) + element], terms,
                                Grid.IdxZ, row, channel, index);
                        }
                    }
                }
            }
        }
    }

    // Which row of a tile this thread loads its numbers of: 32 threads load four rows, of which those that are stored
    // in one step (of 16 threads) lie four apart, in different banks.
    private static int RowOf(int turn)
    {
        var part = (turn * Group.DimY) + Group.IdxY;
        return ((part >> 1) << 3) + ((part & 1) << 1) + (Group.IdxX >> 4) + (((Group.IdxX >> 3) & 1) << 2);
    }

    // Numbers first to first + 31 of a tile's rows, or the last ones where there are fewer.
    private static void Load(
        ArrayView<float> from, int start, int rowStride, int firstRow, int lastRow, int first, int count, int tileRows,
        int together, float[] values)
    {
        var k = first + ((Group.IdxX & (RowThreads - 1)) * Run);
        for (var turn = 0; turn < tileRows / Rows / Group.DimY; turn++)
        {
            var row = start + (KernelMath.Min(firstRow + RowOf(turn), lastRow) * rowStride);
            for (var i = 0; i < Run; i += together)
            {
                var at = row + KernelMath.Min(k + i, count - together);
                for (var j = 0; j < together; j++)
                    values[(turn * Run) + i + j] = from[at + j];
            }
        }
    }

    private static void Store(ArrayView<float> to, int start, int tileRows, float[] values)
    {
        var k = (Group.IdxX & (RowThreads - 1)) * Run;
        for (var turn = 0; turn < tileRows / Rows / Group.DimY; turn++)
        {
            var at = start + (RowOf(turn) * Stride) + k;
            for (var i = 0; i < Run; i++)
                to[at + i] = KernelMath.RoundToHalf(values[(turn * Run) + i]);
        }
    }

    private static void Multiply(
        ArrayView<float> left, int leftAt, ArrayView<float> right, int rightAt, int rowFragments, int columnFragments,
        float[] sums)
    {
        for (var part = 0; part < Depth; part += Fragment.Depth)
        {
            for (var i = 0; i < rowFragments; i++)
            {
                for (var j = 0; j < columnFragments; j++)
                {
                    Fragment.MultiplyAdd(
                        left, leftAt + (i * Fragment.Rows * Stride) + part, Stride,
                        right, rightAt + (j * Fragment.Columns * Stride) + part, Stride,
                        sums, ((i * columnFragments) + j) * Fragment.Sums);
                }
            }
        }
    }
}

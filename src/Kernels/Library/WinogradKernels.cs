using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>The sizes of a map [N, H, W, C] in tiles of m by m pixels: rows of tiles, tiles of a row, all tiles.</summary>
public readonly struct WinogradSizes(int H, int W, int C, int tilesDown, int tilesAcross, int tiles)
{
    public readonly int H = H;
    public readonly int W = W;
    public readonly int C = C;
    public readonly int TilesDown = tilesDown;
    public readonly int TilesAcross = tilesAcross;
    public readonly int Tiles = tiles;
}

/// <summary>Compile-time constants of <see cref="WinogradKernels.Input"/>.</summary>
public record struct WinogradInputConstants
{
    /// <summary>m of F(m x m, 3 x 3), rows and columns of a tile of the output.</summary>
    public int m;

    /// <summary>1 where there is a second map, z.</summary>
    public int Two;

    /// <summary>1 where height and width are multiples of m.</summary>
    public int Whole;
}

/// <summary>Compile-time constants of <see cref="WinogradKernels.Output{TEpilogue, TTerms}"/>.</summary>
public record struct WinogradOutputConstants
{
    /// <summary>m of F(m x m, 3 x 3), rows and columns of a tile of the output.</summary>
    public int m;

    /// <summary>1 where height and width are multiples of m.</summary>
    public int Whole;
}

/// <summary>
/// What stands around the products of a 3x3 convolution by Winograd's minimal filtering, F(m x m, 3 x 3). Its points are
/// 0, 1, -1 and infinity for m 2; 0, both roots of 1/2, both of 2, and infinity for m 4: a third of the error that 1
/// and 2 have, twice that of the direct sum. Lanes are channels.
/// </summary>
public static class WinogradKernels
{
    // x: [N, H, W, C]   z, if there are `two`: [N, H, W, D]   v: [tiles, (m + 2) * (m + 2), C + D]
    // v[tile] = B' d B of the (m + 2) by (m + 2) pixels d around a tile of m by m; 0 outside the map. z's channels stand
    // behind x's.
    // One thread for a tile of one channel. Grid: X panels of channels of x, then of z, Y tiles of all images (times
    // Group.DimY). C and D are at least Group.DimX: a last panel starts Group.DimX before the end; it and the last
    // tiles make what others make. `whole`: H and W are multiples of m.
    [Kernel]
    public static void Input(
        ArrayView<float> x, ArrayView<float> z, ArrayView<float> v, WinogradSizes sizes, int C,
        SpecializedValue<WinogradInputConstants> specialised)
    {
        var constants = specialised.Value;
        var m = constants.m;
        var (two, whole) = (constants.Two != 0, constants.Whole != 0);
        var tile = KernelMath.Min((Grid.IdxY * Group.DimY) + Group.IdxY, sizes.Tiles - 1);
        var line = tile / sizes.TilesAcross;
        var image = line / sizes.TilesDown;
        var row = ((line - (image * sizes.TilesDown)) * m) - 1;
        var column = ((tile - (line * sizes.TilesAcross)) * m) - 1;
        var panels = (C + Group.DimX - 1) / Group.DimX;
        var first = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX);
        // Each on its own from the first load to the last store: values of both would have to be brought together.
        if (two && Grid.IdxX >= panels)
        {
            first = KernelMath.Min((Grid.IdxX - panels) * Group.DimX, sizes.C - C - Group.DimX);
            Transform(z, v, sizes, image, row, column, sizes.C - C, first, tile, C + first, m, whole);
        }
        else
        {
            Transform(x, v, sizes, image, row, column, C, first, tile, first, m, whole);
        }
    }

    // products: [tiles, (m + 2) * (m + 2), C]   bias: [C]   y: [N, H, W, C]
    // y of a tile = epilogue(bias + A' p A) of its (m + 2) by (m + 2) products p.
    // Threads, grid and `whole` as above.
    [Kernel]
    public static void Output<TEpilogue, TTerms>(
        ArrayView<float> products, ArrayView<float> bias, ArrayView<float> y, TEpilogue epilogue, WinogradSizes sizes,
        SpecializedValue<WinogradOutputConstants> specialised)
        where TEpilogue : struct, IEpilogue<TTerms>
        where TTerms : struct
    {
        var constants = specialised.Value;
        var m = constants.m;
        var whole = constants.Whole != 0;
        var channel = KernelMath.Min(Grid.IdxX * Group.DimX, sizes.C - Group.DimX) + Group.IdxX;
        var tile = KernelMath.Min((Grid.IdxY * Group.DimY) + Group.IdxY, sizes.Tiles - 1);
        var line = tile / sizes.TilesAcross;
        var image = line / sizes.TilesDown;
        var row = (line - (image * sizes.TilesDown)) * m;
        var column = (tile - (line * sizes.TilesAcross)) * m;
        var n = m + 2;
        var values = new float[n * n];
        var at = tile * n * n * sizes.C;
        for (var i = 0; i < n * n; i++)
            values[i] = products[at + (i * sizes.C) + channel];
        for (var j = 0; j < n; j++)
            FromPoints(values, j, n, m);

        var first = bias[channel];
        var terms = epilogue.Load(image, channel);
        for (var i = 0; i < m; i++)
        {
            FromPoints(values, i * n, 1, m);
            for (var j = 0; j < m; j++)
            {
                if (whole || (row + i < sizes.H && column + j < sizes.W))
                {
                    var pixel = ((row + i) * sizes.W) + column + j;
                    var index = (((image * sizes.H * sizes.W) + pixel) * sizes.C) + channel;
                    y[index] = epilogue.Apply(first + values[(i * n) + j], terms, image, pixel, channel, index);
                }
            }
        }
    }

    // From channel `from` of C of a map to channel `to` of all points.
    private static void Transform(
        ArrayView<float> x, ArrayView<float> v, WinogradSizes sizes, int image, int row, int column, int C, int from, int tile,
        int to, int m, bool whole)
    {
        var n = m + 2;
        var values = new float[n * n];
        // A pixel outside the map is one inside times 0: no branches, of which there would be one for each.
        var rows = new int[n];
        var columns = new int[n];
        var rowShares = new float[n];
        var columnShares = new float[n];
        for (var i = 0; i < n; i++)
        {
            rows[i] = row + i;
            columns[i] = column + i;
            rowShares[i] = 1f;
            columnShares[i] = 1f;
            if (!whole || i == 0 || i == n - 1)
            {
                rows[i] = KernelMath.Max(KernelMath.Min(row + i, sizes.H - 1), 0);
                columns[i] = KernelMath.Max(KernelMath.Min(column + i, sizes.W - 1), 0);
                rowShares[i] = rows[i] == row + i ? 1f : 0f;
                columnShares[i] = columns[i] == column + i ? 1f : 0f;
            }

            rows[i] = (((image * sizes.H) + rows[i]) * sizes.W * C) + from + Group.IdxX;
            columns[i] *= C;
        }

        // Column by column: few of the values wait in registers.
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i < n; i++)
            {
                values[(i * n) + j] = x[columns[j] + rows[i]];
                if (!whole || i == 0 || i == n - 1 || j == 0 || j == n - 1)
                    values[(i * n) + j] *= rowShares[i] * columnShares[j];
            }

            ToPoints(values, j, n, m);
        }

        var at = (tile * n * n * sizes.C) + to + Group.IdxX;
        for (var i = 0; i < n; i++)
        {
            ToPoints(values, i * n, 1, m);
            for (var j = 0; j < n; j++)
                v[at + (((i * n) + j) * sizes.C)] = values[(i * n) + j];
        }
    }

    // B' of m + 2 values that lie `step` apart.
    private static void ToPoints(float[] values, int first, int step, int m)
    {
        var a = values[first];
        var b = values[first + step];
        var c = values[first + (2 * step)];
        var d = values[first + (3 * step)];
        if (m == 2)
        {
            values[first] = a - c;
            values[first + step] = b + c;
            values[first + (2 * step)] = c - b;
            values[first + (3 * step)] = b - d;
            return;
        }

        var e = values[first + (4 * step)];
        var f = values[first + (5 * step)];
        var even = KernelMath.Fma(-2f, c, e);
        var odd = KernelMath.Fma(-2f, b, d);
        var evenOfTwo = KernelMath.Fma(-0.5f, c, e);
        var oddOfTwo = KernelMath.Fma(-0.5f, b, d);
        values[first] = KernelMath.Fma(-2.5f, c, a + e);
        values[first + step] = KernelMath.Fma(0.707106781f, odd, even);
        values[first + (2 * step)] = KernelMath.Fma(-0.707106781f, odd, even);
        values[first + (3 * step)] = KernelMath.Fma(1.41421356f, oddOfTwo, evenOfTwo);
        values[first + (4 * step)] = KernelMath.Fma(-1.41421356f, oddOfTwo, evenOfTwo);
        values[first + (5 * step)] = KernelMath.Fma(-2.5f, d, b + f);
    }

    // A' of m + 2 values that lie `step` apart: the first m are the result.
    private static void FromPoints(float[] values, int first, int step, int m)
    {
        var b = values[first + step];
        var c = values[first + (2 * step)];
        var d = values[first + (3 * step)];
        var sum = b + c;
        var difference = b - c;
        if (m == 2)
        {
            values[first] += sum;
            values[first + step] = difference - d;
            return;
        }

        var e = values[first + (4 * step)];
        var f = values[first + (5 * step)];
        values[first] += sum + (d + e);
        values[first + step] = 0.707106781f * KernelMath.Fma(2f, d - e, difference);
        values[first + (2 * step)] = KernelMath.Fma(2f, d + e, 0.5f * sum);
        values[first + (3 * step)] = KernelMath.Fma(0.353553391f, KernelMath.Fma(8f, d - e, difference), f);
    }
}

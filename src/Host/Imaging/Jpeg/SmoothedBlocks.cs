namespace GpuFormer.Imaging.Jpeg;

/// <summary>
/// Samples of a progressive picture whose last scans are missing: the first details of a block are estimated from the
/// averages of the 5 x 5 blocks around it, after T.81 K.8, as libjpeg-turbo 2.1 does bit for bit. Without that, blocks
/// would show as flat squares.
/// </summary>
internal static class SmoothedBlocks
{
    /// <summary>As many coefficients, in zigzag order, matter to an estimate: DC and the nine after it.</summary>
    public const int Coefficients = 10;

    private const int Side = 5;

    // Weights of the 25 averages, row by row, for each coefficient in zigzag order. These where no detail is known yet.
    private static readonly sbyte[][] Wide =
    [
        [-2, -6, -8, -6, -2, -6, 6, 42, 6, -6, -8, 42, 127, 42, -8, -6, 6, 42, 6, -6, -2, -6, -8, -6, -2],
        [-1, -1, 0, 1, 1, -3, 13, 0, -13, 3, -3, 38, 0, -38, 3, -3, 13, 0, -13, 3, -1, -1, 0, 1, 1],
        [-1, -3, -3, -3, -1, -1, 13, 38, 13, -1, 0, 0, 0, 0, 0, 1, -13, -38, -13, 1, 1, 3, 3, 3, 1],
        [0, 0, 1, 0, 0, 0, 2, 7, 2, 0, 0, -5, -14, -5, 0, 0, 2, 7, 2, 0, 0, 0, 1, 0, 0],
        [-1, 0, 0, 0, 1, 0, 9, 0, -9, 0, 0, 0, 0, 0, 0, 0, -9, 0, 9, 0, 1, 0, 0, 0, -1],
        [0, 0, 0, 0, 0, 0, 2, -5, 2, 0, 1, 7, -14, 7, 1, 0, 2, -5, 2, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, 2, 0, -2, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, -3, 1, 0, 0, 0, 0, 0, 0, 0, -1, 3, -1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 0, -1, 0, 0, -3, 0, 3, 0, 0, 1, 0, -1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0, -1, -2, -1, 0, 0, 0, 0, 0, 0],
    ];

    // The middle of the first row: what a signed byte cannot say.
    private const int WeightOfOwnAverage = 152;

    // These where some are: of the first five details; the average stays as it is.
    private static readonly sbyte[][] Narrow =
    [
        [],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -7, 50, 0, -50, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, -7, 0, 0, 0, 0, 50, 0, 0, 0, 0, 0, 0, 0, 0, 0, -50, 0, 0, 0, 0, 7, 0, 0],
        [0, 0, -1, 0, 0, 0, 0, 13, 0, 0, 0, 0, -24, 0, 0, 0, 0, 13, 0, 0, 0, 0, -1, 0, 0],
        [0, -1, 0, 1, 0, -1, 10, 0, -10, 1, 0, 0, 0, 0, 0, 1, -10, 0, 10, -1, 0, 1, 0, -1, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 13, -24, 13, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ];

    // The estimates are multiplied already.
    private static readonly ushort[] Unchanged = Ones();

    /// <summary>Computes the samples of a component in one row of MCUs.</summary>
    public static void InvertRows(JpegFrame frame, int index, int mcuRow)
    {
        var component = frame.Components[index];
        var bits = frame.Progress!.BitsOf(index, mcuRow);
        var rows = Math.Min(component.Down, component.BlocksDown - mcuRow * component.Down);
        for (var row = 0; row < rows; row++)
            InvertRow(component, bits, Neighbours(frame, component, mcuRow, row, rows), mcuRow * component.Down + row);
    }

    // The rows of blocks two above to two below. Where the picture ends a row stands in for the one that is missing; at
    // the second and the last but one libjpeg-turbo 2.1 decides by rows of MCUs, of which a block row is only a part.
    private static int[] Neighbours(JpegFrame frame, JpegComponent component, int mcuRow, int row, int rows)
    {
        var last = frame.McusDown - 1;
        var own = mcuRow * component.Down + row;
        var above = row > 0 || mcuRow > 0 ? own - 1 : own;
        var below = row < rows - 1 || mcuRow < last ? own + 1 : own;
        return
        [
            row > 1 || mcuRow > 1 ? own - 2 : above, above, own, below,
            row < rows - 2 || mcuRow + 1 < last ? own + 2 : below,
        ];
    }

    private static void InvertRow(JpegComponent component, ReadOnlySpan<int> bits, int[] rows, int blockRow)
    {
        Span<short> block = stackalloc short[64];
        Span<int> averages = stackalloc int[Side * Side];
        var quantisation = component.Quantisation!;
        var last = component.BlocksAcross - 1;
        var detailsUnknown = !bits[1..Coefficients].ContainsAnyExcept(ProgressiveState.Unknown);
        for (var y = 0; y < Side; y++)
            averages.Slice(y * Side, Side).Fill(component.Block(rows[y], 0)[0]);
        for (var column = 0; column <= last; column++)
        {
            for (var y = 0; y < Side; y++)
            {
                // The two on the right stand still at the edge, but not the outer one of a picture of two blocks.
                if (column == 0 && last > 0)
                    averages[y * Side + 3] = component.Block(rows[y], 1)[0];
                if (column + 1 < last)
                    averages[y * Side + 4] = component.Block(rows[y], column + 2)[0];
            }
            Estimate(component.Block(blockRow, column), quantisation, bits, averages, detailsUnknown, block);
            component.Invert(block, Unchanged, !block[1..].ContainsAnyExcept((short)0), blockRow, column);
            for (var y = 0; y < Side; y++)
                averages.Slice(y * Side + 1, Side - 1).CopyTo(averages[(y * Side)..]);
        }
    }

    // block: the dequantised coefficients. An estimate is made of what is zero and not known to be so.
    private static void Estimate(
        ReadOnlySpan<short> coefficients, ushort[] quantisation, ReadOnlySpan<int> bits, ReadOnlySpan<int> averages,
        bool detailsUnknown, Span<short> block)
    {
        for (var i = 0; i < 64; i++)
            block[i] = (short)(coefficients[i] * quantisation[i]);
        var weights = detailsUnknown ? Wide : Narrow;
        for (var k = 1; k < weights.Length; k++)
        {
            int at = JpegTables.NaturalOrder[k];
            if (bits[k] == 0 || coefficients[at] != 0)
                continue;
            var estimate = Rounded(Sum(weights[k], averages) * quantisation[0], quantisation[at]);
            // Not larger than what the bits that are missing could say.
            if (bits[k] > 0)
                estimate = Math.Clamp(estimate, 1 - (1L << bits[k]), (1L << bits[k]) - 1);
            block[at] = (short)((short)estimate * quantisation[at]);
        }
        if (detailsUnknown)
        {
            var sum = Sum(Wide[0], averages) + (long)(WeightOfOwnAverage - sbyte.MaxValue) * averages[Side * Side / 2];
            block[0] = (short)((short)Rounded(sum * quantisation[0], quantisation[0]) * quantisation[0]);
        }
    }

    private static long Sum(ReadOnlySpan<sbyte> weights, ReadOnlySpan<int> averages)
    {
        var sum = 0L;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * averages[i];
        return sum;
    }

    // value / (256 step), halves away from zero.
    private static long Rounded(long value, int step)
    {
        var size = ((step << 7) + Math.Abs(value)) / (step << 8);
        return value < 0 ? -size : size;
    }

    private static ushort[] Ones()
    {
        var ones = new ushort[64];
        Array.Fill(ones, (ushort)1);
        return ones;
    }
}

namespace GpuFormer.Imaging.Jpeg;

/// <summary>How one kind of scan decodes one block.</summary>
internal interface IBlockDecoder
{
    void Decode(ref EntropyReader reader, in ScanPart part, int blockRow, int blockColumn);

    // After a restart marker; the DC predictors are reset by the walk.
    void Restart();

    // A block whose bits are lost.
    void Skip(in ScanPart part, int blockRow, int blockColumn);

    // All blocks of a row of MCUs were visited.
    void EndRow(int row);
}

/// <summary>Visits the blocks of a scan in the order of the file (T.81 A.2), with its restart markers.</summary>
internal static class ScanWalk
{
    public static void Run<TDecoder>(
        ref EntropyReader reader, JpegFrame frame, ScanHeader scan, int restartInterval, TDecoder decoder)
        where TDecoder : struct, IBlockDecoder
    {
        // A component alone is not interleaved: its MCU is one block, and blocks of mere padding are left out.
        var alone = scan.Parts.Length == 1 ? scan.Parts[0].Component : null;
        var mcusAcross = alone?.BlocksAcross ?? frame.McusAcross;
        var mcusDown = alone?.BlocksDown ?? frame.McusDown;
        ResetPredictors(scan);
        int untilRestart = restartInterval, restarts = 0;
        for (var row = 0; row < mcusDown; row++)
        {
            for (var column = 0; column < mcusAcross; column++)
            {
                if (restartInterval > 0 && untilRestart-- == 0)
                {
                    reader.Restart(restarts++ & 7); // counts from 0 in each scan
                    ResetPredictors(scan);
                    decoder.Restart();
                    untilRestart = restartInterval - 1;
                }
                // Bits of an MCU in which the data ends are taken as zeros, what follows up to a restart is left out.
                var known = !reader.IsExhausted;
                if (known && frame.Progress is { } progress)
                    progress.LastGoodRow = alone is null ? row : row / alone.Down;
                if (alone is null)
                    DecodeMcu(ref reader, scan, row, column, known, ref decoder);
                else if (known)
                    decoder.Decode(ref reader, in scan.Parts[0], row, column);
                else
                    decoder.Skip(in scan.Parts[0], row, column);
            }
            decoder.EndRow(row);
        }
        reader.End();
    }

    private static void DecodeMcu<TDecoder>(
        ref EntropyReader reader, ScanHeader scan, int mcuRow, int mcuColumn, bool known, ref TDecoder decoder)
        where TDecoder : struct, IBlockDecoder
    {
        foreach (ref readonly var part in scan.Parts.AsSpan())
        {
            int across = part.Component.Across, down = part.Component.Down;
            for (var y = 0; y < down; y++)
            {
                for (var x = 0; x < across; x++)
                {
                    if (known)
                        decoder.Decode(ref reader, in part, mcuRow * down + y, mcuColumn * across + x);
                    else
                        decoder.Skip(in part, mcuRow * down + y, mcuColumn * across + x);
                }
            }
        }
    }

    private static void ResetPredictors(ScanHeader scan)
    {
        foreach (var part in scan.Parts)
            part.Component.Dc = 0;
    }
}

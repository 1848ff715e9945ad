namespace GpuFormer.Imaging.Jpeg;

/// <summary>The scan header (T.81 B.2.3): which components, which coefficients, which of their bits.</summary>
/// <param name="Parts">The components with their Huffman tables; a table that the scan does not use may be
/// missing.</param>
/// <param name="First">First coefficient in zigzag order (Ss).</param>
/// <param name="Last">Last coefficient (Se).</param>
/// <param name="PreviousBit">Position of the lowest bit known so far (Ah), 0 in a first scan.</param>
/// <param name="Bit">Position of the lowest bit that this scan adds (Al).</param>
internal sealed record ScanHeader(ScanPart[] Parts, int First, int Last, int PreviousBit, int Bit)
{
    // Twelve or more bits per coefficient do not occur with 8-bit samples; libjpeg allows 13.
    private const int HighestBit = 13;

    // T.81 B.2.3: an MCU of an interleaved scan has at most ten blocks.
    private const int MostBlocksPerMcu = 10;

    public static ScanHeader Parse(ReadOnlySpan<byte> data, JpegFrame frame, JpegTables tables, ImageDamage damage)
    {
        if (data.Length < 1 || data[0] is < 1 or > 4 || data.Length != 4 + 2 * data[0])
            throw Wrong("its length does not fit its components");
        var parts = new ScanPart[data[0]];
        for (var i = 0; i < parts.Length; i++)
        {
            int id = data[1 + 2 * i], dc = data[2 + 2 * i] >> 4, ac = data[2 + 2 * i] & 15;
            var component = Array.Find(frame.Components, candidate => candidate.Id == id)
                ?? throw Wrong($"component {id} does not exist");
            if (Array.Exists(parts, part => part.Component == component))
                throw Wrong($"component {id} stands twice");
            if (!frame.Progressive && (dc < 2 && tables.Dc[dc] is null || ac < 2 && tables.Ac[ac] is null))
                damage.Report("JPEG", "segment SOS", "the Huffman tables are missing, and the standard's are taken");
            parts[i] = frame.Progressive
                ? new ScanPart(component, At(tables.Dc, dc), At(tables.Ac, ac))
                : new ScanPart(component, At(tables.Dc, dc) ?? StandardTables.Dc(dc),
                    At(tables.Ac, ac) ?? StandardTables.Ac(ac));
        }
        var tail = data[^3..];
        var scan = frame.Progressive
            ? new ScanHeader(parts, tail[0], tail[1], tail[2] >> 4, tail[2] & 15)
            : new ScanHeader(parts, 0, 63, 0, 0);
        scan.Check(frame.Progressive);
        return scan;
    }

    // A slot that does not exist is empty: not every scan uses both tables.
    private static HuffmanTable? At(HuffmanTable?[] tables, int slot) => slot < tables.Length ? tables[slot] : null;

    // A run that goes beyond the last coefficient: libjpeg puts what follows there.
    public static int LeftBlock(ImageDamage damage)
    {
        damage.Report("JPEG", "the compressed data", "a run leaves its block");
        return 63;
    }

    private void Check(bool progressive)
    {
        // T.81 G.1.1.1: DC alone, possibly interleaved; AC of one component; one bit at a time.
        var bandIsRight = First == 0
            ? Last == (progressive ? 0 : 63)
            : Last >= First && Last <= 63 && Parts.Length == 1;
        if (!bandIsRight || Bit > HighestBit || (PreviousBit != 0 && PreviousBit != Bit + 1))
            throw Wrong($"coefficients {First} to {Last}, bits {PreviousBit} to {Bit} cannot be coded");
        if (Parts.Length > 1 && Parts.Sum(part => part.Component.Across * part.Component.Down) > MostBlocksPerMcu)
            throw Wrong("an MCU has more than ten blocks");
        foreach (var part in Parts)
        {
            var needsDc = First == 0 && PreviousBit == 0;
            if ((needsDc && part.Dc is null) || (Last > 0 && part.Ac is null))
                throw Wrong($"component {part.Component.Id} names a Huffman table that is missing");
            if (needsDc && part.Dc!.HighestSymbol > 15)
                throw Wrong($"the Huffman table for DC of component {part.Component.Id} has impossible sizes");
        }
    }

    private static ImageFormatException Wrong(string what) => ImageFormatException.Damaged("JPEG", "segment SOS", what);
}

/// <summary>A component in a scan. A table is null when the file did not define it.</summary>
internal readonly record struct ScanPart(JpegComponent Component, HuffmanTable? Dc, HuffmanTable? Ac);

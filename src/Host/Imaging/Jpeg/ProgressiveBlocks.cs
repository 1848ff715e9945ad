namespace GpuFormer.Imaging.Jpeg;

/// <summary>First bits of the DC coefficients (T.81 G.1.2.1).</summary>
internal readonly struct FirstDcBlocks(int bit) : IBlockDecoder
{
    public void Decode(ref EntropyReader reader, in ScanPart part, int blockRow, int blockColumn)
    {
        part.Component.Dc += reader.Signed(reader.Symbol(part.Dc!));
        part.Component.Block(blockRow, blockColumn)[0] = (short)(part.Component.Dc << bit);
    }

    public void Restart()
    {
    }

    public void Skip(in ScanPart part, int blockRow, int blockColumn)
    {
    }

    public void EndRow(int row)
    {
    }
}

/// <summary>One more bit of the DC coefficients, as it is, without a code.</summary>
internal readonly struct RefinedDcBlocks(int bit) : IBlockDecoder
{
    public void Decode(ref EntropyReader reader, in ScanPart part, int blockRow, int blockColumn)
    {
        if (reader.Bit())
            part.Component.Block(blockRow, blockColumn)[0] |= (short)(1 << bit);
    }

    public void Restart()
    {
    }

    public void Skip(in ScanPart part, int blockRow, int blockColumn)
    {
    }

    public void EndRow(int row)
    {
    }
}

/// <summary>First bits of a band of AC coefficients (T.81 G.1.2.2): runs may end many blocks at once.</summary>
internal struct FirstAcBlocks(ScanHeader scan, ImageDamage damage) : IBlockDecoder
{
    // Blocks still to come that have nothing in this band.
    private int _emptyBlocks;

    public void Decode(ref EntropyReader reader, in ScanPart part, int blockRow, int blockColumn)
    {
        if (_emptyBlocks > 0)
        {
            _emptyBlocks--;
            return;
        }
        var block = part.Component.Block(blockRow, blockColumn);
        var order = JpegTables.NaturalOrder;
        for (var k = scan.First; k <= scan.Last; k++)
        {
            var symbol = reader.Symbol(part.Ac!);
            int run = symbol >> 4, size = symbol & 15;
            if (size == 0)
            {
                if (run != 15)
                {
                    // This block ends here and 2^run - 1 + (run more bits) further ones are empty.
                    _emptyBlocks = (1 << run) - 1 + reader.Bits(run);
                    return;
                }
                k += 15;
                continue;
            }
            k += run;
            if (k > 63)
                k = ScanHeader.LeftBlock(damage);
            block[order[k]] = (short)(reader.Signed(size) << scan.Bit);
        }
    }

    public void Restart() => _emptyBlocks = 0;

    public readonly void Skip(in ScanPart part, int blockRow, int blockColumn)
    {
    }

    public readonly void EndRow(int row)
    {
    }
}

/// <summary>One more bit of a band of AC coefficients (T.81 G.1.2.3): corrections of coefficients already known are
/// mixed with new ones.</summary>
internal struct RefinedAcBlocks(ScanHeader scan, ImageDamage damage) : IBlockDecoder
{
    private int _emptyBlocks;

    public void Decode(ref EntropyReader reader, in ScanPart part, int blockRow, int blockColumn)
    {
        var block = part.Component.Block(blockRow, blockColumn);
        // Nothing is new here, and nothing known that could be refined.
        if (_emptyBlocks > 0 && !block[1..].ContainsAnyExcept((short)0))
        {
            _emptyBlocks--;
            return;
        }
        var order = JpegTables.NaturalOrder;
        var k = scan.First;
        while (_emptyBlocks == 0 && k <= scan.Last)
        {
            var symbol = reader.Symbol(part.Ac!);
            int run = symbol >> 4, size = symbol & 15;
            short found = 0;
            if (size == 0 && run != 15)
            {
                // Counts this block too: its known coefficients still get their bits below.
                _emptyBlocks = (1 << run) + reader.Bits(run);
                break;
            }
            if (size != 0)
            {
                if (size != 1)
                    damage.Report("JPEG", "the compressed data", "a refinement beyond one bit");
                found = (short)(reader.Bit() ? 1 << scan.Bit : -1 << scan.Bit);
            }
            // The run counts coefficients that are still zero; the others on the way get their bit.
            for (; k <= scan.Last; k++)
            {
                ref var coefficient = ref block[order[k]];
                if (coefficient != 0)
                    Refine(ref reader, ref coefficient);
                else if (run-- == 0)
                    break;
            }
            if (found != 0)
            {
                if (k > scan.Last)
                    damage.Report("JPEG", "the compressed data", "a run leaves its band");
                block[order[Math.Min(k, 63)]] = found;
            }
            k++;
        }
        if (_emptyBlocks > 0)
        {
            for (; k <= scan.Last; k++)
            {
                ref var coefficient = ref block[order[k]];
                if (coefficient != 0)
                    Refine(ref reader, ref coefficient);
            }
            _emptyBlocks--;
        }
    }

    public void Restart() => _emptyBlocks = 0;

    public readonly void Skip(in ScanPart part, int blockRow, int blockColumn)
    {
    }

    public readonly void EndRow(int row)
    {
    }

    // Away from zero; a coefficient whose bit is set already (a scan repeated by mistake) stays.
    private readonly void Refine(ref EntropyReader reader, ref short coefficient)
    {
        if (reader.Bit() && (coefficient & (1 << scan.Bit)) == 0)
            coefficient += (short)(coefficient > 0 ? 1 << scan.Bit : -1 << scan.Bit);
    }
}

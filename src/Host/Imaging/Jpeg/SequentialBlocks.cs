namespace GpuFormer.Imaging.Jpeg;

/// <summary>Blocks of a baseline or extended sequential scan (T.81 F.2.2): all coefficients at once, so the samples
/// are computed on the spot.</summary>
internal readonly struct SequentialBlocks() : IBlockDecoder
{
    // Scratch: the coefficients of one block.
    private readonly int[] _block = new int[64];

    public void Decode(ref EntropyReader reader, ScanPart part, int blockRow, int blockColumn)
    {
        var component = part.Component;
        var quantisation = component.Quantisation.AsSpan(0, 64);
        var order = JpegTables.NaturalOrder;
        var block = _block.AsSpan();
        block.Clear();
        component.Dc += reader.Signed(reader.Symbol(part.Dc!));
        block[0] = (short)component.Dc * quantisation[0];
        var onlyDc = true;
        for (var k = 1; k < 64; k++)
        {
            var symbol = reader.Symbol(part.Ac!);
            int run = symbol >> 4, size = symbol & 15;
            if (size == 0)
            {
                if (run != 15)
                    break;
                k += 15;
                continue;
            }
            k += run;
            if (k > 63)
                throw ImageFormatException.Damaged("JPEG", "the compressed data", "a run leaves its block");
            int at = order[k];
            block[at] = reader.Signed(size) * quantisation[at];
            onlyDc = false;
        }
        InverseDct.Transform(block, onlyDc, component.Samples(blockRow, blockColumn), component.Stride);
    }

    public void Restart()
    {
    }
}

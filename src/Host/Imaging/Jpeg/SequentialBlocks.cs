namespace GpuFormer.Imaging.Jpeg;

/// <summary>Blocks of a baseline or extended sequential scan (T.81 F.2.2): all coefficients at once, so the samples
/// are computed on the spot.</summary>
internal readonly struct SequentialBlocks(ImageDamage damage) : IBlockDecoder
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
        block[0] = (short)((short)component.Dc * quantisation[0]);
        var energy = InverseDct.Energy(block[0]);
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
                k = ScanHeader.LeftBlock(damage);
            int at = order[k];
            int value = (short)(reader.Signed(size) * quantisation[at]);
            block[at] = value;
            energy += InverseDct.Energy(value);
            onlyDc = false;
        }
        InverseDct.Transform(block, onlyDc, energy, component.Samples(blockRow, blockColumn), component.Stride);
    }

    public void Restart()
    {
    }

    public void Skip(ScanPart part, int blockRow, int blockColumn)
    {
        var component = part.Component;
        var samples = component.Samples(blockRow, blockColumn);
        for (var y = 0; y < JpegFrame.BlockSide; y++)
            samples.Slice(y * component.Stride, JpegFrame.BlockSide).Fill(128);
    }
}

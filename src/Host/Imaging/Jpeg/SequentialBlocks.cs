namespace GpuFormer.Imaging.Jpeg;

/// <summary>Blocks of a baseline or extended sequential scan (T.81 F.2.2): all coefficients at once, so the samples
/// are computed on the spot.</summary>
/// <param name="picture">Is told of each row of MCUs that is complete; null where a scan has not all components, and
/// the picture is put together behind the last one.</param>
/// <param name="height">Of a row of MCUs of this scan, in rows of the picture.</param>
internal readonly struct SequentialBlocks(JpegPicture? picture, int height) : IBlockDecoder
{
    // Scratch: the coefficients of one block.
    private readonly short[] _block = new short[64];

    public void Decode(ref EntropyReader reader, in ScanPart part, int blockRow, int blockColumn)
    {
        var component = part.Component;
        var block = _block.AsSpan();
        block.Clear();
        component.Dc += reader.Difference(part.Dc!);
        block[0] = (short)component.Dc;
        var last = reader.Coefficients(part.Ac!, block);
        component.Invert(block, component.Quantisation, last == 0, blockRow, blockColumn);
    }

    public void Restart()
    {
    }

    public void Skip(in ScanPart part, int blockRow, int blockColumn)
    {
        var component = part.Component;
        var samples = component.Samples(blockRow, blockColumn);
        for (var y = 0; y < component.Side; y++)
            samples.Slice(y * component.Stride, component.Side).Fill(128);
    }

    public void EndRow(int row) => picture?.Advance((row + 1) * height);
}

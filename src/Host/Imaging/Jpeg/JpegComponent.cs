using System.Numerics;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>One colour component of a frame: its sampling, its tables, and its samples as they are decoded.</summary>
internal sealed class JpegComponent(int id, int across, int down, int quantisationTable)
{
    // Blocks of a row and rows of blocks, padded to whole MCUs.
    private int _blocksPerRow;
    private int _blockRows;

    // Which of them a plane that keeps only the last few has a place for: their number less one, all ones in binary.
    private int _rowMask;

    public int Id { get; } = id;

    // Sampling factors (T.81 A.1.1): blocks per MCU across and down.
    public int Across { get; } = across;

    public int Down { get; } = down;

    public int QuantisationTable { get; } = quantisationTable;

    // Samples that a side of a block becomes: 8, or fewer where the picture is scaled down (see JpegFrame.Scale).
    public int Side { get; private set; } = JpegFrame.BlockSide;

    // Samples that belong to the picture, without the padding to whole blocks.
    public int SamplesAcross { get; private set; }

    public int SamplesDown { get; private set; }

    // Blocks with samples of the picture: what a scan of this component alone contains (T.81 A.2.2).
    public int BlocksAcross { get; private set; }

    public int BlocksDown { get; private set; }

    // Samples per row of the plane, padded to whole MCUs.
    public int Stride { get; private set; }

    // [rows, Stride]: all rows, or the last ones (see Allocate).
    public byte[] Plane { get; private set; } = [];

    // Progressive only, [padded blocks down, padded blocks across, 64], natural order, not yet dequantised.
    public short[] Coefficients { get; private set; } = [];

    // Natural order; copied when the component's first scan starts, since a later table may reuse the slot.
    public ushort[]? Quantisation { get; set; }

    // Predictor of the next block's DC coefficient.
    public int Dc { get; set; }

    // Whether the DC coefficients have been seen: a picture needs them, all else may be left out.
    public bool Seen { get; set; }

    public void Place(JpegFrame frame)
    {
        Side = SideOf(frame);
        SamplesAcross = JpegFrame.DivideUp(frame.FullWidth * Across * Side, frame.MostAcross * JpegFrame.BlockSide);
        SamplesDown = JpegFrame.DivideUp(frame.FullHeight * Down * Side, frame.MostDown * JpegFrame.BlockSide);
        BlocksAcross = JpegFrame.DivideUp(frame.FullWidth * Across, frame.MostAcross * JpegFrame.BlockSide);
        BlocksDown = JpegFrame.DivideUp(frame.FullHeight * Down, frame.MostDown * JpegFrame.BlockSide);
        _blocksPerRow = frame.McusAcross * Across;
        _blockRows = frame.McusDown * Down;
        Stride = _blocksPerRow * Side;
    }

    // libjpeg's rule for a component of fewer samples than others: it is scaled down less, as far as that saves
    // doubling its samples afterwards.
    private int SideOf(JpegFrame frame)
    {
        var side = frame.Side;
        while (side < JpegFrame.BlockSide && frame.MostAcross * frame.Side % (Across * side * 2) == 0
            && frame.MostDown * frame.Side % (Down * side * 2) == 0)
        {
            side *= 2;
        }
        return side;
    }

    // Takes memory for the samples: of the whole picture or, where rows of MCUs come one after the other and each is
    // used at once, of two such rows, the least that the filters of Upsampler need.
    public void Allocate(bool whole)
    {
        if (Plane.Length > 0)
            return;
        _rowMask = whole ? int.MaxValue : (int)BitOperations.RoundUpToPowerOf2((uint)(2 * Down)) - 1;
        var rows = whole ? _blockRows : _rowMask + 1;
        Plane = new byte[rows * Side * Stride];
    }

    public void AllocateCoefficients() => Coefficients = new short[_blockRows * _blocksPerRow * 64];

    public ReadOnlySpan<byte> Row(int y)
    {
        var row = ((y / Side) & _rowMask) * Side + y % Side;
        return Plane.AsSpan(row * Stride, Stride);
    }

    public Span<byte> Samples(int blockRow, int blockColumn) =>
        Plane.AsSpan(((blockRow & _rowMask) * Stride + blockColumn) * Side);

    public Span<short> Block(int blockRow, int blockColumn) =>
        Coefficients.AsSpan((blockRow * _blocksPerRow + blockColumn) * 64, 64);

    // Progressive, when all scans are in: computes the samples of one row of blocks.
    public void InvertRow(int blockRow)
    {
        for (var blockColumn = 0; blockColumn < BlocksAcross; blockColumn++)
        {
            var coefficients = Block(blockRow, blockColumn);
            var onlyDc = !coefficients[1..].ContainsAnyExcept((short)0);
            Invert(coefficients, Quantisation, onlyDc, blockRow, blockColumn);
        }
    }

    // Computes the samples of one block.
    public void Invert(
        ReadOnlySpan<short> coefficients, ReadOnlySpan<ushort> quantisation, bool onlyDc, int blockRow, int blockColumn)
    {
        var samples = Samples(blockRow, blockColumn);
        if (Side == JpegFrame.BlockSide)
            InverseDct.Transform(coefficients, quantisation, onlyDc, samples, Stride);
        else
            ReducedInverseDct.Transform(coefficients, quantisation, Side, samples, Stride);
    }
}

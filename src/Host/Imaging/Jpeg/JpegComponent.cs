namespace GpuFormer.Imaging.Jpeg;

/// <summary>One colour component of a frame: its sampling, its tables, and its samples as they are decoded.</summary>
internal sealed class JpegComponent(int id, int across, int down, int quantisationTable)
{
    private int _rows;

    public int Id { get; } = id;

    // Sampling factors (T.81 A.1.1): blocks per MCU across and down.
    public int Across { get; } = across;

    public int Down { get; } = down;

    public int QuantisationTable { get; } = quantisationTable;

    // Samples that belong to the picture, without the padding to whole blocks.
    public int SamplesAcross { get; private set; }

    public int SamplesDown { get; private set; }

    // Blocks with samples of the picture: what a scan of this component alone contains (T.81 A.2.2).
    public int BlocksAcross { get; private set; }

    public int BlocksDown { get; private set; }

    // Samples per row of the plane, padded to whole MCUs.
    public int Stride { get; private set; }

    // [padded rows, Stride]
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
        SamplesAcross = JpegFrame.DivideUp(frame.Width * Across, frame.MostAcross);
        SamplesDown = JpegFrame.DivideUp(frame.Height * Down, frame.MostDown);
        BlocksAcross = JpegFrame.DivideUp(SamplesAcross, JpegFrame.BlockSide);
        BlocksDown = JpegFrame.DivideUp(SamplesDown, JpegFrame.BlockSide);
        Stride = frame.McusAcross * Across * JpegFrame.BlockSide;
        _rows = frame.McusDown * Down * JpegFrame.BlockSide;
    }

    public void Allocate(bool progressive)
    {
        Plane = new byte[_rows * Stride];
        if (progressive)
            Coefficients = new short[_rows * Stride];
    }

    public ReadOnlySpan<byte> Row(int y) => Plane.AsSpan(y * Stride, Stride);

    public Span<byte> Samples(int blockRow, int blockColumn) =>
        Plane.AsSpan((blockRow * Stride + blockColumn) * JpegFrame.BlockSide);

    public Span<short> Block(int blockRow, int blockColumn) =>
        Coefficients.AsSpan((blockRow * (Stride / JpegFrame.BlockSide) + blockColumn) * 64, 64);

    // Progressive: all scans are in, so the samples can be computed.
    public void InvertAll()
    {
        Span<int> block = stackalloc int[64];
        var quantisation = Quantisation!;
        for (var blockRow = 0; blockRow < BlocksDown; blockRow++)
        {
            for (var blockColumn = 0; blockColumn < BlocksAcross; blockColumn++)
            {
                var coefficients = Block(blockRow, blockColumn);
                var onlyDc = !coefficients[1..].ContainsAnyExcept((short)0);
                var energy = 0;
                for (var i = 0; i < (onlyDc ? 1 : 64); i++)
                {
                    int value = (short)(coefficients[i] * quantisation[i]);
                    block[i] = value;
                    energy += InverseDct.Energy(value);
                }
                InverseDct.Transform(block, onlyDc, energy, Samples(blockRow, blockColumn), Stride);
            }
        }
    }
}

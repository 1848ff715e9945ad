using System.Buffers.Binary;

namespace GpuFormer.Imaging.Jpeg;

/// <summary>The frame header (T.81 B.2.2): the picture's size, its components, and how they are coded.</summary>
internal sealed class JpegFrame
{
    // A dimension of T.81: samples per side of a block.
    public const int BlockSide = 8;

    private JpegFrame(int height, int width, int side, bool progressive, JpegComponent[] components)
    {
        (FullHeight, FullWidth, Side) = (height, width, side);
        Height = DivideUp(height * side, BlockSide);
        Width = DivideUp(width * side, BlockSide);
        Progressive = progressive;
        Components = components;
        Progress = progressive ? new ProgressiveState(components) : null;
        MostAcross = components.Max(component => component.Across);
        MostDown = components.Max(component => component.Down);
        McusAcross = DivideUp(width, BlockSide * MostAcross);
        McusDown = DivideUp(height, BlockSide * MostDown);
        foreach (var component in components)
            component.Place(this);
    }

    // As the header says.
    public int FullHeight { get; }

    public int FullWidth { get; }

    // Samples that a side of a block becomes at full resolution: 8, or 4, 2 or 1 for a half, a quarter or an eighth of
    // the picture.
    public int Side { get; }

    // Of the picture as it is decoded.
    public int Height { get; }

    public int Width { get; }

    public bool Progressive { get; }

    public JpegComponent[] Components { get; }

    // What the scans of a progressive picture have brought so far.
    public ProgressiveState? Progress { get; }

    // The largest sampling factors: those of the components at full resolution.
    public int MostAcross { get; }

    public int MostDown { get; }

    public int McusAcross { get; }

    public int McusDown { get; }

    // data: the segment behind its length.
    public static JpegFrame Parse(ReadOnlySpan<byte> data, byte marker, ImageLimits limits)
    {
        if (data.Length < 6)
            throw Wrong("it is too short");
        int precision = data[0], count = data[5];
        if (precision != 8)
            throw ImageFormatException.Unsupported($"JPEG with {precision} bits per sample");
        int height = BinaryPrimitives.ReadUInt16BigEndian(data[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(data[3..]);
        if (height == 0)
            throw ImageFormatException.Unsupported("JPEG with its height behind the data (marker DNL)");
        limits.CheckSize("JPEG", width, height);
        if (count is not (1 or 3 or 4))
            throw ImageFormatException.Unsupported($"JPEG with {count} components");
        if (data.Length != 6 + 3 * count)
            throw Wrong("its length does not fit its components");
        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var entry = data.Slice(6 + 3 * i, 3);
            int id = entry[0], across = entry[1] >> 4, down = entry[1] & 15, table = entry[2];
            if (across is < 1 or > 4 || down is < 1 or > 4)
                throw Wrong($"component {id} has sampling factors {across} x {down}");
            if (table > 3)
                throw Wrong($"component {id} names quantisation table {table}");
            if (Array.Exists(components, other => other?.Id == id))
                throw Wrong($"component {id} stands twice");
            components[i] = new JpegComponent(id, across, down, table);
        }
        var side = BlockSide / Scale(Math.Min(width, height), limits.DraftSide);
        var frame = new JpegFrame(height, width, side, marker == JpegMarkers.StartOfFrameProgressive, components);
        foreach (var component in components)
        {
            if (frame.MostAcross % component.Across != 0 || frame.MostDown % component.Down != 0)
                throw ImageFormatException.Unsupported("JPEG with fractional sampling factors");
        }
        return frame;
    }

    // Memory is taken only when the file can fill it: each block costs two bits at least (a code for DC and one for
    // the end of block), one where the coefficients come in several scans.
    public void CheckLength(int fileBytes)
    {
        var blocks = Components.Sum(component => (long)component.BlocksAcross * component.BlocksDown);
        if (blocks * (Progressive ? 1 : 2) > fileBytes * 8L)
            throw ImageFormatException.Truncated("JPEG", $"{fileBytes} bytes cannot hold {FullWidth} x {FullHeight} pixels");
    }

    // The divisor of the picture's sides that leaves the shorter one at least as long as wanted; Pillow's rule.
    private static int Scale(int shortSide, int wanted) => wanted == 0 ? 1 : (shortSide / wanted) switch
    {
        >= 8 => 8,
        >= 4 => 4,
        >= 2 => 2,
        _ => 1,
    };

    public static int DivideUp(int value, int by) => (value + by - 1) / by;

    private static ImageFormatException Wrong(string what) =>
        ImageFormatException.Damaged("JPEG", "the frame header", what);
}

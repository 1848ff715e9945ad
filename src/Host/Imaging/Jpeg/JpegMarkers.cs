namespace GpuFormer.Imaging.Jpeg;

/// <summary>Marker codes (ITU-T T.81, table B.1): the byte behind 0xFF.</summary>
internal static class JpegMarkers
{
    public const byte StartOfFrameBaseline = 0xC0;
    public const byte StartOfFrameExtended = 0xC1;
    public const byte StartOfFrameProgressive = 0xC2;
    public const byte HuffmanTables = 0xC4;
    public const byte JpegExtensions = 0xC8;
    public const byte ArithmeticConditioning = 0xCC;
    public const byte Restart0 = 0xD0;
    public const byte Restart7 = 0xD7;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte QuantisationTables = 0xDB;
    public const byte NumberOfLines = 0xDC;
    public const byte RestartInterval = 0xDD;
    public const byte HierarchicalProgression = 0xDE;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;
    public const byte StartOfFrameLs = 0xF7;
    public const byte Temporary = 0x01;

    // SOI and the 0xFF of the marker that must follow.
    public static ReadOnlySpan<byte> StartOfFile => [0xFF, StartOfImage, 0xFF];

    // Name of a coding process that is refused, or null.
    public static string? Unsupported(byte marker) => marker switch
    {
        0xC3 => "Lossless JPEG (SOF3)",
        0xC5 or 0xC6 or 0xC7 or HierarchicalProgression => "Hierarchical JPEG",
        0xC9 or 0xCA or 0xCB or 0xCD or 0xCE or 0xCF or ArithmeticConditioning => "Arithmetic-coded JPEG",
        JpegExtensions => "JPEG with extensions (marker JPG)",
        NumberOfLines => "JPEG with its height behind the data (marker DNL)",
        StartOfFrameLs => "JPEG-LS",
        _ => null,
    };
}

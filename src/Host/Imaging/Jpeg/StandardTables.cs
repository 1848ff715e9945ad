namespace GpuFormer.Imaging.Jpeg;

/// <summary>The Huffman tables of T.81 K.3. Frames of motion JPEG leave them out and mean these.</summary>
internal static class StandardTables
{
    private static readonly byte[] Sizes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    // Tables K.3 and K.4: luminance, chrominance.
    private static readonly HuffmanTable[] DcTables =
    [
        new([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0], Sizes),
        new([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0], Sizes),
    ];

    // Tables K.5 and K.6.
    private static readonly HuffmanTable[] AcTables =
    [
        new([0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125], Convert.FromHexString(Luminance)),
        new([0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119], Convert.FromHexString(Chrominance)),
    ];

    // Runs and sizes in the order of their codes.
    private const string Luminance =
        "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282090A161718191A25262728"
        + "292A3435363738393A434445464748494A535455565758595A636465666768696A737475767778797A83848586878889"
        + "8A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2"
        + "E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA";

    private const string Chrominance =
        "000102031104052131061241510761711322328108144291A1B1C109233352F0156272D10A162434E125F11718191A26"
        + "2728292A35363738393A434445464748494A535455565758595A636465666768696A737475767778797A828384858687"
        + "88898A92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DA"
        + "E2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA";

    // By the number of the slot that a scan names; libjpeg fills the first two.
    public static HuffmanTable? Dc(int slot) => slot < DcTables.Length ? DcTables[slot] : null;

    public static HuffmanTable? Ac(int slot) => slot < AcTables.Length ? AcTables[slot] : null;
}

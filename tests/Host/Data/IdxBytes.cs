using System.Buffers.Binary;
using System.IO.Compression;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Makes IDX files, right ones and wrong ones.</summary>
internal static class IdxBytes
{
    public static byte[] Of(uint magic, uint[] sizes, byte[] bytes)
    {
        var file = new byte[4 + 4 * sizes.Length + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(file, magic);
        for (var i = 0; i < sizes.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4 + 4 * i), sizes[i]);
        bytes.CopyTo(file, 4 + 4 * sizes.Length);
        return file;
    }

    // Picture i is filled with the bytes i, i + 1 and so on.
    public static byte[] Images(int count, int height, int width) => Of(0x0803,
        [(uint)count, (uint)height, (uint)width],
        [.. Enumerable.Range(0, count * height * width)
            .Select(i => (byte)(i / (height * width) + i % (height * width)))]);

    public static byte[] Labels(params byte[] labels) => Of(0x0801, [(uint)labels.Length], labels);

    public static byte[] Gzip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var zip = new GZipStream(result, CompressionLevel.Optimal))
            zip.Write(bytes);
        return result.ToArray();
    }
}

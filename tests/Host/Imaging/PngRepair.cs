using System.Buffers.Binary;
using GpuFormer.Imaging.Png;

namespace GpuFormer.Tests.Host.Imaging;

/// <summary>Makes the CRCs of a mutated PNG right again, so that the mutation reaches what lies behind them.</summary>
internal static class PngRepair
{
    public static void FixChecksums(byte[] file)
    {
        if (!file.AsSpan().StartsWith(PngChunks.Signature))
            return;
        for (var at = 8; file.Length - at >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                return;
            var body = file.AsSpan(at + 4, (int)length + 4);
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.Of(body));
            at += 12 + (int)length;
        }
    }
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging;

/// <summary>Rows of RGB pixels from what files have: channels apart, numbers of colours, samples of a few
/// bits.</summary>
internal static class PixelRows
{
    // Pixels that are made together. Those of the last vector may be made twice, which changes nothing.
    private const int Step = 16;

    // Samples of 1, 2 or 4 bits, which fill a byte from its high end. samples: [W].
    public static void Unpack(ReadOnlySpan<byte> row, int depth, Span<byte> samples)
    {
        for (var x = 0; x < samples.Length; x++)
        {
            var bit = x * depth;
            samples[x] = (byte)((row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1));
        }
    }

    // samples: [W]. colours: 256, with red in the lowest byte, then green, then blue. pixels: [W, 3].
    public static void LookUp(ReadOnlySpan<byte> samples, ReadOnlySpan<uint> colours, Span<byte> pixels)
    {
        // Four bytes each: the fourth is overwritten by the next pixel.
        var last = samples.Length - 1;
        for (var x = 0; x < last; x++)
            BinaryPrimitives.WriteUInt32LittleEndian(pixels[(3 * x)..], colours[samples[x]]);
        var colour = colours[samples[last]];
        (pixels[3 * last], pixels[3 * last + 1], pixels[3 * last + 2]) =
            ((byte)colour, (byte)(colour >> 8), (byte)(colour >> 16));
    }

    // row: [W, 4]. pixels: [W, 3].
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DropAlpha(ReadOnlySpan<byte> row, Span<byte> pixels)
    {
        var row16 = MemoryMarshal.Cast<byte, Vector128<byte>>(row);
        var (i, to) = (0, 0);
        // Sixteen bytes each, the last four of which the next four pixels overwrite.
        for (; i < row16.Length && to <= pixels.Length - 16; i++, to += 12)
        {
            Vector128.Shuffle(row16[i], Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15))
                .CopyTo(pixels[to..]);
        }
        for (var from = i * 16; to < pixels.Length; from += 4, to += 3)
            row.Slice(from, 3).CopyTo(pixels[to..]);
    }

    // pixels: [W, 3]; every channel has at least W samples.
    public static void Interleave(
        ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> pixels)
    {
        var width = pixels.Length / 3;
        if (width < Step)
        {
            for (var x = 0; x < width; x++)
                (pixels[x * 3], pixels[x * 3 + 1], pixels[x * 3 + 2]) = (red[x], green[x], blue[x]);
            return;
        }
        WholeVectors(red[..width], green[..width], blue[..width], pixels);
        var last = width - Step;
        WholeVectors(red[last..width], green[last..width], blue[last..width], pixels[(3 * last)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void WholeVectors(
        ReadOnlySpan<byte> red, ReadOnlySpan<byte> green, ReadOnlySpan<byte> blue, Span<byte> pixels)
    {
        var red16 = MemoryMarshal.Cast<byte, Vector128<byte>>(red);
        var green16 = MemoryMarshal.Cast<byte, Vector128<byte>>(green);
        var blue16 = MemoryMarshal.Cast<byte, Vector128<byte>>(blue);
        var output = MemoryMarshal.Cast<byte, Vector128<byte>>(pixels);
        for (var i = 0; i < red16.Length; i++)
        {
            Lanes.Pixels(red16[i], green16[i], blue16[i],
                out output[3 * i], out output[3 * i + 1], out output[3 * i + 2]);
        }
    }
}

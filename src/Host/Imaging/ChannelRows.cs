using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging;

/// <summary>Puts rows of separate channels together to rows of pixels.</summary>
internal static class ChannelRows
{
    // Pixels that are made together. Those of the last vector may be made twice, which changes nothing.
    private const int Step = 16;

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

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuFormer.Imaging.Png;

/// <summary>Undoes the filters of rows (PNG specification 9.2), a pixel at a time: the bytes of one lie in the lanes of a
/// vector, up to eight, and the next pixel waits for it alone.</summary>
internal static class PngFilters
{
    // Bytes read and written for a pixel, of which those behind it are of no use. They are overwritten by the next one.
    private const int PixelLanes = sizeof(ulong);

    // filter: 1 to 4. pixelBytes: the distance of bytes that belong together, 1 where pixels are smaller than a byte.
    // filtered, above, row: of equal length; row is another memory than filtered.
    public static void Undo(int filter, int pixelBytes, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        var done = filter switch
        {
            1 => Sub(pixelBytes, filtered, row),
            2 => Up(filtered, above, row),
            3 => Average(pixelBytes, filtered, above, row),
            _ => Paeth(pixelBytes, filtered, above, row),
        };
        for (var i = done; i < row.Length; i++)
        {
            byte left = 0, aboveLeft = 0;
            if (i >= pixelBytes)
                (left, aboveLeft) = (row[i - pixelBytes], above[i - pixelBytes]);
            row[i] = (byte)(filtered[i] + filter switch
            {
                1 => left,
                2 => above[i],
                3 => (left + above[i]) >> 1,
                _ => Paeth(left, above[i], aboveLeft),
            });
        }
    }

    // The neighbour closest to left + above - aboveLeft; ties in this order.
    public static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        var toLeft = Math.Abs(above - aboveLeft);
        var toAbove = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + above - 2 * aboveLeft);
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return left;
        return toAbove <= toAboveLeft ? above : aboveLeft;
    }

    // Each of the four returns how many bytes it computed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sub(int pixelBytes, ReadOnlySpan<byte> filtered, Span<byte> row)
    {
        var left = Vector128<byte>.Zero;
        var i = 0;
        for (; i <= row.Length - PixelLanes; i += pixelBytes)
        {
            left += Load(filtered, i);
            Store(left, row, i);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Up(ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        var filtered32 = MemoryMarshal.Cast<byte, Vector256<byte>>(filtered);
        var above32 = MemoryMarshal.Cast<byte, Vector256<byte>>(above);
        var row32 = MemoryMarshal.Cast<byte, Vector256<byte>>(row);
        for (var i = 0; i < row32.Length; i++)
            row32[i] = filtered32[i] + above32[i];
        return row32.Length * Vector256<byte>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Average(int pixelBytes, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        var left = Vector128<byte>.Zero;
        var i = 0;
        for (; i <= row.Length - PixelLanes; i += pixelBytes)
        {
            // What both have and half of what one has.
            var up = Load(above, i);
            var half = ((left ^ up).AsUInt16() >> 1).AsByte() & Vector128.Create((byte)0x7F);
            left = Load(filtered, i) + ((left & up) + half);
            Store(left, row, i);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Paeth(int pixelBytes, ReadOnlySpan<byte> filtered, ReadOnlySpan<byte> above, Span<byte> row)
    {
        Vector128<short> left = default, aboveLeft = default;
        var i = 0;
        for (; i <= row.Length - PixelLanes; i += pixelBytes)
        {
            var up = Vector128.WidenLower(Load(above, i)).AsInt16();
            var value = Vector128.WidenLower(Load(filtered, i)).AsInt16();
            var toLeft = up - aboveLeft;
            var toAbove = left - aboveLeft;
            var toAboveLeft = Vector128.Abs(toLeft + toAbove);
            toLeft = Vector128.Abs(toLeft);
            toAbove = Vector128.Abs(toAbove);
            var closest = Vector128.Min(toLeft, Vector128.Min(toAbove, toAboveLeft));
            var other = Vector128.ConditionalSelect(Vector128.Equals(closest, toAbove), up, aboveLeft);
            var predicted = Vector128.ConditionalSelect(Vector128.Equals(closest, toLeft), left, other);
            left = (value + predicted) & Vector128.Create((short)0xFF);
            aboveLeft = up;
            Store(Vector128.Narrow(left.AsUInt16(), left.AsUInt16()), row, i);
        }
        return i;
    }

    private static Vector128<byte> Load(ReadOnlySpan<byte> bytes, int at) =>
        Vector128.CreateScalar(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..])).AsByte();

    private static void Store(Vector128<byte> bytes, Span<byte> row, int at) =>
        BinaryPrimitives.WriteUInt64LittleEndian(row[at..], bytes.AsUInt64().ToScalar());
}

using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace GpuFormer.Weights;

/// <summary>Converts stored little-endian elements to float32, to nearest even where float32 is narrower.</summary>
internal static class TensorConversion
{
    // What is converted at a time: small enough for the second-level cache.
    private const int PieceBytes = 1 << 17;
    private const int PieceElements = 1 << 26;

    /// <summary>Reads elements that lie side by side and converts them.</summary>
    /// <exception cref="ModelFormatException">The file has changed.</exception>
    public static void ReadFloat32(FileBytes bytes, long offset, DType type, Span<float> destination)
    {
        if (type == DType.F32 && BitConverter.IsLittleEndian)
        {
            // Spans count bytes in 31 bits.
            for (int first = 0; first < destination.Length; first += PieceElements)
            {
                Span<float> piece = destination[first..Math.Min(first + PieceElements, destination.Length)];
                bytes.Read(offset + 4L * first, MemoryMarshal.AsBytes(piece));
            }

            return;
        }

        int size = type.Size();
        byte[] stored = ArrayPool<byte>.Shared.Rent(PieceBytes);
        int perPiece = PieceBytes / size;
        for (int first = 0; first < destination.Length; first += perPiece)
        {
            Span<float> piece = destination[first..Math.Min(first + perPiece, destination.Length)];
            Span<byte> some = stored.AsSpan(0, piece.Length * size);
            bytes.Read(offset + (long)first * size, some);
            ToFloat32(type, some, piece);
        }

        ArrayPool<byte>.Shared.Return(stored);
    }

    /// <summary>Fills destination from as many elements of source; source may start at any address.</summary>
    public static void ToFloat32(DType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        int size = type.Size();
        if (source.Length != (long)destination.Length * size)
            throw new ArgumentException(
                $"{destination.Length} elements of {type.Spelling()} are {(long)destination.Length * size} bytes, " +
                $"not {source.Length}.", nameof(source));

        switch (type)
        {
            case DType.F32 when BitConverter.IsLittleEndian:
                source.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case DType.F32:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(4 * i)..]);
                break;
            case DType.F64:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(source[(8 * i)..]);
                break;
            case DType.F16:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(source[(2 * i)..]);
                break;
            case DType.BF16:
                // bfloat16 is the upper half of a float32.
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BitConverter.Int32BitsToSingle(
                        BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]) << 16);
                break;
            case DType.I64:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadInt64LittleEndian(source[(8 * i)..]);
                break;
            case DType.U64:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadUInt64LittleEndian(source[(8 * i)..]);
                break;
            case DType.I32:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadInt32LittleEndian(source[(4 * i)..]);
                break;
            case DType.U32:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadUInt32LittleEndian(source[(4 * i)..]);
                break;
            case DType.I16:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadInt16LittleEndian(source[(2 * i)..]);
                break;
            case DType.U16:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]);
                break;
            case DType.I8:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = (sbyte)source[i];
                break;
            case DType.U8:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = source[i];
                break;
            case DType.BOOL:
                for (int i = 0; i < destination.Length; i++)
                    destination[i] = source[i] == 0 ? 0f : 1f;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "is no element type");
        }
    }
}

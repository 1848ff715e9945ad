using System.Buffers.Binary;
using System.Text.Json;

namespace GpuFormer.Serving.Protocol;

/// <summary>The numbers of a tensor, row by row: in JSON, flat or nested, or as little-endian float32.</summary>
internal static class TensorData
{
    private const int LargestDepth = 8;

    /// <summary>Reads "data".</summary>
    /// <exception cref="RequestException">It has another number of numbers, or anything else in it.</exception>
    public static void ReadJson(ReadOnlySpan<byte> json, Span<float> values)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = LargestDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw InferRequestReader.Bad("\"data\" must be an array of numbers.");
        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
                continue;
            if (count == values.Length)
                throw InferRequestReader.Bad($"\"data\" has more than the {values.Length} numbers of its shape.");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSingle(out var value)
                || !float.IsFinite(value))
            {
                throw InferRequestReader.Bad($"Item {count} of \"data\" is no number that float32 has.");
            }

            values[count++] = value;
        }

        if (count < values.Length)
            throw InferRequestReader.Bad($"\"data\" has {count} numbers, but its shape has {values.Length}.");
    }

    /// <summary>Reads the bytes behind the JSON.</summary>
    /// <exception cref="RequestException">There are more or fewer than the shape has, or a number is not finite.
    /// </exception>
    public static void ReadBinary(ReadOnlySpan<byte> bytes, long announced, Span<float> values)
    {
        if (announced != (long)values.Length * sizeof(float) || bytes.Length != announced)
        {
            throw InferRequestReader.Bad($"\"binary_data_size\" is {announced} and {bytes.Length} bytes follow the JSON, "
                + $"but the shape has {(long)values.Length * sizeof(float)}.");
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            if (!float.IsFinite(values[i]))
                throw InferRequestReader.Bad($"Number {i} of the input is infinite or NaN.");
        }
    }

    /// <summary>Little-endian float32.</summary>
    public static byte[] ToBinary(ReadOnlySpan<float> values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return bytes;
    }
}

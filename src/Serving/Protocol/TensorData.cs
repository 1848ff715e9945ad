using System.Buffers.Binary;
using System.Text.Json;

namespace GpuFormer.Serving.Protocol;

/// <summary>The numbers of a tensor, row by row: in JSON, flat or nested, or as little-endian float32.</summary>
internal static class TensorData
{
    /// <summary>Reads "data", whose depth was looked at with the request.</summary>
    /// <param name="json">The array.</param>
    /// <param name="wanted">The numbers of the tensor's shape; memory is taken for what the text can hold alone.</param>
    /// <exception cref="RequestException">It has another number of numbers, or anything else in it.</exception>
    public static float[] ReadJson(ReadOnlySpan<byte> json, long wanted)
    {
        // A number takes a digit and what parts it from the next.
        var values = new float[Math.Min(wanted, (json.Length / 2) + 1)];
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw InferRequestReader.Bad("\"data\" must be an array of numbers.");
        var count = 0;
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.EndArray)
                continue;
            if (count == wanted)
                throw InferRequestReader.Bad($"\"data\" has more than the {wanted} numbers of its shape.");
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSingle(out var value)
                || !float.IsFinite(value))
            {
                throw InferRequestReader.Bad($"Item {count} of \"data\" is no number that float32 has.");
            }

            values[count++] = value;
        }

        return count < wanted
            ? throw InferRequestReader.Bad($"\"data\" has {count} numbers, but its shape has {wanted}.")
            : values;
    }

    /// <summary>Reads the bytes behind the JSON.</summary>
    /// <exception cref="RequestException">There are more or fewer than the shape has, or a number is not finite.
    /// </exception>
    public static float[] ReadBinary(ReadOnlySpan<byte> bytes, long announced, long wanted)
    {
        if (announced != wanted * sizeof(float) || bytes.Length != announced)
        {
            throw InferRequestReader.Bad($"\"binary_data_size\" is {announced} and {bytes.Length} bytes follow the JSON, "
                + $"but the shape has {wanted * sizeof(float)}.");
        }

        var values = new float[wanted];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            if (!float.IsFinite(values[i]))
                throw InferRequestReader.Bad($"Number {i} of the input is infinite or NaN.");
        }

        return values;
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

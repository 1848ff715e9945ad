using System.Buffers;
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
    /// <param name="bytes">Those of the tensor.</param>
    /// <param name="wanted">The numbers of the tensor's shape.</param>
    /// <param name="tensor">Says what a number looks like.</param>
    /// <exception cref="RequestException">There are more or fewer than the shape has, or a number is not finite.
    /// </exception>
    public static float[] ReadBinary(ReadOnlySpan<byte> bytes, long wanted, TensorDescription tensor)
    {
        var size = tensor.ElementBytes;
        if (bytes.Length != wanted * size)
        {
            throw InferRequestReader.Bad($"The input '{tensor.Name}' has {bytes.Length} bytes behind the JSON, but its "
                + $"shape has {wanted * size}.");
        }

        var values = new float[wanted];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = tensor.Datatype == TensorDescription.Whole
                ? BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * size)..])
                : BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * size)..]);
            if (!float.IsFinite(values[i]))
                throw InferRequestReader.Bad($"Number {i} of the input is infinite or NaN.");
        }

        return values;
    }

    /// <summary>Writes little-endian float32.</summary>
    public static void WriteBinary(ReadOnlySpan<float> values, IBufferWriter<byte> writer)
    {
        const int AtATime = 4096;
        for (; !values.IsEmpty; values = values[Math.Min(AtATime, values.Length)..])
        {
            var part = values[..Math.Min(AtATime, values.Length)];
            var bytes = writer.GetSpan(part.Length * sizeof(float));
            for (var i = 0; i < part.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], part[i]);
            writer.Advance(part.Length * sizeof(float));
        }
    }
}

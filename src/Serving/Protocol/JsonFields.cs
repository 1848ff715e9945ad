using System.Text.Json;

namespace GpuFormer.Serving.Protocol;

/// <summary>Reads the value of a field, at whose first token the reader stands, to its last.</summary>
internal delegate void FieldReader(ref Utf8JsonReader reader, string name);

/// <summary>Walks over JSON without building a tree of it.</summary>
internal static class JsonFields
{
    // Of any one object; the protocol has less than ten.
    private const int MostFields = 64;

    /// <summary>Reads the object that the reader stands at the beginning of.</summary>
    /// <exception cref="RequestException">There is none, or it has a field twice or far too many.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static void ReadObject(ref Utf8JsonReader reader, string what, FieldReader read)
    {
        Require(ref reader, JsonTokenType.StartObject, what, "an object");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.Length > 256)
                throw InferRequestReader.Bad($"A field of {what} has a name of {reader.ValueSpan.Length} bytes.");
            var name = reader.GetString()!;
            if (!seen.Add(name))
                throw InferRequestReader.Bad($"{what} has the field '{name}' twice.");
            if (seen.Count > MostFields)
                throw InferRequestReader.Bad($"{what} has more than {MostFields} fields.");
            reader.Read();
            read(ref reader, name);
        }
    }

    /// <summary>Reads an array; <paramref name="read"/> stands at the first token of each item.</summary>
    public static void ReadArray(ref Utf8JsonReader reader, string what, int most, FieldReader read)
    {
        Require(ref reader, JsonTokenType.StartArray, what, "an array");
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++count > most)
                throw InferRequestReader.Bad($"{what} has more than {most} items.");
            read(ref reader, what);
        }
    }

    /// <summary>The text that the reader stands at, of at most so many bytes.</summary>
    public static string ReadText(ref Utf8JsonReader reader, string what, int longest)
    {
        Require(ref reader, JsonTokenType.String, what, "a text");
        return reader.ValueSpan.Length <= longest
            ? reader.GetString()!
            : throw InferRequestReader.Bad($"{what} is longer than {longest} bytes.");
    }

    /// <summary>The whole number that the reader stands at, from 0.</summary>
    public static long ReadCount(ref Utf8JsonReader reader, string what) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0
            ? number
            : throw InferRequestReader.Bad($"{what} must be a whole number of at least 0.");

    /// <summary>True or false.</summary>
    public static bool ReadFlag(ref Utf8JsonReader reader, string what) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
            ? reader.GetBoolean()
            : throw InferRequestReader.Bad($"{what} must be true or false.");

    private static void Require(ref Utf8JsonReader reader, JsonTokenType type, string what, string name)
    {
        if (reader.TokenType != type)
            throw InferRequestReader.Bad($"{what} must be {name}.");
    }
}

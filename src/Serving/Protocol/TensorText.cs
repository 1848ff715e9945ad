using System.Text.Json;

namespace GpuFormer.Serving.Protocol;

/// <summary>What a request says of a tensor, and where its numbers lie: they are read once the shape is known.</summary>
internal sealed class TensorText
{
    private const int HighestRank = 8;
    private const int LongestName = 256;

    public string? Name { get; private set; }

    public string? Datatype { get; private set; }

    /// <summary>At most eight sizes.</summary>
    public IReadOnlyList<long> Shape { get; private set; } = [];

    /// <summary>Where "data" begins in the JSON.</summary>
    public int DataStart { get; private set; }

    /// <summary>The length of "data" in bytes; 0 without.</summary>
    public int DataLength { get; private set; }

    /// <summary>How many bytes behind the JSON are this tensor's; null for none.</summary>
    public long? BinaryBytes { get; private set; }

    /// <summary>Whether an output is wanted as bytes; null where nothing is said.</summary>
    public bool? IsBinary { get; private set; }

    /// <summary>Reads one of "inputs" or "outputs".</summary>
    public static TensorText Read(ref Utf8JsonReader reader, string what)
    {
        var tensor = new TensorText();
        JsonFields.ReadObject(ref reader, what, tensor.ReadField);
        return tensor;
    }

    private void ReadField(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "name":
                Name = JsonFields.ReadText(ref reader, "\"name\"", LongestName);
                break;
            case "datatype":
                Datatype = JsonFields.ReadText(ref reader, "\"datatype\"", LongestName);
                break;
            case "shape":
                var shape = new List<long>();
                JsonFields.ReadArray(ref reader, "\"shape\"", HighestRank, (ref Utf8JsonReader item, string _) =>
                    shape.Add(JsonFields.ReadCount(ref item, "a size of \"shape\"")));
                Shape = shape;
                break;
            case "data":
                DataStart = (int)reader.TokenStartIndex;
                reader.Skip();
                DataLength = (int)reader.BytesConsumed - DataStart;
                break;
            case "parameters":
                JsonFields.ReadObject(ref reader, "\"parameters\"", ReadParameter);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadParameter(ref Utf8JsonReader reader, string name)
    {
        if (name == "binary_data_size")
            BinaryBytes = JsonFields.ReadCount(ref reader, "\"binary_data_size\"");
        else if (name == "binary_data")
            IsBinary = JsonFields.ReadFlag(ref reader, "\"binary_data\"");
        else
            reader.Skip();
    }
}

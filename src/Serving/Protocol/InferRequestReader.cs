using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving.Protocol;

/// <summary>Reads what a client wants computed. Nothing is allocated before its shape is known to be the model's.</summary>
/// <param name="inputs">What the model takes; the images first.</param>
/// <param name="outputs">What the model gives.</param>
/// <param name="largestBatch">The most images.</param>
internal sealed class InferRequestReader(
    IReadOnlyList<TensorDescription> inputs, IReadOnlyList<TensorDescription> outputs, int largestBatch)
{
    private const int LargestDepth = 16;
    private const int LongestId = 256;
    private const int MostInputs = 8;

    // Three of each image of a batch, and some of all.
    private const int MostOutputs = 256;

    // Rows or columns; products of four such sizes fit 64 bits.
    private const int LargestSide = 1 << 15;

    private readonly List<TensorText> _inputs = [];
    private readonly List<TensorText> _outputs = [];
    private string? _id;
    private bool _isBinary;

    /// <summary>Reads a body.</summary>
    /// <param name="body">JSON, and perhaps bytes of tensors behind it.</param>
    /// <param name="jsonLength">How many bytes are JSON; null for all.</param>
    /// <exception cref="RequestException">Anything is wrong with it: 400.</exception>
    public InferRequest Read(ReadOnlySpan<byte> body, int? jsonLength)
    {
        if (jsonLength is { } given && (given < 0 || given > body.Length))
            throw Bad($"{InferRequest.JsonLength} is {given}, but the body has {body.Length} bytes.");
        var json = body[..(jsonLength ?? body.Length)];
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = LargestDepth });
            reader.Read();
            JsonFields.ReadObject(ref reader, "the request", ReadField);
            // What follows is an error of the reader.
            reader.Read();
            return ReadTensors(json, body[json.Length..]);
        }
        // A text that is no UTF-8 is an InvalidOperationException of the reader.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var place = exception is JsonException { LineNumber: { } line, BytePositionInLine: { } at }
                ? $" Look at line {line + 1}, byte {at + 1}." : "";
            throw Bad($"The request is no JSON that can be read, or nested deeper than {LargestDepth}.{place}");
        }
    }

    internal static RequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    private void ReadField(ref Utf8JsonReader reader, string name)
    {
        switch (name)
        {
            case "id":
                _id = JsonFields.ReadText(ref reader, "\"id\"", LongestId);
                break;
            case "inputs":
                JsonFields.ReadArray(ref reader, "\"inputs\"", MostInputs, (ref Utf8JsonReader item, string _) =>
                    _inputs.Add(TensorText.Read(ref item, "an input")));
                break;
            case "outputs":
                JsonFields.ReadArray(ref reader, "\"outputs\"", MostOutputs, (ref Utf8JsonReader item, string _) =>
                    _outputs.Add(TensorText.Read(ref item, "an output")));
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
        if (name == "binary_data_output")
            _isBinary = JsonFields.ReadFlag(ref reader, "\"binary_data_output\"");
        else
            reader.Skip();
    }

    private InferRequest ReadTensors(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary)
    {
        foreach (var needed in inputs.Where(input => !input.IsOptional && _inputs.All(given => given.Name != input.Name)))
        {
            throw Bad(_inputs.Count == 0
                ? $"The request needs \"inputs\" with a tensor '{needed.Name}' of shape {Wanted(needed)}; it has none."
                : $"The model has the input{(inputs.Count > 1 ? "s" : "")} {Listed(inputs)}, not '{_inputs[0].Name}'.");
        }

        var read = new Dictionary<string, InputTensor>(StringComparer.Ordinal);
        foreach (var tensor in _inputs)
        {
            var count = Check(tensor);
            if (tensor.BinaryBytes is { } announced && announced > binary.Length)
            {
                throw Bad($"\"binary_data_size\" of '{tensor.Name}' is {announced}, but {binary.Length} bytes are left "
                    + "behind the JSON.");
            }

            var bytes = binary[..(int)(tensor.BinaryBytes ?? 0)];
            var description = inputs.First(input => input.Name == tensor.Name);
            var values = tensor.BinaryBytes is null
                ? TensorData.ReadJson(json.Slice(tensor.DataStart, tensor.DataLength), count)
                : TensorData.ReadBinary(bytes, count, description);
            if (!read.TryAdd(description.Name, new InputTensor(tensor.Shape, values)))
                throw Bad($"The input '{description.Name}' is there twice.");
            binary = binary[bytes.Length..];
        }

        if (!binary.IsEmpty)
            throw Bad($"{binary.Length} bytes behind the JSON belong to no tensor: give its \"binary_data_size\".");
        return new InferRequest(_id, read, Outputs((int)read[inputs[0].Name].Shape[0]), _isBinary);
    }

    // Returns the count of the tensor's numbers.
    private long Check(TensorText tensor)
    {
        if (inputs.FirstOrDefault(input => input.Name == tensor.Name) is not { } wanted)
        {
            throw Bad(
                $"The model has the input{(inputs.Count > 1 ? "s" : "")} {Listed(inputs)}, not '{tensor.Name}'.");
        }

        if (tensor.Datatype != wanted.Datatype)
            throw Bad($"The input '{tensor.Name}' is {wanted.Datatype}, not '{tensor.Datatype}'.");
        var isRight = tensor.Shape.Count == wanted.Shape.Length && tensor.Shape[0] >= 1 && tensor.Shape[0] <= largestBatch
            && tensor.Shape.Zip(wanted.Shape).Skip(1).All(pair =>
                pair.Second < 0 ? pair.First is >= 1 and <= LargestSide : pair.First == pair.Second);
        if (!isRight)
        {
            throw Bad($"The input '{tensor.Name}' has the shape {Wanted(wanted)}, not "
                + $"[{string.Join(", ", tensor.Shape)}].");
        }

        if (tensor.BinaryBytes is null == (tensor.DataLength == 0))
            throw Bad($"The input '{tensor.Name}' needs either \"data\" or \"binary_data_size\".");
        return tensor.Shape.Aggregate(1L, (product, length) => product * length);
    }

    private Dictionary<string, bool?> Outputs(int batch)
    {
        var wanted = new Dictionary<string, bool?>(StringComparer.Ordinal);
        foreach (var output in _outputs)
        {
            if (output.Name is not { } name || !outputs.Any(known => known.Names(name, batch)))
            {
                throw Bad($"The model has the output{(outputs.Count > 1 ? "s" : "")} {Listed(outputs)}, not "
                    + $"'{output.Name}'.");
            }

            if (!wanted.TryAdd(name, output.IsBinary))
                throw Bad($"The output '{name}' is there twice.");
        }

        return wanted;
    }

    private string Wanted(TensorDescription tensor) => "["
        + string.Join(", ", tensor.Shape.Select((size, axis) => axis == 0 ? $"1 to {largestBatch}"
            : size < 0 ? $"1 to {LargestSide}" : $"{size}")) + "]";

    private static string Listed(IEnumerable<TensorDescription> tensors) =>
        string.Join(", ", tensors.Select(tensor => $"'{tensor.Name}'"));
}

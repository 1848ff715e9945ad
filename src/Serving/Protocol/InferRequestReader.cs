using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving.Protocol;

/// <summary>Reads what a client wants computed. Nothing is allocated before its shape is known to be the model's.</summary>
/// <param name="size">Rows and columns of the model's input.</param>
/// <param name="largestBatch">The most images.</param>
internal sealed class InferRequestReader(int size, int largestBatch)
{
    private const int Channels = 3;
    private const int LargestDepth = 16;
    private const int LongestId = 256;
    private const int MostTensors = 8;

    private readonly List<TensorText> _inputs = [];
    private readonly List<TensorText> _outputs = [];
    private string? _id;
    private bool _isBinary;

    private string Wanted => $"[1 to {largestBatch}, {Channels}, {size}, {size}]";

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
            return ReadTensor(json, body[json.Length..]);
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
                JsonFields.ReadArray(ref reader, "\"inputs\"", MostTensors, (ref Utf8JsonReader item, string _) =>
                    _inputs.Add(TensorText.Read(ref item, "an input")));
                break;
            case "outputs":
                JsonFields.ReadArray(ref reader, "\"outputs\"", MostTensors, (ref Utf8JsonReader item, string _) =>
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

    private InferRequest ReadTensor(ReadOnlySpan<byte> json, ReadOnlySpan<byte> binary)
    {
        if (_inputs is not [var tensor])
        {
            throw Bad($"The request needs \"inputs\" with one tensor, '{InferRequest.InputName}' of shape {Wanted}; it "
                + $"has {_inputs.Count}.");
        }

        CheckInput(tensor);
        var isBinary = OutputIsBinary();
        var count = tensor.Shape.Aggregate(1L, (product, length) => product * length);
        if (tensor.BinaryBytes is null && !binary.IsEmpty)
            throw Bad($"{binary.Length} bytes behind the JSON belong to no tensor: give its \"binary_data_size\".");
        var values = tensor.BinaryBytes is { } bytes
            ? TensorData.ReadBinary(binary, bytes, count)
            : TensorData.ReadJson(json.Slice(tensor.DataStart, tensor.DataLength), count);
        return new InferRequest(_id, (int)tensor.Shape[0], values, isBinary);
    }

    private void CheckInput(TensorText tensor)
    {
        if (tensor.Name != InferRequest.InputName)
            throw Bad($"The model has the input '{InferRequest.InputName}', not '{tensor.Name}'.");
        if (tensor.Datatype != InferRequest.Datatype)
            throw Bad($"The input '{tensor.Name}' is {InferRequest.Datatype}, not '{tensor.Datatype}'.");
        if (tensor.Shape is not [>= 1 and var batch, Channels, var height, var width] || batch > largestBatch
            || height != size || width != size)
        {
            throw Bad($"The input '{tensor.Name}' has the shape {Wanted}, not [{string.Join(", ", tensor.Shape)}].");
        }

        if (tensor.BinaryBytes is null == (tensor.DataLength == 0))
            throw Bad($"The input '{tensor.Name}' needs either \"data\" or \"binary_data_size\".");
    }

    private bool OutputIsBinary()
    {
        if (_outputs.Count == 0)
            return _isBinary;
        return _outputs is [{ Name: InferRequest.OutputName } output]
            ? output.IsBinary ?? _isBinary
            : throw Bad($"The model has one output, '{InferRequest.OutputName}', not "
                + $"'{string.Join("', '", _outputs.Select(wanted => wanted.Name))}'.");
    }
}

namespace GpuFormer.Serving.Protocol;

/// <summary>A request of the Open Inference Protocol to compute tensors.</summary>
/// <param name="Id">What the client calls it, or null.</param>
/// <param name="Inputs">By name; those that may be left out are not there then.</param>
/// <param name="Outputs">Those that are wanted, and which as bytes behind the JSON; empty for all.</param>
/// <param name="IsBinary">Whether outputs of which nothing is said are wanted as bytes.</param>
internal sealed record InferRequest(
    string? Id, IReadOnlyDictionary<string, InputTensor> Inputs, IReadOnlyDictionary<string, bool?> Outputs, bool IsBinary)
{
    /// <summary>The header of the extension of binary tensors: how many bytes of the body are JSON.</summary>
    public const string JsonLength = "Inference-Header-Content-Length";

    /// <summary>How many images.</summary>
    public int Batch => (int)Inputs[TensorDescription.Input].Shape[0];

    /// <summary>Whether an output is wanted.</summary>
    public bool Wants(string output) => Outputs.Count == 0 || Outputs.ContainsKey(output);

    /// <summary>Whether an output is wanted as bytes.</summary>
    public bool WantsBytes(string output) => Outputs.GetValueOrDefault(output) ?? IsBinary;

    /// <summary>What is said where an answer would be too large.</summary>
    public static RequestException TooLarge(long most) => InferRequestReader.Bad(
        $"The answer would have more than {most} numbers. Name the \"outputs\" that are wanted, or send fewer or smaller "
        + "images.");
}

/// <summary>A tensor as a client sends it.</summary>
/// <param name="Shape">The batch first.</param>
/// <param name="Values">Row by row.</param>
internal sealed record InputTensor(IReadOnlyList<long> Shape, float[] Values);

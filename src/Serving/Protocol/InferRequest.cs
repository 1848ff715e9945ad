namespace GpuFormer.Serving.Protocol;

/// <summary>A request of the Open Inference Protocol to compute logits.</summary>
/// <param name="Id">What the client calls it, or null.</param>
/// <param name="Batch">How many images.</param>
/// <param name="Input">[batch, 3, size, size].</param>
/// <param name="IsBinary">Whether the logits are wanted as bytes behind the JSON.</param>
internal sealed record InferRequest(string? Id, int Batch, float[] Input, bool IsBinary)
{
    /// <summary>The header of the extension of binary tensors: how many bytes of the body are JSON.</summary>
    public const string JsonLength = "Inference-Header-Content-Length";

    /// <summary>The name of the one input.</summary>
    public const string InputName = "input";

    /// <summary>The name of the one output.</summary>
    public const string OutputName = "logits";

    /// <summary>The type of both.</summary>
    public const string Datatype = "FP32";
}

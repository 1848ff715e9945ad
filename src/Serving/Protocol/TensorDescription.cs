namespace GpuFormer.Serving.Protocol;

/// <summary>A tensor that a model takes or gives.</summary>
/// <param name="Name">Within the model.</param>
/// <param name="Shape">The batch first; -1 for a size that is the client's or the image's to choose.</param>
/// <param name="Datatype">In the protocol's words.</param>
internal sealed record TensorDescription(string Name, int[] Shape, string Datatype = TensorDescription.Number)
{
    /// <summary>The name of the images, which every model takes.</summary>
    public const string Input = "input";

    /// <summary>The type of numbers: float32.</summary>
    public const string Number = "FP32";

    /// <summary>The type of sizes: whole numbers of 64 bits.</summary>
    public const string Whole = "INT64";

    private const string FirstImage = ".0.";

    /// <summary>Whether a request may leave it out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether this is what it calls the tensor: one of a single image has the image's number in its name.</summary>
    /// <param name="name">Of the tensor.</param>
    /// <param name="batch">How many images there are.</param>
    public bool Names(string name, int batch) => name == Name || (Name.Contains(FirstImage, StringComparison.Ordinal)
        && Enumerable.Range(1, batch - 1).Any(image =>
            name == Name.Replace(FirstImage, $".{image}.", StringComparison.Ordinal)));

    /// <summary>How many bytes one element takes.</summary>
    public int ElementBytes => Datatype == Whole ? sizeof(long) : sizeof(float);
}

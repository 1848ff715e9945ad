namespace GpuFormer.Onnx;

/// <summary>What can be chosen when a model is exported as ONNX.</summary>
/// <remarks>
/// Outputs are raw, by the names that the network gives them; maps are [batch, channels, height, width]. Of detectors that
/// mask padding (DETR, the end-to-end Mobile-Former) the file takes images that fill the batch: without padding.
/// </remarks>
public sealed record OnnxExportOptions
{
    /// <summary>The oldest version of the standard's operators that can be written: it brought layer norm.</summary>
    public const int OldestOpset = 17;

    /// <summary>The newest version of the standard's operators that can be written.</summary>
    public const int NewestOpset = 21;

    /// <summary>The version of the standard's operators, from 17 to 21.</summary>
    public int Opset { get; init; } = OldestOpset;

    /// <summary>
    /// Whether the file works for any number of pictures: its batch size is then called <c>batch</c>.
    /// </summary>
    public bool DynamicBatch { get; init; }

    /// <summary>Pictures of one run, where the batch is not dynamic.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Height of the pictures, in pixels; null takes the model's own.</summary>
    public int? Height { get; init; }

    /// <summary>Width of the pictures, in pixels; null takes the model's own.</summary>
    public int? Width { get; init; }
}

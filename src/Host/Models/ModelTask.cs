namespace GpuFormer.Models;

/// <summary>What a network says of an image.</summary>
public enum ModelTask
{
    /// <summary>Which class it shows.</summary>
    Classification,

    /// <summary>Which objects it shows, each with its box and class.</summary>
    Detection,

    /// <summary>Of which class each pixel is.</summary>
    Segmentation,
}

namespace GpuFormer.Models;

/// <summary>A residual network of K. He et al., "Deep Residual Learning for Image Recognition", 2015, table 1.</summary>
/// <param name="Name">As torchvision writes it: <c>resnet50</c>.</param>
/// <param name="Blocks">How many blocks each of the four stages has.</param>
/// <param name="HasBottlenecks">
/// Whether blocks are 1x1, 3x3 and 1x1 convolutions, the last four times as wide, or two of 3x3.
/// </param>
internal sealed record ResNetVariant(string Name, IReadOnlyList<int> Blocks, bool HasBottlenecks)
{
    /// <summary>ResNet-18.</summary>
    public static ResNetVariant ResNet18 { get; } = new("resnet18", [2, 2, 2, 2], false);

    /// <summary>ResNet-50.</summary>
    public static ResNetVariant ResNet50 { get; } = new("resnet50", [3, 4, 6, 3], true);

    /// <summary>All that classify, smallest first.</summary>
    public static IReadOnlyList<ResNetVariant> All { get; } = [ResNet18, ResNet50];

    /// <summary>ResNet-101, the deeper trunk of detectors.</summary>
    public static ResNetVariant ResNet101 { get; } = new("resnet101", [3, 4, 23, 3], true);

    /// <summary>How many channels of a stage's blocks' outputs there are for one of their 3x3 convolutions.</summary>
    public int Expansion => HasBottlenecks ? 4 : 1;

    /// <summary>Of the last map.</summary>
    public int Channels => (64 << (Blocks.Count - 1)) * Expansion;
}

namespace GpuFormer.Data;

/// <summary>Where the parts of a set in YOLO's form lie, as its <c>data.yaml</c> says.</summary>
/// <param name="Train">Folders of images to learn from.</param>
/// <param name="Validation">Folders of images to judge by.</param>
/// <param name="Names">The names of the classes, from class 0 on.</param>
internal sealed record YoloLayout(
    IReadOnlyList<string> Train, IReadOnlyList<string> Validation, IReadOnlyList<string> Names);

namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>The sides that images are brought to which keep their aspect.</summary>
/// <param name="Short">The short side, pixels.</param>
/// <param name="Longest">The most that the long side may be, which lowers the short one where it must.</param>
internal readonly record struct CanvasSides(int Short, int Longest);

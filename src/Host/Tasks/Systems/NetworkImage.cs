namespace GpuFormer.Tasks.Systems;

/// <summary>An image in the form and size in which a network sees it, without padding.</summary>
/// <param name="Planes"><c>[3, Height, Width]</c>.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal sealed record NetworkImage(float[] Planes, int Height, int Width);

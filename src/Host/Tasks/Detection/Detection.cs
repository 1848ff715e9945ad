using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>An object that a network found in an image.</summary>
/// <param name="Box">Corners in pixels of the image as it was given.</param>
/// <param name="Score">From 0 to 1.</param>
/// <param name="Label">The index of the class in the network's outputs.</param>
internal readonly record struct Detection(Box Box, float Score, int Label);

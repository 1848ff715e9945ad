using GpuFormer.Graph;

namespace GpuFormer.Models;

/// <summary>
/// A network that takes images of several sizes in one batch and knows where each ends: they lie at the top left of
/// zeros, and what lies beyond them takes no part in attention. Besides <c>input</c> its graph
/// (<see cref="ImageModel.Build"/>) has inputs that depend on the sizes alone.
/// </summary>
internal interface IPaddedNetwork
{
    /// <summary>
    /// Writes the inputs that depend on sizes, each as a whole. They stay right while the sizes stay.
    /// </summary>
    /// <param name="height">Of the padded images, in pixels.</param>
    /// <param name="width">Of the padded images, in pixels.</param>
    /// <param name="sizes">Those of the images without padding, one for each image of the batch.</param>
    /// <param name="write">Takes the name of an input of the graph and its elements.</param>
    /// <exception cref="ArgumentException">An image is empty or larger than the padded ones.</exception>
    void WriteSizes(
        int height, int width, IReadOnlyList<(int Height, int Width)> sizes, Action<string, float[]> write);

    /// <summary>
    /// The graph for images that all fill the batch: the same outputs, <c>input</c> the only input, and no keys are
    /// masked. This is what is exported.
    /// </summary>
    ComputeGraph BuildUnpadded(int batch, int height, int width);
}

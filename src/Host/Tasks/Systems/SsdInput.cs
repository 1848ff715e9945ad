using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Systems;

/// <summary>Images as cvnets' SSDLite sees them: resized to a square whatever their aspect, without antialias, blue first,
/// from 0 to 1.</summary>
/// <param name="Side">Of the square.</param>
internal sealed record SsdInput(int Side = SsdInput.DefaultSide) : NetworkInput
{
    /// <summary>The side of the published networks.</summary>
    public const int DefaultSide = 320;

    /// <inheritdoc/>
    public override (int Height, int Width) SizeOf(int height, int width) => (Side, Side);

    /// <inheritdoc/>
    public override NetworkImage Prepare(Image image) => Normalise(BilinearResizer.Resize(image, Side, Side));

    /// <inheritdoc/>
    protected override PixelTable Table => PixelTable.Cvnets;
}

using GpuFormer.Imaging;

namespace GpuFormer;

/// <summary>Reads a picture for a network, and says so when it was damaged.</summary>
internal static class ImageFile
{
    public static Image Load(string path, ImageLimits limits, Action<string>? warn) =>
        Checked(ImageDecoder.Load(path, limits), path, warn);

    /// <summary>The same picture, after a warning if it was damaged.</summary>
    public static Image Checked(Image image, string name, Action<string>? warn)
    {
        if (image.Damage is { } damage)
            warn?.Invoke($"damaged, and read all the same: {name}: {damage}");
        return image;
    }
}

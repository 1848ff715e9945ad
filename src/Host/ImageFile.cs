using GpuFormer.Imaging;

namespace GpuFormer;

/// <summary>Reads a picture for a network, and says so when it was damaged.</summary>
internal static class ImageFile
{
    public static Image Load(string path, ImageLimits limits, Action<string>? warn)
    {
        var image = ImageDecoder.Load(path, limits);
        if (image.Damage is { } damage)
            warn?.Invoke($"damaged, and read all the same: {path}: {damage}");
        return image;
    }
}

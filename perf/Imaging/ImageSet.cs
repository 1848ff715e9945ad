using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using SkiaSharp;

namespace GpuFormer.Perf.Imaging;

/// <summary>The files of the comparison of decoders, by kind.</summary>
internal static class ImageSet
{
    public static IEnumerable<(string Kind, byte[] File)> Make()
    {
        yield return ("JPEG 12 MP 4:2:0 q90", Skia(SyntheticPhoto.Make(4000, 3000, 1), 90));
        for (var i = 0; i < 4; i++)
            yield return ("JPEG 3 MP 4:2:0 q75-q95", Skia(SyntheticPhoto.Make(2000, 1500, 10 + i), 75 + 7 * i));
        for (var i = 0; i < 2; i++)
            yield return ("JPEG 3 MP 4:4:4 q90", Sharp(SyntheticPhoto.Make(2000, 1500, 20 + i), JpegColorType.YCbCrRatio444));
        yield return ("JPEG 3 MP grey q90", Sharp(SyntheticPhoto.Make(2000, 1500, 30), JpegColorType.Luminance));
        for (var i = 0; i < 16; i++)
            yield return ("JPEG 500x375 4:2:0 q90", Photo(i));
        for (var i = 0; i < 2; i++)
            yield return ("PNG 3 MP", Png(SyntheticPhoto.Make(2000, 1500, 40 + i)));
        for (var i = 0; i < 6; i++)
            yield return ("PNG 500x375", Png(SyntheticPhoto.Make(500, 375, 50 + i)));
    }

    /// <summary>A JPEG as data sets have them, of 500 x 375.</summary>
    public static byte[] Photo(int seed) => Skia(SyntheticPhoto.Make(500, 375, 100 + seed), 90);

    private static byte[] Skia(Image image, int quality)
    {
        using var bitmap = new SKBitmap(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var rgba = new byte[image.Width * image.Height * 4];
        for (int from = 0, to = 0; to < rgba.Length; from += 3, to += 4)
        {
            image.Pixels.AsSpan(from, 3).CopyTo(rgba.AsSpan(to));
            rgba[to + 3] = 255;
        }
        System.Runtime.InteropServices.Marshal.Copy(rgba, 0, bitmap.GetPixels(), rgba.Length);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    private static byte[] Sharp(Image image, JpegColorType colours)
    {
        using var sharp = SixLabors.ImageSharp.Image.LoadPixelData<Rgb24>(image.Pixels, image.Width, image.Height);
        using var stream = new MemoryStream();
        sharp.Save(stream, new JpegEncoder { Quality = 90, ColorType = colours });
        return stream.ToArray();
    }

    private static byte[] Png(Image image)
    {
        using var stream = new MemoryStream();
        PngWriter.Write(image, stream);
        return stream.ToArray();
    }
}

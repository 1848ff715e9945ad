using GpuFormer.Imaging;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SkiaSharp;
using Image = GpuFormer.Imaging.Image;

namespace GpuFormer.Perf.Imaging;

/// <summary>Decoders of this process, and what brings a file to a network's input.</summary>
internal static class ImageDecoders
{
    private static readonly PreprocessingConfig Config = PreprocessingConfig.MobileFormer;
    private static readonly EvaluationTransform Transform = new(Config);
    private static readonly Normalisation Normalisation = new(Config);
    private static readonly float[] Input = new float[Transform.OutputLength];

    public static byte[] Ours(byte[] file) => ImageDecoder.Decode(file).Pixels;

    // Four bytes a pixel: Skia has no three.
    public static byte[] Skia(byte[] file) => Skia(file, 1, out _);

    public static byte[] ImageSharp(byte[] file)
    {
        using var image = SixLabors.ImageSharp.Image.Load<Rgb24>(file);
        var pixels = new byte[image.Width * image.Height * 3];
        image.CopyPixelDataTo(pixels);
        return pixels;
    }

    public static void OursToInput(byte[] file) => Transform.Apply(ImageDecoder.Decode(file), Input);

    public static void OursToInputScaled(byte[] file) => Transform.Apply(
        ImageDecoder.Decode(file, new ImageLimits { DraftSide = Config.ResizedSide }), Input);

    public static void SkiaToInputScaled(byte[] file)
    {
        var pixels = Skia(file, 8, out var info);
        var image = new Image(info.Height, info.Width);
        PixelRows.DropAlpha(pixels, image.Pixels);
        Transform.Apply(image, Input);
    }

    public static void ImageSharpToInput(byte[] file)
    {
        using var image = SixLabors.ImageSharp.Image.Load<Rgb24>(file);
        var (height, width) = image.Width < image.Height
            ? (Config.ResizedSide * image.Height / image.Width, Config.ResizedSide)
            : (Config.ResizedSide, Config.ResizedSide * image.Width / image.Height);
        var window = PixelWindow.Centred(height, width, Config.InputSize, Config.InputSize);
        image.Mutate(context => context.Resize(width, height, KnownResamplers.Bicubic)
            .Crop(new Rectangle(window.Left, window.Top, window.Width, window.Height)));
        var pixels = new byte[Config.InputSize * Config.InputSize * 3];
        image.CopyPixelDataTo(pixels);
        Normalisation.Apply(pixels, Input);
    }

    private static byte[] Skia(byte[] file, int divisor, out SKImageInfo info)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        var size = codec.GetScaledDimensions(1f / divisor);
        info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var result = codec.GetPixels(info, out var pixels);
        return result == SKCodecResult.Success ? pixels : throw new InvalidOperationException($"Skia: {result}");
    }
}

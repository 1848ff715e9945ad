using GpuFormer.Imaging;

namespace GpuFormer.Data.Augmentation.Geometry;

/// <summary>Draws the transforms of each recipe for one image; to be applied one after the other, to the image and to
/// what lies over it.</summary>
internal static class DetectorAugmentation
{
    // The sides below belong to this short side.
    private const int Short = 800;
    private const int Longest = 1333;

    // Short sides of DETR, and of detectron2's schedule for RetinaNet: 480 or 640 to 800 in steps of 32.
    private static readonly int[] DetrSides = [.. Enumerable.Range(0, 11).Select(i => 480 + 32 * i)];
    private static readonly int[] RetinaNetSides = [.. Enumerable.Range(0, 6).Select(i => 640 + 32 * i)];
    private static readonly int[] DetrSidesBeforeCrop = [400, 500, 600];

    /// <summary>RetinaNet: flipped half the time, then a short side of 640 to 800.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="random">Of this sample.</param>
    public static IReadOnlyList<PixelTransform> RetinaNet(int height, int width, ref RandomStream random) =>
        RetinaNet(height, width, new CanvasSides(Short, Longest), 0.5, ref random);

    /// <summary>The same for images of another size, with another probability of the flip.</summary>
    internal static IReadOnlyList<PixelTransform> RetinaNet(
        int height, int width, CanvasSides sides, double flip, ref RandomStream random)
    {
        List<PixelTransform> transforms = [];
        AddFlip(transforms, ref random, flip);
        var (toHeight, toWidth) = DetectorSizes.RetinaNet(
            height, width, Scaled(Pick(RetinaNetSides, ref random), sides), sides.Longest);
        transforms.Add(new Resize(toHeight, toWidth));
        return transforms;
    }

    /// <summary>DETR and the end-to-end Mobile-Former detector: flipped half the time; then, half the time, a part of the
    /// resized image; then a short side of 480 to 800.</summary>
    /// <inheritdoc cref="RetinaNet(int, int, ref RandomStream)"/>
    public static IReadOnlyList<PixelTransform> Detr(int height, int width, ref RandomStream random) =>
        Detr(height, width, new CanvasSides(Short, Longest), 0.5, ref random);

    /// <summary>The same for images of another size, with another probability of the flip.</summary>
    internal static IReadOnlyList<PixelTransform> Detr(
        int height, int width, CanvasSides sides, double flip, ref RandomStream random)
    {
        List<PixelTransform> transforms = [];
        AddFlip(transforms, ref random, flip);
        if (!random.NextChance(0.5))
        {
            (height, width) = AddResize(
                transforms, height, width, Scaled(Pick(DetrSidesBeforeCrop, ref random), sides), null);
            var partWidth = PartOf(width, sides, ref random);
            var partHeight = PartOf(height, sides, ref random);
            transforms.Add(new Crop(new PixelWindow(random.NextBelow(height - partHeight + 1),
                random.NextBelow(width - partWidth + 1), partHeight, partWidth)));
            (height, width) = (partHeight, partWidth);
        }

        AddResize(transforms, height, width, Scaled(Pick(DetrSides, ref random), sides), sides.Longest);
        return transforms;
    }

    /// <summary>SSDLite: a part that holds objects (<see cref="SsdCrop"/>), flipped half the time, then the network's own
    /// size, whatever the aspect.</summary>
    /// <param name="targets">The objects of the image.</param>
    /// <param name="side">The size of the network's images.</param>
    /// <param name="random">Of this sample.</param>
    public static IReadOnlyList<PixelTransform> Ssd(ObjectTargets targets, int side, ref RandomStream random)
    {
        List<PixelTransform> transforms = [];
        if (SsdCrop.Draw(targets, ref random) is { } crop)
            transforms.Add(crop);
        AddFlip(transforms, ref random);
        transforms.Add(new Resize(side, side));
        return transforms;
    }

    /// <summary>DeepLabv3: a short side of half to twice that of the square, 256 to 1024 for one of 512, raised until the
    /// square fits; the square; flipped half the time.</summary>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <param name="side">Of the square.</param>
    /// <param name="random">Of this sample.</param>
    public static IReadOnlyList<PixelTransform> DeepLab(int height, int width, int side, ref RandomStream random) =>
        DeepLab(height, width, side, 0.5, ref random);

    /// <summary>The same, with another probability of the flip.</summary>
    internal static IReadOnlyList<PixelTransform> DeepLab(
        int height, int width, int side, double flip, ref RandomStream random)
    {
        var shortSide = Math.Max(side, (side / 2) + random.NextBelow((2 * side) - (side / 2) + 1));
        List<PixelTransform> transforms = [];
        (height, width) = AddResize(transforms, height, width, shortSide, null);
        transforms.Add(new Crop(new PixelWindow(
            random.NextBelow(height - side + 1), random.NextBelow(width - side + 1), side, side)));
        AddFlip(transforms, ref random, flip);
        return transforms;
    }

    private static void AddFlip(List<PixelTransform> transforms, ref RandomStream random, double probability = 0.5)
    {
        if (random.NextChance(probability))
            transforms.Add(new HorizontalFlip());
    }

    private static (int Height, int Width) AddResize(
        List<PixelTransform> transforms, int height, int width, int shortSide, int? longest)
    {
        var size = DetectorSizes.Detr(height, width, shortSide, longest);
        transforms.Add(new Resize(size.Height, size.Width));
        return size;
    }

    // A side of DETR's part: 384 to 600, and no more than there is.
    private static int PartOf(int side, CanvasSides sides, ref RandomStream random)
    {
        var (least, greatest) = (Scaled(384, sides), Scaled(600, sides));
        var most = Math.Min(side, greatest);
        return most <= least ? most : least + random.NextBelow(most - least + 1);
    }

    // The recipes' pixels are those of a short side of 800.
    private static int Scaled(int pixels, CanvasSides sides) =>
        Math.Max(1, (int)Math.Round(pixels * (sides.Short / (double)Short)));

    private static int Pick(int[] sides, ref RandomStream random) => sides[random.NextBelow(sides.Length)];
}

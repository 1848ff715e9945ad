using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Models.Layers;

/// <summary>
/// What attention must know of a map whose images end before it does (Networks 9.1): which pixels are padding, and where
/// each pixel lies, as sines and cosines. Both depend on the sizes of images alone.
/// </summary>
/// <param name="Name">Tells the maps of one network apart in the names of inputs; may be empty.</param>
/// <param name="Height">Rows of the map.</param>
/// <param name="Width">Columns of the map.</param>
/// <param name="Channels">Of its positions: a multiple of 4.</param>
internal readonly record struct PaddedMap(string Name, int Height, int Width, int Channels)
{
    private const double Temperature = 10000;

    private int Half => Channels / 2;

    /// <summary>Adds inputs for the sizes.</summary>
    /// <returns>
    /// Positions [N, H, W, Channels]; mask [N, H * W], 1 where a pixel belongs to an image and 0 where it is padding.
    /// </returns>
    public (Tensor Positions, Tensor? Mask) Build(GraphBuilder builder, int batch)
    {
        var positions = builder.Add(Named("positions"), new PositionMap(),
            builder.Input(Named("rows"), new Shape(batch, Height, Half)),
            builder.Input(Named("columns"), new Shape(batch, Width, Half)),
            builder.Input(Named("extents"), new Shape(batch, 2)));
        return (positions, builder.Input(Named("mask"), new Shape(batch, Height * Width)));
    }

    /// <summary>The same of images that all fill the map, without inputs.</summary>
    public (Tensor Positions, Tensor? Mask) BuildUnpadded(GraphBuilder builder, int batch)
    {
        var positions = builder.Add(Named("positions"), new PositionMap(),
            ForAll(Named("rows"), batch, new PositionSines(Height, Half)),
            ForAll(Named("columns"), batch, new PositionSines(Width, Half)),
            ForAll(Named("extents"), batch, new Listed(new Shape(2), new(Height, Width))));
        return (positions, null);
    }

    /// <summary>Writes the inputs that <see cref="Build"/> added.</summary>
    /// <param name="height">Of the padded images.</param>
    /// <param name="width">Of the padded images.</param>
    /// <param name="sizes">Of the images without padding.</param>
    /// <param name="write">Takes the name and the elements of an input.</param>
    public void Write(
        int height, int width, IReadOnlyList<(int Height, int Width)> sizes, Action<string, float[]> write)
    {
        var rows = new float[sizes.Count * Height * Half];
        var columns = new float[sizes.Count * Width * Half];
        var extents = new float[sizes.Count * 2];
        var mask = new float[sizes.Count * Height * Width];
        for (var i = 0; i < sizes.Count; i++)
        {
            var (down, along) = (Kept(Height, height, sizes[i].Height), Kept(Width, width, sizes[i].Width));
            Sines(Height, down, Half).CopyTo(rows, i * Height * Half);
            Sines(Width, along, Half).CopyTo(columns, i * Width * Half);
            (extents[2 * i], extents[(2 * i) + 1]) = (down, along);
            for (var y = 0; y < down; y++)
                mask.AsSpan((((i * Height) + y) * Width), along).Fill(1);
        }

        write(Named("rows"), rows);
        write(Named("columns"), columns);
        write(Named("extents"), extents);
        write(Named("mask"), mask);
    }

    /// <summary>Refuses sizes that no images of a batch have.</summary>
    /// <exception cref="ArgumentException">An image is empty or larger than the padded ones.</exception>
    public static void Check(int height, int width, IReadOnlyList<(int Height, int Width)> sizes)
    {
        for (var i = 0; i < sizes.Count; i++)
        {
            var (h, w) = sizes[i];
            if (h < 1 || w < 1 || h > height || w > width)
            {
                throw new ArgumentException(
                    $"Image {i} of the batch is {w} x {h}; it must be at least 1 x 1 and at most {width} x {height}.",
                    nameof(sizes));
            }
        }
    }

    // How many positions of a map are of the image: those whose nearest pixel is, floor(position * pixels / positions) in
    // float32, as PyTorch resizes masks.
    private static int Kept(int positions, int pixels, int size)
    {
        var scale = (float)pixels / positions;
        var kept = 0;
        while (kept < positions && (int)(kept * scale) < size)
            kept++;
        return kept;
    }

    // Position p of so many is (p + 1) / (kept + 1e-6) * 2 pi, and kept for p behind them; of two channels next to each
    // other the first is its sine and the second its cosine, by divisors from 1 to nearly the temperature.
    private static float[] Sines(int positions, int kept, int half)
    {
        var sines = new float[positions * half];
        for (var p = 0; p < positions; p++)
        {
            var angle = (float)Math.Min(p + 1, kept) / (kept + 1e-6f) * (float)(2 * Math.PI);
            for (var c = 0; c < half; c += 2)
            {
                var (sine, cosine) = Math.SinCos(angle / Math.Pow(Temperature, (double)c / half));
                (sines[(p * half) + c], sines[(p * half) + c + 1]) = ((float)sine, (float)cosine);
            }
        }

        return sines;
    }

    private static Tensor ForAll(string name, int batch, ConstantTransform transform) =>
        RepeatImages.Constant(GraphBuilder.Derived(name, transform), batch);

    private string Named(string what) => Name.Length == 0 ? what : $"{what}.{Name}";

    // [Positions, Half] of an image that fills the map.
    private sealed record PositionSines(int Positions, int Half) : ConstantTransform
    {
        public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => new(Positions, Half);

        public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs) => Sines(Positions, Positions, Half);
    }
}

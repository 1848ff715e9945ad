namespace GpuFormer.Data.Augmentation;

/// <summary>Overwrites random rectangles of a normalised picture (Networks 2.7; Zhong et al., "Random erasing data
/// augmentation", 2020; timm's <c>RandomErasing</c>).</summary>
internal sealed class RandomErasing
{
    private const int Tries = 10;
    private const int Channels = 3;

    private readonly RandomErasingOptions _options;
    private readonly int _side;

    public RandomErasing(RandomErasingOptions options, int side)
    {
        options.Validate();
        _options = options;
        _side = side;
    }

    /// <param name="pixels"><c>[3, S, S]</c>.</param>
    /// <param name="random">The stream of this sample.</param>
    public void Apply(Span<float> pixels, ref RandomStream random)
    {
        if (!random.NextChance(_options.Probability))
            return;
        var count = _options.Count == 1 ? 1 : 1 + random.NextBelow(_options.Count);
        for (var i = 0; i < count; i++)
            EraseOne(pixels, count, ref random);
    }

    private void EraseOne(Span<float> pixels, int count, ref RandomStream random)
    {
        var logAspect = Math.Log(_options.LeastAspect);
        for (var i = 0; i < Tries; i++)
        {
            var area = random.NextUniform(_options.Area.Least, _options.Area.Greatest) * _side * _side / count;
            var aspect = Math.Exp(random.NextUniform(logAspect, -logAspect));
            var height = (int)Math.Round(Math.Sqrt(area * aspect));
            var width = (int)Math.Round(Math.Sqrt(area / aspect));
            // Strictly smaller than the picture.
            if (height >= _side || width >= _side)
                continue;
            var top = random.NextBelow(_side - height + 1);
            var left = random.NextBelow(_side - width + 1);
            Fill(pixels, top, left, height, width, ref random);
            return;
        }
    }

    private void Fill(Span<float> pixels, int top, int left, int height, int width, ref RandomStream random)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            var colour = _options.Mode == ErasingMode.Rand ? (float)random.NextNormal() : 0;
            for (var y = top; y < top + height; y++)
            {
                var row = pixels.Slice((channel * _side + y) * _side + left, width);
                row.Fill(colour);
                for (var x = 0; _options.Mode == ErasingMode.Pixel && x < row.Length; x++)
                    row[x] = (float)random.NextNormal();
            }
        }
    }
}

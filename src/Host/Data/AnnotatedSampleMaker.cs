using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>One worker's way from annotated images to rows of a batch: decode, move, colour, normalise, place in the
/// canvas. A row is a function of seed, epoch and its place in the epoch.</summary>
internal sealed class AnnotatedSampleMaker(
    AnnotatedSource source, CanvasTransform transform, ulong seed, Action<UnreadablePicture> report,
    Action<DamagedPicture> reportDamage) : RowMaker
{
    private Image? _image;
    private ImageAnnotations? _annotations;

    private protected override ImageSource Source => source;

    /// <inheritdoc/>
    public override void MakePair(Batch batch, int pair, ReadOnlySpan<int> order)
    {
        var other = batch.Size - 1 - pair;
        Make(batch, pair, order);
        if (other != pair)
            Make(batch, other, order);
    }

    private void Make(Batch batch, int row, ReadOnlySpan<int> order)
    {
        Row = row;
        var canvas = batch.PixelData.AsSpan(row * 3 * batch.Height * batch.Width, 3 * batch.Height * batch.Width);
        if (row >= batch.Count)
        {
            Clear(batch, row, -1, canvas);
            return;
        }

        var position = batch.Shape.First + row;
        Index = order[position % order.Length];
        if (!LoadReadable(batch.Epoch, position, transform.IsRandom, report))
        {
            Clear(batch, row, Index, canvas);
            return;
        }

        var random = new RandomStream(seed, batch.Epoch, position, RandomPurpose.Augmentation);
        var sample = transform.Apply(_image!, _annotations!, ref random, canvas, batch.Height, batch.Width);
        batch.IndexData[row] = Index;
        batch.LabelData[row] = 0;
        batch.SizeData[row] = (sample.Height, sample.Width);
        batch.AnnotationData[row] = sample.Annotations;
    }

    private protected override void Load(int epoch, long position)
    {
        _image = source.Load(Index, _image);
        _annotations = source.AnnotationsOf(Index, _image);
        if (_image.Damage is { } damage)
            reportDamage(new DamagedPicture(Index, CurrentName, damage));
    }

    private static void Clear(Batch batch, int row, int index, Span<float> canvas)
    {
        canvas.Clear();
        batch.IndexData[row] = index;
        batch.LabelData[row] = Batch.NoLabel;
        batch.SizeData[row] = default;
        batch.AnnotationData[row] = null;
    }
}

using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>One worker's way from files to rows of a batch, in the order of Networks 2.4: decode, crop, flip, colours,
/// mix, normalise, erase.</summary>
internal sealed class SampleMaker : RowMaker
{
    private readonly ImageDataset _dataset;
    private readonly BatchLoaderOptions _options;
    private readonly Action<UnreadablePicture> _report;
    private readonly Action<DamagedPicture> _reportDamage;
    private readonly PictureTransform _transform;
    private readonly BatchMixing? _mixing;
    private readonly RandomErasing? _erasing;
    private readonly Normalisation _normalisation;
    private readonly byte[] _first;
    private readonly byte[] _second;
    private readonly byte[] _mixed;
    private Image? _reuse;
    private byte[] _pixels = [];

    public SampleMaker(
        ImageDataset dataset, BatchLoaderOptions options, Action<UnreadablePicture> report,
        Action<DamagedPicture> reportDamage)
    {
        _dataset = dataset;
        _options = options;
        _report = report;
        _reportDamage = reportDamage;
        var config = options.Preprocessing;
        _transform = options.Augmentation is { } augmentation
            ? new TrainingTransform(config.InputSize, augmentation, config.Mean)
            : new CentreTransform(config);
        _mixing = options.Mixing is { } mixing ? new BatchMixing(mixing, options.Seed) : null;
        _erasing = options.Erasing is { } erasing ? new RandomErasing(erasing, config.InputSize) : null;
        _normalisation = new Normalisation(config);
        _first = new byte[config.InputSize * config.InputSize * 3];
        _second = new byte[_first.Length];
        _mixed = new byte[_mixing is null ? 0 : _first.Length];
    }

    private protected override ImageSource Source => _dataset;

    /// <inheritdoc/>
    public override void MakePair(Batch batch, int pair, ReadOnlySpan<int> order)
    {
        var other = batch.Size - 1 - pair;
        var hasFirst = Load(batch, pair, order, _first);
        var hasSecond = other == pair ? hasFirst : Load(batch, other, order, _second);
        var second = other == pair ? _first : _second;
        // Batches that are mixed are full: a row has a partner, or there is nothing to mix.
        var mix = hasFirst && hasSecond && _mixing is not null
            ? _mixing.Draw(batch.Epoch, batch.Number, batch.InputSize)
            : PictureMix.None;
        Finish(batch, pair, other, hasFirst, _first, second, mix);
        if (other != pair)
            Finish(batch, other, pair, hasSecond, second, _first, mix);
    }

    private bool Load(Batch batch, int row, ReadOnlySpan<int> order, byte[] pixels)
    {
        Row = row;
        if (row >= batch.Count)
        {
            batch.LabelData[row] = Batch.NoLabel;
            batch.IndexData[row] = -1;
            return false;
        }

        var position = batch.Shape.First + row;
        Index = order[position % order.Length];
        _pixels = pixels;
        var readable = LoadReadable(batch.Epoch, position, _options.Augmentation is not null, _report);
        batch.IndexData[row] = Index;
        if (!readable)
        {
            batch.LabelData[row] = Batch.NoLabel;
            return false;
        }
        var label = _dataset.LabelOf(Index);
        if ((uint)label >= (uint)batch.Classes)
            throw new InvalidOperationException($"Label {label} is out of range for {batch.Classes} classes.");
        batch.LabelData[row] = label;
        return true;
    }

    private protected override void Load(int epoch, long position)
    {
        _reuse = _dataset.Load(Index, _reuse);
        if (_reuse.Damage is { } damage)
            _reportDamage(new DamagedPicture(Index, CurrentName, damage));
        var random = new RandomStream(_options.Seed, epoch, position, RandomPurpose.Augmentation);
        _transform.Apply(_reuse, ref random, _pixels);
    }

    private void Finish(Batch batch, int row, int partner, bool present, byte[] own, byte[] others, PictureMix mix)
    {
        var length = own.Length;
        var pixels = batch.PixelData.AsSpan(row * length, length);
        var targets = batch.TargetData.AsSpan(row * batch.Classes, batch.Classes);
        if (!present)
        {
            pixels.Clear();
            targets.Clear();
            return;
        }

        var source = own;
        if (mix.Share != 1)
        {
            mix.Apply(own, others, batch.InputSize, _mixed);
            source = _mixed;
        }
        _normalisation.Apply(source, pixels);
        SoftTargets.Write(batch.LabelData[row], batch.LabelData[partner], mix.Share, _options.LabelSmoothing, targets);
        if (_erasing is not null)
        {
            var position = batch.Shape.First + row;
            var random = new RandomStream(_options.Seed, batch.Epoch, position, RandomPurpose.Erasing);
            _erasing.Apply(pixels, ref random);
        }
    }
}

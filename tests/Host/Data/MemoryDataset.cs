using GpuFormer.Data;
using GpuFormer.Imaging;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Made-up pictures of different sizes; some of them unreadable, or worse.</summary>
internal sealed class MemoryDataset(int count, int classes) : ImageDataset
{
    public HashSet<int> UnreadableIndices { get; init; } = [];

    public int FaultyIndex { get; init; } = -1;

    public Action<int>? BeforeLoad { get; init; }

    public override int Count => count;

    public override IReadOnlyList<string> Classes { get; } =
        [.. Enumerable.Range(0, classes).Select(label => $"class-{label}")];

    public override int LabelOf(int index) => index % classes;

    public override string NameOf(int index) => $"made-up/{index}.png";

    public override Image Load(int index, Image? reuse = null)
    {
        BeforeLoad?.Invoke(index);
        if (UnreadableIndices.Contains(index))
            throw new ImageFormatException("PNG: the data ends too early.");
        if (index == FaultyIndex)
            throw new InvalidOperationException("A mistake.");
        var image = new Image(20 + index % 7, 24 + index % 5);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i * 7 + index * 31);
        return image;
    }
}

/// <summary>Notes at each load what the loading thread had allocated.</summary>
internal sealed class MeteredDataset(ImageDataset inner) : ImageDataset
{
    private int _loads;

    public long[] AllocatedAt { get; } = new long[4000];

    public override int Count => inner.Count;

    public override IReadOnlyList<string> Classes => inner.Classes;

    public override int LabelOf(int index) => inner.LabelOf(index);

    public override string NameOf(int index) => inner.NameOf(index);

    public override Image Load(int index, Image? reuse = null)
    {
        AllocatedAt[_loads++] = GC.GetAllocatedBytesForCurrentThread();
        return inner.Load(index, reuse);
    }
}

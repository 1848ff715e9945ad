using System.Globalization;
using GpuFormer.Imaging;

namespace GpuFormer.Data;

/// <summary>
/// A share of another set's pictures: as large of each class, at least one picture of it, evenly spaced in the order of
/// the set. Which ones they are is a function of the set and the share alone.
/// </summary>
internal sealed class PartialDataset : ImageDataset
{
    private readonly ImageDataset _whole;
    private readonly int[] _indices;

    /// <summary>Chooses the pictures.</summary>
    /// <param name="whole">The set to take from.</param>
    /// <param name="fraction">The share, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is none.</exception>
    public PartialDataset(ImageDataset whole, double fraction)
    {
        ArgumentNullException.ThrowIfNull(whole);
        if (!(fraction is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "Above 0, at most 1.");
        _whole = whole;
        var seen = new long[whole.Classes.Count];
        var indices = new List<int>();
        for (var i = 0; i < whole.Count; i++)
        {
            // The share of those up to here, rounded up, grows by one with every picture that is taken.
            var before = seen[whole.LabelOf(i)]++;
            if (Taken(before + 1, fraction) > Taken(before, fraction))
                indices.Add(i);
        }

        _indices = [.. indices];
    }

    public override int Count => _indices.Length;

    public override IReadOnlyList<string> Classes => _whole.Classes;

    public override bool HasClassNames => _whole.HasClassNames;

    public override IReadOnlyList<string> Remarks => [.. _whole.Remarks, string.Create(CultureInfo.InvariantCulture,
        $"{Count} of {_whole.Count} pictures are learned from, as --fraction asks for")];

    public override int LabelOf(int index)
    {
        CheckIndex(index);
        return _whole.LabelOf(_indices[index]);
    }

    public override string NameOf(int index)
    {
        CheckIndex(index);
        return _whole.NameOf(_indices[index]);
    }

    public override Image Load(int index, Image? reuse = null)
    {
        CheckIndex(index);
        return _whole.Load(_indices[index], reuse);
    }

    private protected override string ListedName(int index) => _whole.ListedNameOf(_indices[index]);

    private static long Taken(long pictures, double fraction) => (long)Math.Ceiling(pictures * fraction);
}

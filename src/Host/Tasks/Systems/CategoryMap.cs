using System.Globalization;
using GpuFormer.Data;

namespace GpuFormer.Tasks.Systems;

/// <summary>Which category of a data set each class output of a detector stands for: by name where both sides have names,
/// else by place, or by the id itself.</summary>
internal sealed class CategoryMap
{
    private readonly long?[] _ids;

    private CategoryMap(long?[] ids, string? remark) => (_ids, Remark) = (ids, remark);

    /// <summary>What a user should know about it, or null.</summary>
    public string? Remark { get; }

    /// <summary>The id of the category that an output stands for; null where it is none of the set's.</summary>
    /// <param name="output">The index of the class output.</param>
    public long? IdOf(int output) => _ids[output];

    /// <summary>Finds the categories.</summary>
    /// <param name="outputs">How many class outputs there are, a background in front among them, "no object" behind
    /// not.</param>
    /// <param name="firstClass">How many of them come before those of objects: <see cref="DetectionDecoder.FirstClass"/>.
    /// </param>
    /// <param name="labels">The names of the outputs, or of those of objects; none where they are not known.</param>
    /// <param name="set">The data set.</param>
    /// <param name="path">Of the data set, for messages.</param>
    /// <param name="isRaw">Whether outputs are ids of categories as they are, as in DETR's checkpoints of COCO; else they
    /// are where there are as many outputs as the greatest id needs, and no other reading is possible.</param>
    /// <exception cref="DatasetFormatException">The set has categories that the network does not know, or another number
    /// of them.</exception>
    public static CategoryMap Of(
        int outputs, int firstClass, ClassLabels labels, ObjectDataset set, string path, bool isRaw = false)
    {
        var categories = set.Categories;
        if (!isRaw && labels.Count > 0)
            return ByName(outputs, firstClass, labels, set, path);
        if (!isRaw && outputs - firstClass == categories.Count)
        {
            return new CategoryMap(
                [.. Enumerable.Range(0, outputs).Select(i => i < firstClass ? (long?)null : categories[i - firstClass].Id)],
                "the weights name no classes: the categories are taken in the order of their ids");
        }

        if (categories.Count > 0 && (isRaw ? categories[^1].Id < outputs : categories[^1].Id == outputs - 1)
            && categories[0].Id >= 0)
        {
            var known = categories.Select(category => category.Id).ToHashSet();
            return new CategoryMap([.. Enumerable.Range(0, outputs).Select(i => known.Contains(i) ? (long?)i : null)],
                isRaw ? null : "the weights name no classes: each class is taken for the category with its number as id");
        }

        var greatest = categories.Count == 0 ? 0 : categories[^1].Id;
        throw new DatasetFormatException(path, string.Create(CultureInfo.InvariantCulture,
            $"has {categories.Count} categories with ids up to {greatest}, the weights have {outputs - firstClass} classes"),
            "Name the data set that they were trained for.");
    }

    private static CategoryMap ByName(
        int outputs, int firstClass, ClassLabels labels, ObjectDataset set, string path)
    {
        var idOf = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var category in set.Categories)
        {
            if (!idOf.TryAdd(category.Name, category.Id))
            {
                throw new DatasetFormatException(path, $"has two categories with the name '{EncodedText.Line(category.Name)}'",
                    "Give each category a name of its own: the weights name their classes.");
            }
        }

        var ids = new long?[outputs];
        // Names of all outputs, or of those of objects alone.
        var first = labels.Count >= outputs ? 0 : firstClass;
        for (var i = 0; i < labels.Count && first + i < outputs; i++)
            ids[first + i] = idOf.Remove(labels[i], out var id) ? id : null;
        if (idOf.Count > 0)
        {
            throw new DatasetFormatException(path, $"has categories that the weights do not know: "
                + $"{DatasetIdentity.Listed([.. idOf.Keys.Order(StringComparer.Ordinal).Select(name => EncodedText.Line(name))])}. "
                + $"Theirs are {labels.Listed()}",
                "Name the data set that they were trained for, or their classes as the data set calls them (--labels FILE).");
        }

        return new CategoryMap(ids, null);
    }
}

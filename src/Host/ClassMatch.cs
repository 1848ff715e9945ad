using GpuFormer.Data;

namespace GpuFormer;

/// <summary>
/// Which class of a model each class of a data set is: by their names where both have them, else by their places.
/// </summary>
internal sealed class ClassMatch
{
    private ClassMatch(IReadOnlyList<int>? classes, IReadOnlyList<string> unknown, string difference, bool byName) =>
        (Classes, Unknown, Difference, ByName) = (classes, unknown, difference, byName);

    /// <summary>The model's class for each class of the data set; null where all places are the same.</summary>
    public IReadOnlyList<int>? Classes { get; }

    /// <summary>Classes of the data set that the model has not.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Both lists, for a message.</summary>
    public string Difference { get; }

    /// <summary>Whether both sides have names.</summary>
    public bool ByName { get; }

    /// <summary>Compares the names.</summary>
    /// <param name="labels">Of the model; none if it has no names.</param>
    /// <param name="data">The data set.</param>
    public static ClassMatch Of(ClassLabels labels, ImageSource data)
    {
        if (labels.Count == 0 || !data.HasClassNames)
            return new(null, [], "", byName: false);
        string[] known = [.. Enumerable.Range(0, labels.Count).Select(k => labels[k])];
        if (known.AsSpan().SequenceEqual(data.Classes.ToArray()))
            return new(null, [], "", byName: true);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var k = known.Length - 1; k >= 0; k--)
            places[known[k]] = k;
        string[] unknown = [.. data.Classes.Where(name => !places.ContainsKey(name))];
        var difference = $"{DatasetIdentity.Listed(known)} where the data set has "
            + DatasetIdentity.Listed(data.Classes);
        return new(unknown.Length > 0 ? null : [.. data.Classes.Select(name => places[name])], unknown, difference,
            byName: true);
    }
}

using System.Globalization;

namespace GpuFormer.Weights;

/// <summary>
/// Averages the weights of several checkpoints of one network, as timm's <c>avg_checkpoints.py</c> does.
/// </summary>
internal static class CheckpointAverage
{
    /// <summary>The entry of the metadata that names the files.</summary>
    public const string MetadataKey = "averaged";

    // What is true of one epoch alone.
    private static readonly string[] OfOne = ["epoch", "top1"];

    /// <summary>
    /// Writes the mean of each tensor, computed in double precision and stored as float32, all or nothing. Counters are
    /// those of the first file, as are the metadata.
    /// </summary>
    /// <param name="paths">Two files or more, with tensors of the same names and shapes.</param>
    /// <param name="outPath">The safetensors file to write; none of the others.</param>
    /// <param name="warn">Gets a sentence for each tensor that is written with values that are no numbers, or with
    /// negative variances.</param>
    /// <exception cref="ArgumentException">There are fewer than two files.</exception>
    /// <exception cref="ModelFormatException">A file is damaged, or of another network or of other classes than the
    /// first.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void Write(IReadOnlyList<string> paths, string outPath, Action<string>? warn = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count < 2)
            throw new ArgumentException($"An average needs two files or more, not {paths.Count}.", nameof(paths));
        var stores = new List<WeightStore>();
        try
        {
            foreach (var path in paths)
                stores.Add(WeightStore.Open(path));
            var first = stores[0];
            foreach (var other in stores.Skip(1))
            {
                RequireSame(first, other);
                RequireSameClasses(first, other);
            }

            var writer = new SafetensorsWriter();
            foreach (var (key, value) in first.Metadata.Where(entry => !OfOne.Contains(entry.Key)))
                writer.AddMetadata(key, value);
            writer.AddMetadata(MetadataKey, string.Join(", ", paths.Select(Path.GetFileName)));
            foreach (var tensor in first.Tensors)
            {
                if (tensor.DType is DType.F64 or DType.F32 or DType.F16 or DType.BF16)
                {
                    var mean = Mean(stores, tensor);
                    writer.Add(tensor.Name, mean, [.. tensor.Shape]);
                    if (WeightCheck.Find(tensor.Name, mean) is { } fault)
                        warn?.Invoke(WeightCheck.Warning(Culprit(stores, tensor), tensor.Name, fault));
                }
                else
                {
                    writer.Add(tensor.Name, tensor.DType, tensor.Shape.AsSpan(),
                        stream => first.Source.CopyTo(tensor.Name, stream));
                }
            }

            writer.Save(outPath);
        }
        finally
        {
            foreach (var store in stores)
                store.Dispose();
        }
    }

    private static float[] Mean(List<WeightStore> stores, TensorEntry tensor)
    {
        var sums = new double[tensor.ElementCount];
        var values = new float[tensor.ElementCount];
        foreach (var store in stores)
        {
            store.Read(tensor.Name, values);
            for (var i = 0; i < sums.Length; i++)
                sums[i] += values[i];
        }

        for (var i = 0; i < sums.Length; i++)
            values[i] = (float)(sums[i] / stores.Count);
        return values;
    }

    // The first file that has such values itself; sums of numbers alone can leave their range too.
    private static string Culprit(List<WeightStore> stores, TensorEntry tensor)
    {
        var values = new float[tensor.ElementCount];
        foreach (var store in stores)
        {
            store.Read(tensor.Name, values);
            if (WeightCheck.Find(tensor.Name, values) is not null)
                return store.Source.Name;
        }

        return "the mean";
    }

    // Outputs are averaged by their places, which mean nothing if the classes there are others.
    private static void RequireSameClasses(WeightStore first, WeightStore other)
    {
        var (own, others) = (Labels(first), Labels(other));
        if (own.Count == 0 || others.Count == 0 || own.SameAs(others))
            return;
        throw new ModelFormatException(other.Source.Name, null,
            $"has the classes {others.Listed()}, and {first.Source.Name} has {own.Listed()}",
            "Average checkpoints of one run, whose classes are the same in the same order.");
    }

    private static ClassLabels Labels(WeightStore store) => ClassLabels.FromMetadata(store.Metadata, store.Source.Name);

    private static void RequireSame(WeightStore first, WeightStore other)
    {
        var missing = first.Tensors.FirstOrDefault(tensor => !other.TryGet(tensor.Name, out var shape)
            || !shape.SequenceEqual(tensor.Shape));
        if (missing is not null || first.Tensors.Length != other.Tensors.Length)
        {
            throw new ModelFormatException(other.Source.Name, missing?.Name, string.Create(CultureInfo.InvariantCulture,
                $"is not of the same network as {first.Source.Name}: {other.Tensors.Length} tensors, not "
                + $"{first.Tensors.Length}, or of other names and shapes"), "Average checkpoints of one run.");
        }
    }
}

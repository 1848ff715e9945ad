using System.Collections.Immutable;
using GpuFormer.Models;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>
/// What a path to weights stands for: a file; the folder of a run, whose best weights are meant; or a folder as model
/// hubs have it, with <c>config.json</c> beside the weights. And which network the weights are of.
/// </summary>
public static class ModelFiles
{
    // What hubs call the weights in a folder.
    private static readonly string[] HubNames = ["model.safetensors", "pytorch_model.bin"];

    /// <summary>The file that holds the weights.</summary>
    /// <exception cref="ModelFormatException">A folder has none.</exception>
    public static string Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Directory.Exists(path))
            return path;
        string[] candidates = [new RunFolder(path).BestWeights, .. HubNames.Select(name => Path.Combine(path, name))];
        return candidates.FirstOrDefault(File.Exists) ?? throw new ModelFormatException(path, null,
            $"is a folder without weights: neither weights/best.safetensors, as a run has it, nor {HubNames[0]}",
            "Name a file, the folder of a run, or one as model hubs have it.");
    }

    /// <summary>
    /// Opens the weights that a path stands for. Their metadata are those of the file and, where it says nothing, those
    /// of the configuration beside it.
    /// </summary>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading it is not permitted.</exception>
    /// <exception cref="ModelFormatException">The file is damaged, hostile or of another format.</exception>
    internal static WeightStore Open(string path)
    {
        var file = Find(path);
        var source = WeightSource.Open(file, new CheckpointOptions());
        try
        {
            // A single file of another name may stand in a folder of many models.
            var beside = Directory.Exists(path) || HubNames.Contains(Path.GetFileName(file))
                ? HubConfig.Read(Path.GetDirectoryName(Path.GetFullPath(file))!)
                : HubConfig.None;
            return WeightStore.Of(Described(source, beside));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The network that weights are of: by their metadata, by the configuration beside them, or else the only one whose
    /// parameters have these names and shapes, whatever the number of classes.
    /// </summary>
    /// <param name="path">A file or a folder.</param>
    /// <returns>Its name with underscores, or null if nothing says it.</returns>
    /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
    /// <exception cref="ModelFormatException">
    /// The file is damaged, or its metadata name a network that this version does not know.
    /// </exception>
    public static string? NameOf(string path)
    {
        using var weights = Open(path);
        return NameOf(weights, path);
    }

    internal static string? NameOf(WeightStore weights, string source)
    {
        if (!weights.Metadata.TryGetValue(WeightFile.ModelKey, out var name))
            return ByTensors(weights);
        return ModelCatalogue.Contains(name)
            ? ModelCatalogue.Resolve(name)
            : throw new ModelFormatException(source, null,
                $"is of the network '{ModelFormatException.Printable(name)}', which this version does not know",
                $"Known are: {string.Join(", ", ModelCatalogue.Names)}.");
    }

    /// <summary>
    /// Writes <c>config.json</c> beside weights that have the name that hubs give them, unless there is one: network,
    /// classes and preprocessing, as the weights' metadata and what stood beside their origin say.
    /// </summary>
    /// <param name="weights">The file.</param>
    /// <param name="origin">The file that they were made of.</param>
    /// <returns>The file written; null where the weights have another name, or are of no known network.</returns>
    /// <exception cref="ModelFormatException">The weights are damaged.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static string? WriteConfig(string weights, string origin)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(weights))!;
        var file = Path.Combine(folder, HubConfig.ConfigFile);
        if (!HubNames.Contains(Path.GetFileName(weights)) || File.Exists(file))
            return null;
        using var store = WeightStore.Of(Described(WeightSource.Open(weights, new CheckpointOptions()),
            HubConfig.Read(Path.GetDirectoryName(Path.GetFullPath(origin))!)));
        if (NameOf(store, weights) is not { } name)
            return null;
        var family = ModelCatalogue.FamilyOf(name);
        var network = NetworkMetadata.Create(store.Metadata, weights,
            options => family.Create(name, family.ClassesOf(store.ShapeOf) ?? 0, options));
        AtomicFile.WriteText(file, HubConfigText.Of(network, [.. LabelsOf(store, weights)],
            PreprocessingMetadata.Read(store.Metadata, weights, family.Preprocessing)));
        return file;
    }

    private static IEnumerable<string> LabelsOf(WeightStore weights, string file)
    {
        var labels = ClassLabels.FromMetadata(weights.Metadata, file);
        return Enumerable.Range(0, labels.Count).Select(i => labels[i]);
    }

    private static WeightSource Described(WeightSource source, HubConfig beside)
    {
        var names = source.Tensors.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var described = HuggingFaceKeys.AreOfMobileVit(names)
            ? new HuggingFaceSource(source, beside.BlueFirst ?? true)
            : source;
        var metadata = new Dictionary<string, string>(described.Metadata, StringComparer.Ordinal);
        foreach (var (key, value) in beside.Metadata)
            metadata[key] = source.Metadata.TryGetValue(key, out var own) ? own : value;
        return new DescribedSource(described, metadata);
    }

    private static string? ByTensors(WeightStore weights)
    {
        string[] found =
        [
            // Networks of one family may have the same tensors: the first is taken.
            .. ModelCatalogue.Families
                .SelectMany(family => family.Models.Where(name => Fits(family, name, weights)).Take(1)).Take(2),
        ];
        return found is [var only] ? only : null;
    }

    // All but what has outputs for each class and the counters: as many as the file has, of the same shapes.
    private static bool Fits(ModelFamily family, string name, WeightStore weights)
    {
        var classes = family.ClassesOf(weights.ShapeOf);
        if (classes is null && family.Task != ModelTask.Classification)
            return false;
        var needed = family.Create(name, classes ?? 0, []).Parameters
            .Where(parameter => parameter.Kind != ParameterKind.Counter && !family.IsOfClasses(parameter.Name)).ToList();
        var stored = weights.Tensors.Count(tensor => !family.IsOfClasses(tensor.Name)
            && !tensor.Name.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        return stored == needed.Count && needed.All(parameter =>
            weights.TryGet(parameter.Name, out var shape) && shape.AsSpan().SequenceEqual(parameter.Shape.ToArray()));
    }

    // The same tensors with other metadata.
    private sealed class DescribedSource(
        WeightSource source, IReadOnlyDictionary<string, string> metadata) : WeightSource
    {
        public override string Name => source.Name;

        public override ImmutableArray<TensorEntry> Tensors => source.Tensors;

        public override IReadOnlyList<DroppedEntry> Dropped => source.Dropped;

        public override IReadOnlyDictionary<string, string> Metadata => metadata;

        public override void Read(string name, Span<float> destination) => source.Read(name, destination);

        public override void CopyTo(string name, Stream destination) => source.CopyTo(name, destination);

        public override void Dispose() => source.Dispose();
    }
}

using GpuFormer.Imaging;
using GpuFormer.Models;
using GpuFormer.Onnx;
using GpuFormer.Tasks.Systems;
using GpuFormer.Weights;

namespace GpuFormer;

/// <summary>A network with its weights, the names of its classes and the way pictures become its input.</summary>
public sealed class Model : IDisposable
{
    private readonly string _source;
    private readonly Action<string>? _warn;
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);

    private Model(ImageModel network, WeightStore weights, string source, ModelOptions options)
    {
        (_source, _warn) = (source, options.Warn);
        Network = network;
        Weights = weights;
        weights.Verify([.. network.Parameters.Select(parameter =>
            (parameter.Name, parameter.Shape.ToArray(), Optional: parameter.Kind == ParameterKind.Counter)),
            .. RemovedHead(network, weights)]);
        Labels = network.Classes == 0 ? ClassLabels.None
            : options.Labels ?? ClassLabels.FromMetadata(weights.Metadata, source);
        if (network.Classes > 0)
            Labels.RequireCount(network.Classes, source, network.Family.Task != ModelTask.Classification);
        Preprocessing = options.Preprocessing
            ?? PreprocessingMetadata.Read(weights.Metadata, source, network.Family.Preprocessing);
    }

    /// <summary>Its name with underscores: <c>mobile_former_294m</c>.</summary>
    public string Name => Network.Name;

    /// <summary>How many classes it tells apart; 0 if it was made without its last linear.</summary>
    public int Classes => Network.Classes;

    /// <summary>The names of its classes.</summary>
    public ClassLabels Labels { get; }

    /// <summary>How pictures become its input.</summary>
    public PreprocessingConfig Preprocessing { get; }

    /// <summary>The name of a class output. Detectors and segmenters have one for what is no object, in front or behind,
    /// which the names may leave out.</summary>
    internal string NameOfOutput(int output)
    {
        if (Labels.Count == 0 || Labels.Count == Classes)
            return Labels[output];
        var index = output - VisionSystem.FirstClassOf(Network);
        return index >= 0 && index < Labels.Count ? Labels[index] : "background";
    }

    /// <summary>Its layers: parameters, shapes, multiply-adds.</summary>
    internal ImageModel Network { get; }

    internal WeightStore Weights { get; }

    /// <summary>Where the weights come from, for messages.</summary>
    internal string Source => _source;

    /// <summary>Makes a model with the weights of a file, which stays open until the model is disposed.</summary>
    /// <param name="name">One of <see cref="ModelCatalogue.Names"/>; hyphens and underscores are the same.</param>
    /// <param name="path">
    /// A safetensors file, a PyTorch checkpoint (.pth, .pth.tar), or a folder, see <see cref="Load(string, ModelOptions?)"/>.
    /// </param>
    /// <param name="options">Classes, class names, preprocessing.</param>
    /// <exception cref="ArgumentException">
    /// There is no such model, and the message suggests one; or it cannot be had with these options.
    /// </exception>
    /// <exception cref="ModelFormatException">
    /// The path is no regular file, or the file is damaged or made for another model: missing, extra and mis-shaped
    /// tensors are counted, and the first of them named.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static Model Load(string name, string path, ModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(path);
        var resolved = ModelCatalogue.Resolve(name);
        return Make(resolved, ModelFiles.Open(path), path, options ?? new ModelOptions());
    }

    /// <summary>
    /// Makes the model that weights are of, by what they say of themselves or by the names and shapes of their tensors.
    /// </summary>
    /// <param name="path">
    /// A safetensors file, a PyTorch checkpoint (.pth, .pth.tar), the folder of a run, or a folder as model hubs have it:
    /// weights with the <c>config.json</c> of timm or transformers beside them.
    /// </param>
    /// <param name="options">Classes, class names, preprocessing.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or nothing says of which network it is.</exception>
    /// <exception cref="ArgumentException">The model cannot be had with these options.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Model Load(string path, ModelOptions? options = null)
    {
        var weights = ModelFiles.Open(path);
        string name;
        try
        {
            name = ModelFiles.NameOf(weights, path) ?? throw new ModelFormatException(path, null,
                "does not say which network it is of, and the names and shapes of its tensors are no network's",
                "Name the network, or other weights.");
        }
        catch
        {
            weights.Dispose();
            throw;
        }

        return Make(name, weights, path, options ?? new ModelOptions());
    }

    /// <summary>
    /// Makes a model whose weights are a function of their names (<see cref="SeededWeights"/>): for benchmarks and
    /// tests. Its predictions mean nothing.
    /// </summary>
    /// <inheritdoc cref="Load(string, string, ModelOptions?)"/>
    public static Model WithSeededWeights(string name, ModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new ModelOptions();
        return WithSeededWeights(ModelCatalogue.Create(name, options.Classes, options.NetworkOptions), options);
    }

    // The same for a network that the catalogue has not.
    internal static Model WithSeededWeights(ImageModel network, ModelOptions? options = null)
    {
        var weights = WeightStore.FromMemory(network.Parameters
            .Where(parameter => parameter.Kind != ParameterKind.Counter)
            .Select(parameter => KeyValuePair.Create(
                parameter.Name,
                (parameter.Shape.ToArray(), SeededWeights.Fill(parameter.Name, parameter.Shape)))), "seeded weights");
        return new Model(network, weights, "seeded weights", options ?? new ModelOptions());
    }

    // Weights in memory: what a training run validates.
    internal static Model FromState(ImageModel network, IReadOnlyDictionary<string, float[]> state)
    {
        const string Source = "weights in training";
        var weights = WeightStore.FromMemory(
            network.Parameters.Where(parameter => parameter.Kind != ParameterKind.Counter).Select(parameter =>
                KeyValuePair.Create(parameter.Name, (parameter.Shape.ToArray(), state[parameter.Name]))), Source);
        return new Model(network, weights, Source, new ModelOptions());
    }

    /// <summary>
    /// Writes the network with its weights as an ONNX file for other runtimes: input <c>input</c>
    /// [batch, 3, height, width], normalised, float32; output <c>logits</c> [batch, classes]. Only operators of the
    /// standard are used, weights keep the names of the state-dict and nodes those of the layers. Equal models give
    /// equal bytes.
    /// </summary>
    /// <param name="path">The file to write: complete, or not at all.</param>
    /// <param name="options">Version of the operators, batch and picture size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version of the operators or a size is not possible.</exception>
    /// <exception cref="NotSupportedException">The file would have 2 GiB or more, which ONNX does not allow.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void ExportOnnx(string path, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var model = OnnxExport.Translate(this, options ?? new OnnxExportOptions());
        AtomicFile.Write(path, stream => OnnxWriter.Write(model, stream));
    }

    /// <summary>Writes the network with its weights as ONNX, as <see cref="ExportOnnx(string, OnnxExportOptions?)"/>
    /// does.</summary>
    /// <param name="stream">Where the bytes go; stays open.</param>
    /// <param name="options">Version of the operators, batch and picture size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The version of the operators or a size is not possible.</exception>
    /// <exception cref="NotSupportedException">The file would have 2 GiB or more, which ONNX does not allow.</exception>
    public void ExportOnnx(Stream stream, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnnxWriter.Write(OnnxExport.Translate(this, options ?? new OnnxExportOptions()), stream);
    }

    /// <summary>
    /// Copies the parameters and running statistics: official keys, PyTorch layouts, as
    /// <see cref="Training.TrainingSession.Load"/> takes them.
    /// </summary>
    public IReadOnlyDictionary<string, float[]> ReadState()
    {
        var state = new Dictionary<string, float[]>();
        foreach (var parameter in Network.Parameters.Where(p => p.Kind != ParameterKind.Counter))
            state[parameter.Name] = ReadWeight(parameter.Name, parameter.Shape);
        return state;
    }

    // A stored tensor as executors ask for it, from several threads at once.
    internal float[] ReadWeight(string name, Graph.Shape shape)
    {
        var values = new float[shape.Elements];
        Weights.Read(name, values);
        if (_warn is not null && WeightCheck.Find(name, values) is { } fault)
        {
            lock (_warned)
            {
                if (_warned.Add(name))
                    _warn(WeightCheck.Warning(_source, name, fault));
            }
        }

        return values;
    }

    /// <summary>Closes the weights. Sessions that were made before go on working.</summary>
    public void Dispose() => Weights.Dispose();

    private static Model Make(string name, WeightStore weights, string source, ModelOptions options)
    {
        try
        {
            var classes = options.Classes ?? ModelCatalogue.FamilyOf(name).ClassesOf(weights.ShapeOf);
            var network = options.NetworkOptions is { } given
                ? ModelCatalogue.Create(name, classes, given)
                : NetworkMetadata.Create(
                    weights.Metadata, source, stored => ModelCatalogue.Create(name, classes, stored));
            return new Model(network, weights, source, options);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    // What a network without classes leaves unread of weights that have them.
    private static IEnumerable<(string Name, int[] Shape, bool Optional)> RemovedHead(
        ImageModel network, WeightStore weights)
    {
        if (network.Classes > 0)
            yield break;
        foreach (var tensor in weights.Tensors.Where(tensor => network.Family.IsOfClasses(tensor.Name)))
            yield return (tensor.Name, [.. tensor.Shape], true);
    }
}

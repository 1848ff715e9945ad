using GpuFormer.Files;
using GpuFormer.Weights;

namespace GpuFormer.Onnx;

/// <summary>What a file holds that passed <see cref="OnnxCheck"/>.</summary>
/// <param name="Opset">The version of the standard's operators.</param>
/// <param name="Nodes">How many nodes there are.</param>
/// <param name="Initialisers">How many constants there are.</param>
/// <param name="InitialiserBytes">The size of all constants together.</param>
/// <param name="Inputs">Names and shapes of the inputs.</param>
/// <param name="Outputs">Names and shapes of the outputs.</param>
public sealed record OnnxSummary(
    int Opset, int Nodes, int Initialisers, long InitialiserBytes, IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs);

/// <summary>
/// Checks the structure of ONNX files as this library writes them: every value is made once and before it is read,
/// constants are as large as they say, and the shapes that the operators' rules give are those that the file states.
/// Whether the numbers are right only a runtime can tell.
/// </summary>
public static class OnnxCheck
{
    private const long LargestFile = int.MaxValue;

    // Two batch sizes beside the usual 1, for files whose batch size has a name.
    private static readonly long[] Batches = [1, 2, 5];

    /// <summary>Checks a file; takes about as much memory as the file is large.</summary>
    /// <exception cref="ModelFormatException">What is wrong, and with which node or constant.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Reading the file is not permitted.</exception>
    public static OnnxSummary Check(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Check(OnnxReader.Read(ReadFile(path), path), path);
    }

    /// <summary>Checks a file that is already in memory; the name stands for it in messages.</summary>
    /// <exception cref="ModelFormatException">What is wrong, and with which node or constant.</exception>
    public static OnnxSummary Check(ReadOnlyMemory<byte> bytes, string name) =>
        Check(OnnxReader.Read(bytes, name), name);

    private static byte[] ReadFile(string path)
    {
        try
        {
            return RegularFile.ReadAllBytes(path, LargestFile, length => new ModelFormatException(
                path, null, $"has {length} bytes, more than the limit of {LargestFile}",
                "Keep large weights as safetensors."));
        }
        catch (NotRegularFileException fault)
        {
            throw new ModelFormatException(path, null, fault.Problem, "Give the path of an ONNX file.", fault);
        }
    }

    internal static OnnxSummary Check(OnnxModel model, string file)
    {
        var graph = model.Graph;
        if (model.Opset is < OnnxExportOptions.OldestOpset or > OnnxExportOptions.NewestOpset)
            throw Fault(file, $"uses opset {model.Opset}, and {OnnxExportOptions.OldestOpset} to "
                + $"{OnnxExportOptions.NewestOpset} are known here");
        foreach (var tensor in graph.Initialisers)
            CheckSize(tensor, file);
        CheckOrder(graph, file);
        foreach (var batch in Batches)
            CheckShapes(graph, batch, file);
        return new OnnxSummary(model.Opset, graph.Nodes.Count, graph.Initialisers.Count,
            graph.Initialisers.Sum(tensor => (long)tensor.Raw.Length),
            [.. graph.Inputs.Select(Text)], [.. graph.Outputs.Select(Text)]);
    }

    private static void CheckSize(OnnxTensor tensor, string file)
    {
        var bytes = tensor.Type == OnnxType.Float ? 4L : 8L;
        foreach (var size in tensor.Shape)
        {
            // Below 2^31 each, so that no product of two overflows.
            if (size is < 1 or > int.MaxValue || (bytes *= size) > LargestFile)
                throw new ModelFormatException(file, tensor.Name, $"has the impossible size {size}", Remedy);
        }

        if (bytes != tensor.Raw.Length)
        {
            throw new ModelFormatException(file, tensor.Name,
                $"has {tensor.Raw.Length} bytes where its shape needs {bytes}", Remedy);
        }
    }

    private static void CheckOrder(OnnxGraph graph, string file)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in graph.Inputs.Select(input => input.Name).Concat(graph.Initialisers.Select(t => t.Name)))
            Make(name, "the graph");
        foreach (var node in graph.Nodes)
        {
            var place = $"node '{ModelFormatException.Printable(node.Name)}'";
            if (!names.Add(node.Name))
                throw Fault(file, $"has two nodes called {place}");
            if (!OnnxShapes.Knows(node.Operator))
                throw Fault(file, $"uses the operator '{ModelFormatException.Printable(node.Operator)}' in {place}");
            // Inputs that may be left out have no name.
            if (node.Inputs.FirstOrDefault(input => input.Length > 0 && !made.Contains(input)) is { } unknown)
                throw Fault(file, $"reads '{ModelFormatException.Printable(unknown)}' in {place} before it is made");
            foreach (var output in node.Outputs)
                Make(output, place);
        }

        if (graph.Outputs.FirstOrDefault(output => !made.Contains(output.Name)) is { } missing)
            throw Fault(file, $"never makes its output '{ModelFormatException.Printable(missing.Name)}'");

        void Make(string name, string place)
        {
            if (name.Length == 0 || !made.Add(name))
                throw Fault(file, $"makes '{ModelFormatException.Printable(name)}' a second time in {place}");
        }
    }

    private static void CheckShapes(OnnxGraph graph, long batch, string file)
    {
        IReadOnlyDictionary<string, long[]> shapes;
        try
        {
            shapes = OnnxShapes.Infer(graph, batch);
        }
        // Operators' rules index shapes and look values up; whatever that meets, the graph is at fault and not they.
        catch (Exception fault) when (fault is OnnxShapeException or ArithmeticException or IndexOutOfRangeException
            or ArgumentException or KeyNotFoundException or InvalidOperationException)
        {
            throw Fault(file, $"does not fit together for a batch of {batch}: {fault.Message}");
        }

        foreach (var value in graph.Outputs.Concat(graph.Values))
        {
            if (!shapes.TryGetValue(value.Name, out var shape))
                throw Fault(file, $"states the shape of {Text(value)}, which is not there");
            if (shape.Length != value.Shape.Count
                || value.Shape.Zip(shape).Any(size => size.First.Name is null && size.First.Value != size.Second))
            {
                throw Fault(file, $"states {Text(value)}, and its nodes make [{string.Join(",", shape)}]");
            }
        }
    }

    private const string Remedy = "Export the model again.";

    private static string Text(OnnxValue value) =>
        $"{ModelFormatException.Printable(value.Name)} [{string.Join(",", value.Shape)}]";

    private static ModelFormatException Fault(string file, string problem) => new(file, null, problem, Remedy);
}

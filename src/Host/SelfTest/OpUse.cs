using GpuFormer.Graph;
using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Passes;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.SelfTest;

/// <summary>
/// One distinct use of a lowered op in the models: its attributes, its epilogue and the shapes it meets.
/// </summary>
/// <param name="Op">The op.</param>
/// <param name="Inputs">The shapes of its inputs, constants as they are before packing.</param>
/// <param name="IsConstant">Which inputs are weights.</param>
/// <param name="Where">The model and the first node that uses it so.</param>
public sealed record OpUse(Op Op, IReadOnlyList<Shape> Inputs, IReadOnlyList<bool> IsConstant, string Where)
{
    /// <summary>The shapes of the outputs.</summary>
    public IReadOnlyList<Shape> Outputs => Op.InferShapes(Inputs);

    /// <summary>Bytes of all inputs and outputs: what must be moved at least.</summary>
    public long Bytes => Inputs.Concat(Outputs).Sum(shape => (long)shape.Elements * sizeof(float));

    /// <summary>Floating-point operations of multiply-accumulates, two each.</summary>
    public long Operations => 2 * Op.MultiplyAdds(Inputs, Outputs);

    // Equal texts, equal uses: ops compare by reference where they carry an epilogue.
    private string Identity =>
        string.Join(';', Op.GetType().GetProperties().Select(property => $"{property.Name}={property.GetValue(Op)}"))
        + $"|{Op.GetType().Name}|{string.Join(' ', Inputs)}|{string.Join(' ', IsConstant)}";

    /// <summary>Every distinct use in the Mobile-Formers.</summary>
    /// <param name="device">What the graphs are lowered for.</param>
    /// <param name="side">Height and width of the picture: small ones meet all kernels too.</param>
    /// <param name="models">The models; all if null.</param>
    /// <param name="batch">Pictures of a run.</param>
    public static IReadOnlyList<OpUse> OfModels(
        DeviceCapabilities device, int side, IReadOnlyList<string>? models = null, int batch = 1)
    {
        var networks = (models ?? ModelCatalogue.Names).Select(name => ModelCatalogue.Create(name)).ToList();
        // The option that the names leave out: dynamic ReLU with slopes of each pixel.
        if (models is null)
            networks.Add(ModelCatalogue.Create(ModelCatalogue.Names[0], new MobileFormerOptions(SpatialDyRelu: true)));
        return
        [
            .. networks.SelectMany(network => Lowered(network.Build(batch, side, side), device).Nodes
                .Select(node => new OpUse(node.Op, [.. node.Inputs.Select(tensor => tensor.Shape)],
                    [.. node.Inputs.Select(tensor => tensor.IsConstant)], $"{network.Name}: {node.Name}")))
                .DistinctBy(use => use.Identity),
        ];
    }

    /// <summary>Whether a user means this op by a name: <c>pointwise</c>, <c>Pointwise &gt; Relu6</c>.</summary>
    public bool IsNamed(string name) =>
        Op.GetType().Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Op.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() =>
        $"{Op.Name} {string.Join(' ', Inputs.Select((shape, i) => IsConstant[i] ? $"const{shape}" : $"{shape}"))}";

    // The last pass packs the weights; the shapes before it are the ones to read.
    private static ComputeGraph Lowered(ComputeGraph graph, DeviceCapabilities device) =>
        GraphPipeline.Passes.SkipLast(1).Aggregate(graph, (lowered, pass) => pass.Run(lowered, device));

    /// <summary>
    /// Inputs that do not depend on the device: the same for equal seeds. In [-1, 1); sums of exponentials, which
    /// <see cref="MobileToFormerMerge"/> divides by, in [0.5, 1.5), as differences of them would be of rounding alone.
    /// </summary>
    internal float[][] RandomInputs(int seed)
    {
        var random = new Random(seed);
        var lowest = Op is MobileToFormerMerge ? 0.5f : -1f;
        var width = Op is MobileToFormerMerge ? 1f : 2f;
        return
        [
            .. Inputs.Select(shape =>
            {
                var values = new float[shape.Elements];
                for (var i = 0; i < values.Length; i++)
                    values[i] = lowest + (width * random.NextSingle());
                return values;
            }),
        ];
    }
}

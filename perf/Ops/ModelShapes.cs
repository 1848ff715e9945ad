using GpuFormer.Graph;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowering;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Perf.Ops;

/// <summary>One distinct use of an op in a model: what a benchmark measures.</summary>
/// <param name="Op">The op with its attributes.</param>
/// <param name="Inputs">The shapes of its inputs, before packing.</param>
/// <param name="IsConstant">Which inputs are weights.</param>
/// <param name="MultiplyAdds">See <see cref="Op.MultiplyAdds"/>.</param>
/// <param name="Where">The first node that uses it so.</param>
public sealed record OpUse(
    KernelOp Op, IReadOnlyList<Shape> Inputs, IReadOnlyList<bool> IsConstant, long MultiplyAdds, string Where)
{
    /// <summary>Places of the inputs that are stored in half precision.</summary>
    public IReadOnlyList<int> HalfInputs { get; init; } = [];

    /// <summary>Places of the outputs that are stored in half precision.</summary>
    public IReadOnlyList<int> HalfOutputs { get; init; } = [];

    public override string ToString() => $"{Op.Name} {string.Join(' ', Inputs)}";
}

/// <summary>Reads the shapes to measure off the models.</summary>
public static class ModelShapes
{
    /// <summary>The distinct uses of one kind of op in a Mobile-Former for one image of 224x224.</summary>
    public static IEnumerable<OpUse> Of<TOp>(string model, DeviceCapabilities device)
        where TOp : Op
    {
        var variant = MobileFormerVariant.All.First(v => v.Name == model);
        var graph = new MobileFormer(variant).Build(1, 224, 224);
        // The last pass packs the weights; the shapes before it are the ones to read.
        foreach (var pass in GraphPipeline.Passes.SkipLast(1))
            graph = pass.Run(graph, device);
        return graph.Nodes.Where(node => node.Op is TOp)
            .Select(node => new OpUse(node.Kernel, [.. node.Inputs.Select(t => t.Shape)],
                [.. node.Inputs.Select(t => t.IsConstant)], node.MultiplyAdds, node.Name))
            .DistinctBy(use => use.ToString());
    }
}

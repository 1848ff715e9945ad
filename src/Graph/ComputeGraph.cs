namespace GpuFormer.Graph;

/// <summary>A tensor that can be read after a run, by the name that the model gives it.</summary>
internal sealed record GraphOutput(string Name, Tensor Tensor);

/// <summary>A static graph: nodes in an order in which every tensor is made before it is read.</summary>
internal sealed class ComputeGraph
{
    internal ComputeGraph(IReadOnlyList<Tensor> inputs, IReadOnlyList<GraphOutput> outputs, IReadOnlyList<Node> nodes)
    {
        Inputs = inputs;
        Outputs = outputs;
        Nodes = nodes;
    }

    /// <summary>What is given from outside at every run.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>What can be read after a run.</summary>
    public IReadOnlyList<GraphOutput> Outputs { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Multiply-accumulates of all nodes, as Networks 1.9 counts them.</summary>
    public long MultiplyAdds => Nodes.Sum(node => node.MultiplyAdds);

    /// <summary>The same nodes with some of the outputs only, in the given order.</summary>
    /// <exception cref="ArgumentException">There is no output of a name.</exception>
    public ComputeGraph WithOutputs(IEnumerable<string> names) => new(Inputs,
        [.. names.Select(name => Outputs.FirstOrDefault(output => output.Name == name)
            ?? throw new ArgumentException($"The graph has no output '{name}'.", nameof(names)))], Nodes);

    /// <summary>The constants that nodes read or that are outputs, each once, in the order of first use.</summary>
    public IReadOnlyList<Tensor> Constants() =>
    [
        .. Nodes.SelectMany(node => node.Inputs).Concat(Outputs.Select(o => o.Tensor))
            .Where(tensor => tensor.IsConstant).Distinct(),
    ];
}

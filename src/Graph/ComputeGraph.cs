namespace GpuFormer.Graph;

/// <summary>A static graph: nodes in an order in which every tensor is made before it is read.</summary>
public sealed class ComputeGraph
{
    internal ComputeGraph(IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs, IReadOnlyList<Node> nodes)
    {
        Inputs = inputs;
        Outputs = outputs;
        Nodes = nodes;
    }

    /// <summary>What is given from outside at every run.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>What can be read after a run.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Multiply-accumulates of all nodes, as SPEC 1.9 counts them.</summary>
    public long MultiplyAdds => Nodes.Sum(node => node.MultiplyAdds);

    /// <summary>The stored constants that the graph needs, each once, in the order of first use.</summary>
    public IReadOnlyList<Tensor> StoredConstants()
    {
        var found = new List<Tensor>();
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var tensor in Nodes.SelectMany(node => node.Inputs).Concat(Outputs))
            Visit(tensor);
        return found;

        void Visit(Tensor tensor)
        {
            if (!seen.Add(tensor))
                return;
            if (tensor.Source is WeightSource.Stored)
                found.Add(tensor);
            else if (tensor.Source is WeightSource.Derived derived)
            {
                foreach (var input in derived.Inputs)
                    Visit(input);
            }
        }
    }
}

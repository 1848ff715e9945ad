namespace GpuFormer.Graph.Lowering;

/// <summary>
/// Writes a graph anew, node by node: a pass copies the nodes it leaves alone and builds others in the place of those
/// it changes. Nodes that nothing reads any more are dropped at the end.
/// </summary>
internal sealed class GraphRewriter
{
    private readonly ComputeGraph _graph;
    private readonly Dictionary<Tensor, Tensor> _replacements = [];
    private readonly Dictionary<Tensor, List<Node>> _consumers = [];
    private readonly HashSet<Tensor> _outputs;

    public GraphRewriter(ComputeGraph graph)
    {
        _graph = graph;
        _outputs = [.. graph.Outputs.Select(o => o.Tensor)];
        foreach (var input in graph.Inputs)
            Builder.AddInput(input);
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
            {
                if (!_consumers.TryGetValue(input, out var list))
                    _consumers[input] = list = [];
                list.Add(node);
            }
        }
    }

    public GraphBuilder Builder { get; } = new();

    public IReadOnlyList<Node> Nodes => _graph.Nodes;

    /// <summary>What stands in the new graph for a tensor of the old one.</summary>
    public Tensor this[Tensor old] => _replacements.GetValueOrDefault(old, old);

    /// <summary>The nodes of the old graph that read a tensor, once for each time.</summary>
    public IReadOnlyList<Node> Consumers(Tensor old) => _consumers.TryGetValue(old, out var list) ? list : [];

    /// <summary>
    /// The one node that reads a tensor of the old graph, or null if there are more readers or it is an output.
    /// </summary>
    public Node? SoleConsumer(Tensor old) =>
        !IsOutput(old) && _consumers.TryGetValue(old, out var list) && list.Count == 1 ? list[0] : null;

    public bool IsOutput(Tensor old) => _outputs.Contains(old);

    public void Replace(Tensor old, Tensor replacement) => _replacements[old] = replacement;

    public IReadOnlyList<Tensor> MappedInputs(Node node) => [.. node.Inputs.Select(t => this[t])];

    /// <summary>Takes a node over, reading what replaces its inputs.</summary>
    public void Copy(Node node) => Copy(node, node.Op, MappedInputs(node));

    /// <summary>Takes a node over with another op or other inputs.</summary>
    public void Copy(Node node, Op op, IReadOnlyList<Tensor> inputs)
    {
        if (ReferenceEquals(op, node.Op) && inputs.SequenceEqual(node.Inputs))
        {
            Builder.AddExisting(node);
            return;
        }

        Replace(node, Builder.AddNode(node.Name, op, inputs));
    }

    public void Replace(Node node, IReadOnlyList<Tensor> outputs)
    {
        for (var i = 0; i < node.Outputs.Count; i++)
            Replace(node.Outputs[i], outputs[i]);
    }

    /// <summary>The new graph, without nodes that no output needs.</summary>
    public ComputeGraph Build() =>
        DeadNodeRemoval.Run(Builder.Build([.. _graph.Outputs.Select(o => o with { Tensor = this[o.Tensor] })]));
}

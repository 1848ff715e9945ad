using GpuFormer.Graph.Lowered;

namespace GpuFormer.Graph;

/// <summary>One use of an op: which tensors it reads and which it makes.</summary>
internal sealed class Node
{
    internal Node(string name, Op op, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputs)
    {
        Name = name;
        Op = op;
        Inputs = inputs;
        Outputs = outputs;
        foreach (var output in outputs)
            output.Producer = this;
    }

    /// <summary>Where the node stands in the model: <c>features.3.conv1</c>.</summary>
    public string Name { get; }

    public Op Op { get; }

    /// <summary>The launch that a node of a lowered graph is.</summary>
    /// <exception cref="NotSupportedException">It is none: no rule and no pass has lowered it.</exception>
    public KernelOp Kernel => Op as KernelOp
        ?? throw new NotSupportedException($"{this} is no launch: no pass lowers it where it stands.");

    public IReadOnlyList<Tensor> Inputs { get; }

    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The first output; most nodes have one.</summary>
    public Tensor Output => Outputs[0];

    /// <summary>See <see cref="Op.MultiplyAdds"/>.</summary>
    public long MultiplyAdds =>
        Op.MultiplyAdds([.. Inputs.Select(t => t.Shape)], [.. Outputs.Select(t => t.Shape)]);

    public override string ToString() => $"{Op.Name} '{Name}'";
}

using GpuFormer.Graph;
using GpuFormer.Graph.Lowering;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>Expands one node of a model and differentiates it, without a graph around it.</summary>
internal sealed class OpGradient : GradientContext
{
    private readonly IReadOnlyList<Tensor> _outputGradients;
    private readonly Tensor?[] _gradients;
    private readonly int _firstNeeded;

    private OpGradient(GraphBuilder builder, Node node, IReadOnlyList<Tensor> outputGradients, int firstNeeded)
    {
        (Builder, Node, _outputGradients, _firstNeeded) = (builder, node, outputGradients, firstNeeded);
        _gradients = new Tensor?[node.Inputs.Count];
    }

    public override Node Node { get; }

    public override GraphBuilder Builder { get; }

    public override Tensor Scalars => throw new InvalidOperationException("No randomness here.");

    /// <summary>
    /// Adds lowered nodes for the op and its gradients by the inputs from <paramref name="firstNeeded"/> on, and returns
    /// the latter.
    /// </summary>
    public static IReadOnlyList<Tensor?> Add(
        GraphBuilder builder, Op op, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputGradients,
        int firstNeeded = 0)
    {
        var outputs = Lowered(builder, "forward", op, inputs);
        var context = new OpGradient(builder, new Node("forward", op, inputs, [.. outputs]), outputGradients, firstNeeded);
        ((IDifferentiable)op).Differentiate(context);
        return context._gradients;
    }

    /// <summary>Adds the nodes that an op is lowered to, and returns what they make in its place.</summary>
    public static IReadOnlyList<Tensor> Lowered(
        GraphBuilder builder, string name, Op op, params IReadOnlyList<Tensor> inputs) =>
        LoweringTable.RuleOf(op) is { } rule
            ? rule(builder, new Node(name, op, inputs, []))
            : builder.AddNode(name, op, inputs);

    public override Tensor? OutputGradient(int index = 0) =>
        index < _outputGradients.Count ? _outputGradients[index] : null;

    public override bool NeedsGradient(int index) => index >= _firstNeeded;

    public override void AddGradient(int index, Tensor gradient) => _gradients[index] = gradient;

    public override Tensor Scaled(int index, Tensor gradient) => gradient;

    public override void SetStatistic(int index, Tensor value)
    {
    }
}

using GpuFormer.Graph.Ops;
using GpuFormer.Graph.Ops.Training;

namespace GpuFormer.Graph.Training;

/// <summary>A graph of forward and backward.</summary>
/// <param name="Graph">
/// Inputs as the forward graph's, then the criterion's. Outputs: the forward graph's, the terms of each of
/// <paramref name="Losses"/>, then one for each of <paramref name="Targets"/>.
/// </param>
/// <param name="Losses">What training makes small.</param>
/// <param name="Targets">
/// The constants whose gradients, or of running statistics whose values for the batch, the further outputs are.
/// </param>
/// <param name="TargetInputs">The inputs that the criterion added.</param>
internal sealed record DifferentiatedGraph(
    ComputeGraph Graph, IReadOnlyList<LossTerm> Losses, IReadOnlyList<Tensor> Targets, IReadOnlyList<Tensor> TargetInputs);

/// <summary>
/// Adds the losses and the gradients of all parameters to a graph: nodes are asked in reverse order, each when the
/// gradients of all its readers are known.
/// </summary>
internal sealed class Differentiation
{
    private readonly GraphBuilder _builder = new();
    private readonly HashSet<Tensor> _needed = [];
    private readonly Dictionary<Tensor, Tensor> _gradients = [];
    private readonly List<(Tensor Constant, Tensor Value)> _statistics = [];
    private readonly Tensor _scalars;
    private readonly bool _scalesLosses;
    private readonly IReadOnlyList<LossTerm> _losses;

    private Differentiation(
        ComputeGraph forward, IReadOnlySet<string> parameters, Criterion criterion, bool scalesLosses)
    {
        _scalesLosses = scalesLosses;
        foreach (var input in forward.Inputs)
            _builder.AddInput(input);
        _scalars = forward.Inputs.FirstOrDefault(input => input.Name == StepScalars.Name)
            ?? new Tensor(StepScalars.Name, new Shape(StepScalars.Count));
        if (scalesLosses && !forward.Inputs.Contains(_scalars))
            _builder.AddInput(_scalars);
        foreach (var node in forward.Nodes)
            _builder.AddExisting(node);
        _losses = criterion.Add(_builder, forward.Outputs);
        foreach (var node in _builder.Nodes)
        {
            foreach (var input in node.Inputs.Where(t => t.IsConstant && VariableIndices.Roots(t).Any(parameters.Contains)))
                _needed.Add(input);
            if (node.Inputs.Any(_needed.Contains))
                _needed.UnionWith(node.Outputs);
        }
    }

    /// <summary>Differentiates the weighted sum of losses.</summary>
    /// <param name="forward">The network's graph.</param>
    /// <param name="parameters">The names of the stored tensors that are learned.</param>
    /// <param name="criterion">Adds the losses.</param>
    /// <param name="scalesLosses">Whether gradients are those of the losses times <see cref="StepScalars.LossScale"/>.
    /// </param>
    /// <exception cref="NotSupportedException">An op on the way has no gradient.</exception>
    public static DifferentiatedGraph Run(
        ComputeGraph forward, IReadOnlySet<string> parameters, Criterion criterion, bool scalesLosses = false) =>
        new Differentiation(forward, parameters, criterion, scalesLosses).Build(forward);

    private DifferentiatedGraph Build(ComputeGraph forward)
    {
        Node[] nodes = [.. _builder.Nodes];
        foreach (var node in nodes.Reverse())
        {
            var depends = node.Op is LossOp || node.Outputs.Any(_gradients.ContainsKey);
            // A norm has statistics to tell even where nothing before it, nor itself, is learned.
            if ((depends && node.Inputs.Any(_needed.Contains)) || node.Op is NormActivation)
            {
                var op = node.Op as IDifferentiable ?? throw new NotSupportedException(
                    $"{node.Op.Name} '{node.Name}' has no gradient: it cannot be trained.");
                op.Differentiate(new Context(this, node));
            }
        }

        (Tensor Constant, Tensor Value)[] found =
            [.. _gradients.Where(pair => pair.Key.IsConstant).Select(pair => (pair.Key, pair.Value)), .. _statistics];
        return new(
            _builder.Build([.. forward.Outputs, .. _losses.Select(loss => new GraphOutput(loss.Name, loss.Terms)),
                .. found.Select(pair => new GraphOutput($"gradient of {pair.Constant.Name}", pair.Value))]),
            _losses, [.. found.Select(pair => pair.Constant)], [.. _builder.Inputs.Except(forward.Inputs).Except([_scalars])]);
    }

    private void Add(Node node, Tensor tensor, Tensor gradient)
    {
        if (gradient.Shape.Elements != tensor.Shape.Elements)
            throw new InvalidOperationException($"{node}: the gradient of {tensor} has the shape {gradient.Shape}.");
        if (!_needed.Contains(tensor))
            return;
        if (!_gradients.TryGetValue(tensor, out var known))
        {
            _gradients[tensor] = gradient;
            return;
        }

        // The sum can be fused into the kernel that makes its first operand.
        var (first, second) = gradient.Producer is { Op: EpilogueOp } ? (gradient, known) : (known, gradient);
        _gradients[tensor] = _builder.Add($"{node.Name}.backward.sum",
            new Elementwise { Epilogue = Epilogue.Identity.Then(new AddResidual()) }, first, second);
    }

    private sealed class Context(Differentiation owner, Node node) : GradientContext
    {
        public override Node Node => node;

        public override GraphBuilder Builder => owner._builder;

        public override Tensor Scalars => owner._scalars;

        public override Tensor? OutputGradient(int index = 0) => owner._gradients.GetValueOrDefault(node.Outputs[index]);

        public override bool NeedsGradient(int index) => owner._needed.Contains(node.Inputs[index]);

        public override void AddGradient(int index, Tensor gradient) => owner.Add(node, node.Inputs[index], gradient);

        public override Tensor Scaled(int index, Tensor gradient) => owner._scalesLosses
            ? owner._builder.Add(Named($"scaled.{index}"), new StepScaling(StepScalars.LossScale), gradient, Scalars)
            : gradient;

        public override void SetStatistic(int index, Tensor value) =>
            owner._statistics.Add((node.Inputs[index], value));
    }
}

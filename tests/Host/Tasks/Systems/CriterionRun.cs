using GpuFormer.Graph;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Ops;
using GpuFormer.Training;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>A criterion without a network: what its outputs would be is given.</summary>
internal sealed class CriterionRun : ITargetInputs, IStepOutputs
{
    private readonly Dictionary<string, Given> _outputs;
    private readonly Dictionary<string, float[]> _inputs = [];
    private readonly Dictionary<string, double[]> _gradients = [];

    private CriterionRun(IEnumerable<(string Name, Given Output)> outputs) =>
        _outputs = outputs.ToDictionary(pair => pair.Name, pair => pair.Output);

    /// <summary>The named losses, without their weights, in their order.</summary>
    public IReadOnlyList<(string Name, double Value)> Losses { get; private set; } = [];

    /// <summary>Their weighted sum.</summary>
    public double Total { get; private set; }

    /// <summary>A loss by its name.</summary>
    public double this[string name] => Losses.Single(loss => loss.Name == name).Value;

    /// <summary>The gradient of the sum by an output.</summary>
    public double[] Gradient(string output) => _gradients[output];

    public static CriterionRun Of(
        Device device, Criterion criterion, StepTargets targets, params (string Name, Given Output)[] outputs)
    {
        var run = new CriterionRun(outputs);
        var builder = new GraphBuilder();
        GraphOutput[] tensors = [.. outputs.Select(
            pair => new GraphOutput(pair.Name, builder.Input(pair.Name, pair.Output.Shape)))];
        var losses = criterion.Add(builder, tensors);
        targets.Write(run);
        if (criterion.MatchedOutputs.Count > 0)
            targets.Match(run, run);
        var results = new Dictionary<Tensor, float[]>();
        foreach (var node in builder.Build([.. losses.Select(loss => loss.Terms)]).Nodes)
        {
            var made = OpRun.All(device, node.Kernel, [.. node.Inputs.Select(run.Find)]);
            results[node.Outputs[0]] = made[0];
            var gradient = run._gradients.GetValueOrDefault(node.Inputs[0].Name) ?? new double[made[1].Length];
            run._gradients[node.Inputs[0].Name] = [.. gradient.Zip(made[1], (a, b) => a + b)];
        }

        run.Losses = [.. losses.Select(loss => (loss.Name, loss.Op.Value(results[loss.Terms])))];
        run.Total = losses.Zip(run.Losses, (loss, value) => loss.Op.Weight * value.Value).Sum();
        return run;
    }

    public void Write(string name, ReadOnlySpan<float> elements) => _inputs[name] = elements.ToArray();

    public void Read(string name, Span<float> elements) => _outputs[name].Values.AsSpan().CopyTo(elements);

    private Given Find(Tensor tensor) =>
        _outputs.TryGetValue(tensor.Name, out var output) ? output : new Given(_inputs[tensor.Name], tensor.Shape);
}

using GpuFormer.Graph;
using GpuFormer.Graph.Training;

namespace GpuFormer.Training;

/// <summary>The inputs and outputs of a step's graph by name.</summary>
internal sealed class StepTensors(TrainingExecutor executor) : ITargetInputs, IStepOutputs
{
    private readonly Dictionary<string, int> _outputs = executor.Plan.Graph.Outputs.Take(executor.Plan.FirstLoss)
        .Select((output, index) => (output.Name, index)).ToDictionary();

    public void Write(string name, ReadOnlySpan<float> elements) => executor.WriteInput(name, elements);

    public void Read(string name, Span<float> elements) => executor.ReadOutput(elements, IndexOf(name));

    /// <summary>The shape of an output.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public Shape ShapeOf(string name) => executor.Plan.Graph.Outputs[IndexOf(name)].Tensor.Shape;

    private int IndexOf(string name) => _outputs.TryGetValue(name, out var index)
        ? index
        : throw new ArgumentException($"The network has no output '{name}', only {string.Join(", ", _outputs.Keys)}.");
}

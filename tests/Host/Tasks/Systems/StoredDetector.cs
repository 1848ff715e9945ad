using GpuFormer.Graph;
using GpuFormer.Models;

namespace GpuFormer.Tests.Host.Tasks.Systems;

/// <summary>A network whose outputs are its weights, whatever it is shown: what is found is known beforehand.</summary>
/// <param name="name">Says of which system it is: <c>detr_stored</c>.</param>
/// <param name="task">Of the system.</param>
/// <param name="classes">Class outputs.</param>
/// <param name="outputs">The outputs and their shapes for one image.</param>
internal sealed class StoredDetector(
    string name, ModelTask task, int classes, params (string Name, int[] Shape)[] outputs) : ImageModel
{
    public override string Name => name;

    public override ModelFamily Family { get; } = new("Stored", [name], ["head"],
        (_, _, _) => throw new NotSupportedException())
    {
        Task = task,
    };

    public override int Classes => classes;

    public override int OutputChannels => classes;

    public override IReadOnlyList<FeatureStage> Features => [];

    public override IReadOnlyList<Parameter> Parameters { get; } =
        [.. outputs.Select(output => new Parameter(output.Name, new Shape(output.Shape), ParameterKind.Weight))];

    public override ComputeGraph Build(
        int batch, int height, int width, bool withStages = false, TrainingRates? training = null)
    {
        var builder = new GraphBuilder();
        builder.Input("input", new Shape(batch, 3, height, width));
        return builder.Build([.. outputs.Select(output => builder.Stored(output.Name, new Shape(output.Shape)))]);
    }

    /// <summary>A model of given outputs.</summary>
    public Model With(params float[][] values) => Model.FromState(
        this, outputs.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second));
}

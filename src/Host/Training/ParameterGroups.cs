using GpuFormer.Graph.Training;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>What sets the parameters of a network apart at an update: the rate of their layer, and who is clipped.</summary>
internal sealed class ParameterGroups
{
    private readonly LayerGroups? _layers;
    private readonly OptimizerOptions _options;
    private readonly ModelFamily _family;

    public ParameterGroups(ImageModel model, OptimizerOptions options)
    {
        (_options, _family) = (options, model.Family);
        _layers = options.LayerDecay < 1 ? new LayerGroups(model) : null;
    }

    /// <summary>The group of a variable in flat buffers; null where all are one.</summary>
    public Func<string, int>? GroupOf => _layers is not null ? name => _layers[name]
        : _options.TrunkFactor != 1 ? name => _family.IsOfTrunk(name) ? 0 : 1
        : null;

    /// <summary>The share of the learning rate that a group gets.</summary>
    public float FactorOf(int group) => _layers is null ? group == 0 ? (float)_options.TrunkFactor : 1 : (float)Math.Max(_options.LayerDecayMinimum,
        Math.Pow(_options.LayerDecay, _layers.Count - 1 - group));

    /// <summary>What adaptive clipping measures: all but the last linear.</summary>
    public UnitTable ClippedUnits(VariableLayout layout) => new(Learned(layout)
        .Where(variable => !_family.IsOfClasses(variable.Name)), byOutput: true);

    /// <summary>Parameters whose updates LAMB adapts: those that decay.</summary>
    public UnitTable AdaptedUnits(VariableLayout layout) =>
        new(Learned(layout).Where(variable => _options.DecayOf(variable.Kind) > 0), byOutput: false);

    private static IEnumerable<Variable> Learned(VariableLayout layout) =>
        layout.Variables.Where(variable => variable.Kind is VariableKind.Decayed or VariableKind.Plain);
}

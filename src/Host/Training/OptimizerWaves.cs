using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using ILGPU;

namespace GpuFormer.Training;

/// <summary>The launches of an optimizer's update: one for each group of parameters of each kind, side by side.</summary>
internal sealed class OptimizerWaves(
    Device device, VariableLayout layout, ParameterGroups groups, OptimizerOptions options)
{
    public required DeviceBuffer Variables { get; init; }

    public required DeviceBuffer Gradients { get; init; }

    public required DeviceBuffer First { get; init; }

    public required DeviceBuffer? Second { get; init; }

    /// <summary>LAMB: the direction of the update; may be the gradients.</summary>
    public required DeviceBuffer? Direction { get; init; }

    public required DeviceBuffer Terms { get; init; }

    /// <summary>LAMB: the norms of the parameters that decay; null where none do.</summary>
    public required UnitNorms? Adapted { get; init; }

    /// <summary>The waves, in order.</summary>
    public List<LaunchWave> Create()
    {
        var launches = new List<KernelLaunch>();
        foreach (var kind in new[] { VariableKind.Decayed, VariableKind.Plain })
        {
            var decay = (float)options.DecayOf(kind);
            // LAMB's directions are made in one launch: their rates come with the norms.
            if (options.Kind == OptimizerKind.Lamb && decay > 0 && layout[kind].Count > 0)
                launches.Add(DirectionOf(layout[kind], decay));
            else
                launches.AddRange(layout.GroupsOf(kind).Select(g => UpdateOf(g.Range, groups.FactorOf(g.Group), decay)));
        }

        var waves = new List<LaunchWave> { new([.. launches]) };
        if (Adapted is not null)
        {
            var count = layout.Parameters.Count;
            waves.AddRange(Adapted.Descended(
                Variables.View<float>(0, count), Direction!.View<float>(0, count), TermsView()));
        }

        return waves;
    }

    private KernelLaunch UpdateOf(VariableRange range, float factor, float decay) => options.Kind switch
    {
        OptimizerKind.AdamW or OptimizerKind.Adam or OptimizerKind.Lamb => Launch(nameof(OptimizerKernels.Adam), range,
            [View(Variables, range), View(Gradients, range), View(First, range), View(Second!, range), TermsView()],
            [factor, decay, .. Averages()],
            new AdamConstants { Coupled = options.Kind == OptimizerKind.Adam ? 1 : 0 }),
        OptimizerKind.Lion => Launch(nameof(OptimizerKernels.Lion), range,
            [View(Variables, range), View(Gradients, range), View(First, range), TermsView()],
            [factor, decay, (float)(1 - options.Beta1), (float)(1 - options.Beta2)]),
        OptimizerKind.Sgd => Launch(nameof(OptimizerKernels.Sgd), range,
            [View(Variables, range), View(Gradients, range), View(First, range), TermsView()],
            [factor, decay, (float)options.Momentum], new SgdConstants { Nesterov = options.Nesterov ? 1 : 0 }),
        OptimizerKind.RmsProp => Launch(nameof(OptimizerKernels.RmsProp), range,
            [View(Variables, range), View(Gradients, range), View(First, range), View(Second!, range), TermsView()],
            [factor, decay, (float)options.Momentum, (float)options.Alpha, (float)(1 - options.Alpha),
                (float)options.Epsilon]),
    };

    private KernelLaunch DirectionOf(VariableRange range, float decay) =>
        Launch(nameof(OptimizerKernels.LambDirection), range,
            [
                View(Variables, range), View(Gradients, range), View(First, range), View(Second!, range),
                View(Direction!, range), TermsView(),
            ],
            [decay, .. Averages()]);

    private object[] Averages() =>
        [(float)(1 - options.Beta1), (float)options.Beta2, (float)(1 - options.Beta2), (float)options.Epsilon];

    private KernelLaunch Launch(
        string name, VariableRange range, object[] views, object[] numbers, ValueType? constants = null) =>
        OptimizerLaunch.Of(device, name, range.Count, views, $"update.{name}", numbers, constants);

    private ArrayView<float> TermsView() => Terms.View<float>(0, ParameterUpdate.TermCount);

    private static ArrayView<float> View(DeviceBuffer buffer, VariableRange range) =>
        buffer.View<float>((long)range.Offset * sizeof(float), range.Count);
}

using System.Runtime.InteropServices;
using GpuFormer.Graph.Training;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Training;

/// <summary>Named tensors in and out of flat device buffers, and the counters of batches, which live on the host.</summary>
internal sealed class VariableState(ImageModel model, VariableLayout layout)
{
    private readonly Dictionary<string, long> _counters =
        model.Parameters.Where(p => p.Kind == ParameterKind.Counter).ToDictionary(p => p.Name, _ => 0L);

    private readonly string[] _counterNames =
        [.. model.Parameters.Where(p => p.Kind == ParameterKind.Counter).Select(p => p.Name)];

    /// <summary>The names of all parameters that are learned.</summary>
    public IEnumerable<string> Names => Wanted(statistics: false).Select(v => v.Name);

    /// <summary>
    /// The places of a model's variables. Norms and biases, of one dimension, do not decay (Networks 2.2); what the
    /// loss does not depend on stays as it is, as in PyTorch.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="used">The names of those that the loss depends on.</param>
    /// <param name="frozen">The names of those that are to stay as they are.</param>
    /// <param name="groupOf">The group of a name; null where all are one.</param>
    public static VariableLayout LayoutOf(
        ImageModel model, IReadOnlySet<string> used, IReadOnlySet<string>? frozen = null,
        Func<string, int>? groupOf = null) =>
        new([.. model.Parameters.Where(p => p.Kind != ParameterKind.Counter).Select(p => (p.Name, p.Shape,
            !used.Contains(p.Name) || frozen?.Contains(p.Name) == true ? VariableKind.Idle
            : p.Kind == ParameterKind.Statistic ? VariableKind.Statistic
            : p.Shape.Rank > 1 ? VariableKind.Decayed : VariableKind.Plain))], groupOf);

    /// <summary>The weights and biases that beginnings of names mean, and those that the network keeps itself.</summary>
    /// <exception cref="ArgumentException">One means nothing, or nothing would be left to learn.</exception>
    public static IReadOnlySet<string> Frozen(ImageModel model, IReadOnlyList<string> beginnings)
    {
        var weights = model.Parameters.Where(p => p.Kind == ParameterKind.Weight).Select(p => p.Name).ToList();
        var frozen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var beginning in model.FrozenParts.Concat(beginnings))
        {
            var meant = weights.Where(name => beginning == TrainingOptions.Backbone
                ? model.Family.IsOfTrunk(name)
                : Begins(name, beginning)).ToList();
            if (meant.Count == 0)
            {
                throw new ArgumentException($"Nothing of {model.Name} can be frozen by '{beginning}'. Its parameters "
                    + $"begin with {string.Join(", ", weights.Select(Beginning).Distinct())}; "
                    + $"'{TrainingOptions.Backbone}' means all but the last linear.");
            }

            frozen.UnionWith(meant);
        }

        return frozen.Count < weights.Count
            ? frozen
            : throw new ArgumentException("All parameters are frozen: there is nothing to train.");
    }

    private static bool Begins(string name, string beginning) =>
        name == beginning || name.StartsWith(beginning + ".", StringComparison.Ordinal);

    // features.3.conv1.0.weight to features.3, stem.0.weight to stem.
    private static string Beginning(string name)
    {
        var parts = name.Split('.');
        return parts.Length > 2 && parts[0] is "features" or "stages" ? $"{parts[0]}.{parts[1]}" : parts[0];
    }

    /// <summary>Writes all learned parameters, and all others and statistics if asked for, from tensors called prefix + name.</summary>
    /// <exception cref="ArgumentException">Tensors are missing, unknown or of another size; nothing is written.</exception>
    public void Write(DeviceBuffer buffer, IReadOnlyDictionary<string, float[]> state, string prefix, bool statistics)
    {
        var wanted = Wanted(statistics).ToArray();
        var missing = wanted.Where(v => !state.ContainsKey(prefix + v.Name)).Select(v => $"'{prefix}{v.Name}' is missing");
        var misshapen = wanted
            .Where(v => state.TryGetValue(prefix + v.Name, out var values) && values.Length != v.Shape.Elements)
            .Select(v => $"'{prefix}{v.Name}' has {state[prefix + v.Name].Length} elements, not {v.Shape.Elements}");
        var extra = statistics
            ? state.Keys.Where(key => !layout.Contains(key) && !_counters.ContainsKey(key)).Select(k => $"'{k}' is unknown")
            : [];
        string[] faults = [.. missing, .. misshapen, .. extra];
        if (faults.Length > 0)
            throw new ArgumentException($"The state does not fit {model.Name}: {string.Join("; ", faults)}.", nameof(state));
        foreach (var variable in wanted)
        {
            buffer.Write(MemoryMarshal.AsBytes<float>(state[prefix + variable.Name]),
                (long)variable.Offset * sizeof(float));
        }
    }

    /// <summary>Takes the counters of batches from a state-dict; those that are missing are 0.</summary>
    public void ReadCounters(IReadOnlyDictionary<string, float[]> state)
    {
        foreach (var name in _counterNames)
            _counters[name] = state.TryGetValue(name, out var value) && value.Length == 1 ? (long)value[0] : 0;
    }

    /// <summary>Another batch.</summary>
    public void Count()
    {
        foreach (var name in _counterNames)
            _counters[name]++;
    }

    /// <summary>Reads parameters, statistics and counters, in state-dict order.</summary>
    public IReadOnlyDictionary<string, float[]> ReadAll(DeviceBuffer buffer)
    {
        var state = new Dictionary<string, float[]>();
        foreach (var parameter in model.Parameters)
        {
            state[parameter.Name] = _counters.TryGetValue(parameter.Name, out var count)
                ? [count]
                : Read(buffer, layout[parameter.Name]);
        }

        return state;
    }

    /// <summary>Reads learned parameters, and all others and statistics if asked for, as prefix + name.</summary>
    public void Read(DeviceBuffer buffer, Dictionary<string, float[]> state, string prefix, bool statistics)
    {
        foreach (var variable in Wanted(statistics))
            state[prefix + variable.Name] = Read(buffer, variable);
    }

    /// <summary>Sets a buffer to 0.</summary>
    public static void Clear(DeviceBuffer buffer) => buffer.Write(new byte[buffer.ByteSize]);

    private IEnumerable<Variable> Wanted(bool statistics) =>
        layout.Variables.Where(v => statistics || v.Kind is VariableKind.Decayed or VariableKind.Plain);

    private static float[] Read(DeviceBuffer buffer, Variable variable)
    {
        var values = new float[variable.Shape.Elements];
        buffer.Read(MemoryMarshal.AsBytes(values.AsSpan()), (long)variable.Offset * sizeof(float));
        return values;
    }
}

namespace GpuFormer.Graph.Training;

/// <summary>What is done to a variable at an update.</summary>
internal enum VariableKind
{
    /// <summary>It follows its gradient, and decays.</summary>
    Decayed,

    /// <summary>It follows its gradient.</summary>
    Plain,

    /// <summary>It follows the statistics of batches.</summary>
    Statistic,

    /// <summary>Nothing: the loss does not depend on it.</summary>
    Idle,
}

/// <summary>A stored tensor that changes in training.</summary>
/// <param name="Name">Its state-dict name.</param>
/// <param name="Shape">As it is stored.</param>
/// <param name="Kind">What is done to it.</param>
/// <param name="Offset">The place of its first element in the flat buffers.</param>
/// <param name="Group">Variables of one group lie side by side within their kind; 0 where all are one.</param>
internal sealed record Variable(string Name, Shape Shape, VariableKind Kind, int Offset, int Group = 0);

/// <summary>A part of the flat buffers.</summary>
internal readonly record struct VariableRange(int Offset, int Count);

/// <summary>
/// The places of all variables in flat buffers, kind by kind and group by group: parameters, their gradients and what an optimizer keeps of
/// them have the same places. Between variables, and behind each group, there is padding.
/// </summary>
internal sealed class VariableLayout
{
    /// <summary>Elements: each group starts at and is as long as a multiple of it, so that kernels have no tails.</summary>
    public const int RangeAlignment = 1024;

    private const int Alignment = 16;

    private readonly Dictionary<string, Variable> _byName = [];
    private readonly Dictionary<VariableKind, VariableRange> _ranges = [];
    private readonly Dictionary<VariableKind, List<(int Group, VariableRange Range)>> _groups = [];

    /// <summary>Places variables, in their order within each group.</summary>
    /// <param name="variables">All, by name.</param>
    /// <param name="groupOf">The group of a name; null where all are one.</param>
    public VariableLayout(
        IReadOnlyList<(string Name, Shape Shape, VariableKind Kind)> variables, Func<string, int>? groupOf = null)
    {
        var next = 0;
        foreach (var kind in Enum.GetValues<VariableKind>())
        {
            var start = next;
            _groups[kind] = [];
            foreach (var group in variables.Where(v => v.Kind == kind).GroupBy(v => groupOf?.Invoke(v.Name) ?? 0)
                .OrderBy(group => group.Key))
            {
                var first = next;
                foreach (var (name, shape, _) in group)
                {
                    _byName.Add(name, new Variable(name, shape, kind, next, group.Key));
                    next = checked(next + Align(shape.Elements, Alignment));
                }

                next = Align(next, RangeAlignment);
                _groups[kind].Add((group.Key, new VariableRange(first, next - first)));
            }

            _ranges[kind] = new VariableRange(start, next - start);
        }

        Elements = next;
        Variables = [.. variables.Select(v => _byName[v.Name])];
    }

    /// <summary>All, in the order in which they were given.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The length of a flat buffer, padding included.</summary>
    public int Elements { get; }

    /// <summary>The parameters: what follows gradients.</summary>
    public VariableRange Parameters => new(0, this[VariableKind.Statistic].Offset);

    /// <summary>The place of a kind.</summary>
    public VariableRange this[VariableKind kind] => _ranges[kind];

    /// <summary>The places of the groups of a kind, in order.</summary>
    public IReadOnlyList<(int Group, VariableRange Range)> GroupsOf(VariableKind kind) => _groups[kind];

    /// <summary>The variable of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Variable this[string name] => _byName[name];

    /// <summary>Whether there is a variable of this name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    private static int Align(int elements, int alignment) =>
        checked((elements + alignment - 1) / alignment * alignment);
}

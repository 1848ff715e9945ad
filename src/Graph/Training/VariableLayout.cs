namespace GpuFormer.Graph.Training;

/// <summary>What is done to a variable at an update.</summary>
public enum VariableKind
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
public sealed record Variable(string Name, Shape Shape, VariableKind Kind, int Offset);

/// <summary>A part of the flat buffers.</summary>
public readonly record struct VariableRange(int Offset, int Count);

/// <summary>
/// The places of all variables in flat buffers, kind by kind: parameters, their gradients and what an optimizer keeps of
/// them have the same places. Between variables, and behind each kind, there is padding.
/// </summary>
public sealed class VariableLayout
{
    /// <summary>Elements: each kind starts at and is as long as a multiple of it, so that kernels have no tails.</summary>
    public const int RangeAlignment = 1024;

    private const int Alignment = 16;

    private readonly Dictionary<string, Variable> _byName = [];
    private readonly Dictionary<VariableKind, VariableRange> _ranges = [];

    /// <summary>Places variables, in their order within each kind.</summary>
    public VariableLayout(IReadOnlyList<(string Name, Shape Shape, VariableKind Kind)> variables)
    {
        var next = 0;
        foreach (var kind in Enum.GetValues<VariableKind>())
        {
            var start = next;
            foreach (var (name, shape, _) in variables.Where(v => v.Kind == kind))
            {
                _byName.Add(name, new Variable(name, shape, kind, next));
                next = checked(next + Align(shape.Elements, Alignment));
            }

            next = Align(next, RangeAlignment);
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

    /// <summary>The variable of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Variable this[string name] => _byName[name];

    /// <summary>Whether there is a variable of this name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    private static int Align(int elements, int alignment) =>
        checked((elements + alignment - 1) / alignment * alignment);
}

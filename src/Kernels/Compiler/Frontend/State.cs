using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>
/// What is known of places at one point of the program: the value a variable holds, the view or reference a symbolic
/// place stands for. A variable without an entry has to be read.
/// </summary>
internal sealed class State
{
    private readonly Dictionary<Place, Operand> _known;

    public State() => _known = [];

    private State(Dictionary<Place, Operand> known) => _known = known;

    public Operand? this[Place place]
    {
        get => _known.GetValueOrDefault(place);
        set
        {
            if (value is null)
                _known.Remove(place);
            else
                _known[place] = value;
        }
    }

    public IEnumerable<Place> Places => _known.Keys;

    public State Copy() => new(new(_known));

    /// <summary>
    /// Leaves out values that belong to places in the program: those that are neither constant nor known in
    /// <paramref name="outer"/>, whose values can be seen where the state goes.
    /// </summary>
    public State Outside(State outer)
    {
        var known = new Dictionary<Place, Operand>();
        foreach (var (place, operand) in _known)
        {
            if (operand == outer[place] || operand is not (ScalarOperand or ElementReference)
                || operand is ScalarOperand { Value: Constant })
            {
                known[place] = operand;
            }
            else if (operand is ElementReference element)
            {
                known[place] = element with { Index = null };
            }
        }

        return new(known);
    }

    /// <summary>What is known where several paths meet.</summary>
    public static State Meet(IReadOnlyList<State> states)
    {
        if (states.Count == 1)
            return states[0].Copy();
        var known = new Dictionary<Place, Operand>();
        foreach (var (place, operand) in states[0]._known)
        {
            var met = operand;
            foreach (var state in states.Skip(1))
            {
                var other = state[place];
                if (met == other)
                    continue;
                met = other is null || met is null or ScalarOperand ? null
                    : met is ElementReference a && other is ElementReference b && a.Memory == b.Memory
                        ? a with { Index = null }
                    : ConflictOperand.Instance;
            }

            if (met is not null)
                known[place] = met;
        }

        return new(known);
    }
}

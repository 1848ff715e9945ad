namespace GpuFormer.Graph.Planning;

/// <summary>From when to when a tensor occupies memory.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="FirstWave">The wave that writes it.</param>
/// <param name="LastWave">The last wave in which a reader may run: in this wave it is still alive.</param>
internal sealed record Lifetime(Tensor Tensor, int FirstWave, int LastWave)
{
    /// <summary>What it needs, in bytes.</summary>
    public long Bytes => Tensor.Bytes;

    /// <summary>True if both are alive in some wave. All nodes of one wave may run at the same time.</summary>
    public bool Overlaps(Lifetime other) => FirstWave <= other.LastWave && other.FirstWave <= LastWave;
}

/// <summary>Finds the lifetimes of the tensors that live in the arena: all but constants.</summary>
internal static class Lifetimes
{
    /// <summary>
    /// Inputs live through the whole run, so that a second run reads the same; outputs live from their wave to the end.
    /// </summary>
    public static IReadOnlyList<Lifetime> Of(ComputeGraph graph, WaveSchedule schedule)
    {
        var end = Math.Max(schedule.Waves.Count - 1, 0);
        var last = new Dictionary<Tensor, int>();
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
                last[input] = Math.Max(last.GetValueOrDefault(input), schedule.DueOf(node));
        }

        foreach (var output in graph.Outputs)
            last[output.Tensor] = end;
        var lifetimes = graph.Inputs.Select(input => new Lifetime(input, 0, end)).ToList();
        foreach (var node in graph.Nodes)
        {
            var wave = schedule.WaveOf(node);
            lifetimes.AddRange(node.Outputs.Select(t =>
                new Lifetime(t, wave, Math.Max(last.GetValueOrDefault(t), schedule.DueOf(node)))));
        }

        return lifetimes;
    }
}

namespace GpuFormer.Graph.Planning;

/// <summary>
/// Divides a graph's nodes into waves: nodes of a wave do not depend on each other and may run at the same time. Every
/// node runs as early as its inputs allow, so that token steps run beside the convolutions of the map.
/// </summary>
public sealed class WaveSchedule
{
    private readonly Dictionary<Node, int> _waveOf = [];

    /// <summary>Schedules the nodes of a graph.</summary>
    public WaveSchedule(ComputeGraph graph)
    {
        var waves = new List<List<Node>>();
        foreach (var node in graph.Nodes)
        {
            var wave = 0;
            foreach (var input in node.Inputs)
            {
                if (input.Producer is { } producer)
                    wave = Math.Max(wave, _waveOf[producer] + 1);
            }

            if (wave == waves.Count)
                waves.Add([]);
            waves[wave].Add(node);
            _waveOf[node] = wave;
        }

        Waves = waves;
    }

    public IReadOnlyList<IReadOnlyList<Node>> Waves { get; }

    /// <summary>The wave in which a node runs, 0-based.</summary>
    public int WaveOf(Node node) => _waveOf[node];
}

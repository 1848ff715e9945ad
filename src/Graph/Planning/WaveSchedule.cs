using GpuFormer.Graph.Ops;

namespace GpuFormer.Graph.Planning;

/// <summary>
/// Divides a graph's nodes into waves: nodes of a wave do not depend on each other and may run at the same time. Every
/// node starts as early as its inputs allow, so that token steps run beside the convolutions of the map, and may run on
/// until the wave before the first that reads its results.
/// </summary>
internal sealed class WaveSchedule
{
    private readonly Dictionary<Node, int> _waveOf = [];
    private readonly Dictionary<Node, int> _dueOf = [];
    private readonly HashSet<Node> _followers = [];

    /// <summary>Schedules the nodes of a graph.</summary>
    /// <param name="graph">What to run.</param>
    /// <param name="follows">Whether a node is to follow the one that makes its first input; null: none.</param>
    /// <param name="hasSlack">
    /// Whether nodes may run on after their wave. What they read stays alive as long: in training that would be every
    /// map, since nothing waits for gradients.
    /// </param>
    /// <param name="cut">Outputs that a host looks at before it writes some inputs, and these inputs; null: none.</param>
    public WaveSchedule(
        ComputeGraph graph, bool hasSlack = true, Func<Node, bool>? follows = null,
        (IReadOnlyList<Tensor> Outputs, IReadOnlyList<Tensor> Inputs)? cut = null)
    {
        var waves = new List<List<Node>>();
        foreach (var node in graph.Nodes)
        {
            var wave = 0;
            var waits = cut is { } given && node.Inputs.Any(given.Inputs.Contains) ? given.Outputs : [];
            foreach (var input in node.Inputs.Concat(waits))
            {
                if (input.Producer is { } producer)
                    wave = Math.Max(wave, _waveOf[producer] + 1);
            }

            // A follower starts with the node before it if all else that it reads is there by then.
            if (follows?.Invoke(node) == true && node.Inputs[0].Producer is { } leader
                && node.Inputs.Skip(1).All(input => input.Producer is not { } other || _waveOf[other] < _waveOf[leader]))
            {
                wave = _waveOf[leader];
                waves[wave].Insert(waves[wave].IndexOf(leader) + 1, node);
                _waveOf[node] = wave;
                _followers.Add(node);
                (_dueOf[leader], _dueOf[node]) = (wave, wave);
                continue;
            }

            if (wave == waves.Count)
                waves.Add([]);
            waves[wave].Add(node);
            _waveOf[node] = wave;
        }

        foreach (var node in graph.Nodes)
        {
            if (!hasSlack)
                _dueOf[node] = _waveOf[node];
            foreach (var input in node.Inputs)
            {
                if (hasSlack && input.Producer is { } producer && _waveOf[producer] < _waveOf[node])
                {
                    _dueOf[producer] = Math.Min(
                        _dueOf.GetValueOrDefault(producer, waves.Count - 1), _waveOf[node] - 1);
                }
            }
        }

        Waves = waves;
    }

    public IReadOnlyList<IReadOnlyList<Node>> Waves { get; }

    /// <summary>The last wave in which a node may still run: no later one may start without its results.</summary>
    public int DueOf(Node node) => _dueOf.GetValueOrDefault(node, Waves.Count - 1);

    /// <summary>Whether a node runs place by place behind the one before it in its wave.</summary>
    public bool Follows(Node node) => _followers.Contains(node);

    /// <summary>The wave in which a node starts, 0-based.</summary>
    public int WaveOf(Node node) => _waveOf[node];
}

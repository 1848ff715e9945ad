using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer;

/// <summary>
/// A network whose bridges store the weights of their attention, which the fused kernels of the usual one never do: made
/// when it is first asked for, in single precision. Callers take turns.
/// </summary>
internal sealed class AttentionNetwork(Model model, Device device) : IDisposable
{
    private readonly Lock _gate = new();
    private IReadOnlyList<BridgeStage> _bridges = [];
    private Executor? _executor;
    private bool _isClosed;

    /// <summary>Runs the network.</summary>
    /// <param name="input">[3, side, side].</param>
    /// <param name="logits">[classes].</param>
    /// <exception cref="NotSupportedException">The network has no bridges with attention.</exception>
    public IReadOnlyList<BridgeAttention> Run(ReadOnlySpan<float> input, Span<float> logits)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, nameof(Classifier));
            _executor ??= Make();
            _executor.WriteInput(input);
            _executor.Run();
            _executor.ReadOutput(logits);
            var output = 1;
            return [.. _bridges.Select(bridge =>
            {
                var found = Mean(bridge, output);
                output += bridge.Heads;
                return found;
            })];
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _executor?.Dispose();
            _executor = null;
        }
    }

    private Executor Make()
    {
        var side = model.Preprocessing.InputSize;
        var attention = model.Network.BuildAttention(1, side, side);
        _bridges = attention.Bridges;
        return Executor.Create(device, attention.Graph, model.ReadWeight);
    }

    // Of the heads, as attention is usually shown.
    private BridgeAttention Mean(BridgeStage bridge, int output)
    {
        var mean = new float[bridge.Tokens * bridge.Height * bridge.Width];
        var one = new float[mean.Length];
        for (var head = 0; head < bridge.Heads; head++)
        {
            _executor!.ReadOutput(one, output + head);
            for (var i = 0; i < mean.Length; i++)
                mean[i] += one[i] / bridge.Heads;
        }

        return new BridgeAttention(bridge.Name, bridge.Tokens, bridge.Height, bridge.Width, mean);
    }
}

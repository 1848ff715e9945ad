using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// What stands behind a convolution of a block, with the generator that makes its slopes or gates (Networks 1.7, 1.12)
/// from the first token or, spatial-aware (Networks 1.13), for each pixel from all tokens. Dynamic ReLU is max(s1 * x,
/// s2 * x); SE is ReLU6(x) * gate.
/// </summary>
internal sealed class ActivationLayer
{
    private readonly string _path;
    private readonly BlockActivation _kind;
    private readonly bool _clips;
    private readonly LinearLayer? _first;
    private readonly LinearLayer? _second;

    /// <param name="scope">Of the generator, which is declared if the activation needs one.</param>
    /// <param name="kind">Which one.</param>
    /// <param name="tokenChannels">Of a token.</param>
    /// <param name="channels">Of the map.</param>
    /// <param name="reduction">Token channels over hidden channels.</param>
    /// <param name="clips">Whether ReLU6 stands before an SE.</param>
    public ActivationLayer(
        ParameterScope scope, BlockActivation kind, int tokenChannels, int channels, int reduction, bool clips = true)
    {
        (_path, _kind, _clips) = (scope.Path, kind, clips);
        var functions = kind switch
        {
            BlockActivation.SqueezeExcite => 1,
            BlockActivation.DyRelu => 2,
            BlockActivation.None or BlockActivation.Relu6 => 0,
        };
        if (functions == 0)
            return;
        _first = new LinearLayer(scope.At("hyper.0"), tokenChannels, tokenChannels / reduction);
        _second = new LinearLayer(scope.At("hyper.2"), tokenChannels / reduction, functions * channels);
    }

    /// <param name="builder">Where the nodes go.</param>
    /// <param name="x">The map [N, H, W, C].</param>
    /// <param name="tokens">[N, M, D], behind bridge and Former.</param>
    /// <param name="attention">[N, H, W, M], or null for what is made from the first token.</param>
    public Tensor Build(GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention)
    {
        if (_kind == BlockActivation.Relu6 || (_kind == BlockActivation.SqueezeExcite && _clips))
            x = builder.Apply(_path + ".relu6", new Relu6(), x);
        if (_first is null)
            return x;
        var reduced = _first.Build(builder, tokens, firstToken: attention is null);
        var hidden = builder.Apply(_path + ".hyper.1", new Relu(), reduced);
        var slopes = Slopes(builder, _second!.Build(builder, hidden));
        return attention is null
            ? builder.Apply(_path, new DyRelu(), x, slopes)
            : builder.Apply(_path, new SpatialDyRelu(), x, attention, slopes);
    }

    // Both slopes of a gate are the gate: max(g * x, g * x).
    private Tensor Slopes(GraphBuilder builder, Tensor raw)
    {
        if (_kind == BlockActivation.DyRelu)
            return builder.Apply(_path + ".hyper.3", new HyperSlopes(), raw);
        var gate = builder.Apply(_path + ".hyper.3", new HardGate(), raw);
        return builder.Add(_path + ".slopes", new Concat(), gate, gate);
    }
}

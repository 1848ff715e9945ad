using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>
/// Dynamic ReLU with the generator of its slopes (SPEC 1.7): max(s1 * x, s2 * x), slopes of each channel from the first
/// token or, spatial-aware (SPEC 4.4), of each pixel from all tokens.
/// </summary>
internal sealed class DynamicRelu
{
    private const int Reduction = 4;

    private readonly string _path;
    private readonly LinearLayer _first;
    private readonly LinearLayer _second;

    public DynamicRelu(ParameterScope scope, int tokenChannels, int channels)
    {
        _path = scope.Path;
        _first = new LinearLayer(scope.At("hyper.0"), tokenChannels, tokenChannels / Reduction);
        _second = new LinearLayer(scope.At("hyper.2"), tokenChannels / Reduction, 2 * channels);
    }

    /// <param name="builder">Where the nodes go.</param>
    /// <param name="x">The map [N, H, W, C].</param>
    /// <param name="tokens">[N, M, D], behind bridge and Former.</param>
    /// <param name="attention">[N, H, W, M], or null for slopes from the first token.</param>
    public Tensor Build(GraphBuilder builder, Tensor x, Tensor tokens, Tensor? attention)
    {
        var reduced = _first.Build(builder, tokens, firstToken: attention is null);
        var hidden = builder.Apply(_path + ".hyper.1", new Relu(), reduced);
        var slopes = builder.Apply(_path + ".hyper.3", new HyperSlopes(), _second.Build(builder, hidden));
        return attention is null
            ? builder.Apply(_path, new DyRelu(), x, slopes)
            : builder.Apply(_path, new SpatialDyRelu(), x, attention, slopes);
    }
}

using GpuFormer.Graph;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>The dropouts of one network's elements while it is trained at a rate above 0; otherwise it adds nothing.</summary>
internal sealed class ElementDropout(GraphBuilder builder, double rate)
{
    private Tensor? _step;
    private int _layers;

    /// <summary>x with elements dropped.</summary>
    public Tensor Build(string path, Tensor x) =>
        rate > 0 ? builder.Add($"{path}.dropout", new Dropout(rate, _layers++), x, Step) : x;

    /// <summary>Attention of queries over keys, with shares of keys dropped.</summary>
    public Tensor Attend(string path, int heads, Tensor q, Tensor k, Tensor v, Tensor? mask)
    {
        if (rate == 0)
            return builder.Attention(path, heads, q, k, v, mask);
        Tensor[] inputs = mask is null ? [q, k, v, Step] : [q, k, v, mask, Step];
        return builder.Add(path, new MultiHeadAttention(heads) { Drops = new Dropout(rate, _layers++) }, inputs);
    }

    private Tensor Step => _step ??= builder.Input(StepScalars.Name, new Shape(StepScalars.Count));
}

using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;

namespace GpuFormer.Models.Layers;

/// <summary>y = x W^T + b over the innermost axis.</summary>
internal sealed class LinearLayer
{
    private readonly string _path;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    public LinearLayer(ParameterScope scope, int inputs, int outputs, InitialValues? bias = null)
    {
        _path = scope.Path;
        _weight = scope.Declare("weight", new Shape(outputs, inputs));
        _bias = scope.Declare("bias", new Shape(outputs), initial: bias);
    }

    public Tensor Build(GraphBuilder builder, Tensor x, bool firstToken = false) =>
        builder.Add(_path, new Linear { FirstToken = firstToken }, x, builder.Stored(_weight), builder.Stored(_bias));

    /// <summary>The same, each output times a factor of its own.</summary>
    public Tensor BuildScaled(GraphBuilder builder, string name, Tensor x, float[] factors)
    {
        var (weight, bias) = (builder.Stored(_weight), builder.Stored(_bias));
        var scaled = new ScaledRows(new(factors));
        return builder.Add(name, new Linear(), x, GraphBuilder.Derived($"rows of {name}", scaled, weight),
            GraphBuilder.Derived($"elements of {name}", scaled, bias));
    }
}

/// <summary>Layer norm over the innermost axis.</summary>
internal sealed class LayerNormLayer
{
    private readonly string _path;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    public LayerNormLayer(ParameterScope scope, int channels)
    {
        _path = scope.Path;
        _weight = scope.Declare("weight", new Shape(channels));
        _bias = scope.Declare("bias", new Shape(channels));
    }

    public Tensor Build(GraphBuilder builder, Tensor x) =>
        builder.Add(_path, new LayerNorm(1e-5f), x, builder.Stored(_weight), builder.Stored(_bias));
}

/// <summary>Element-wise nodes of models.</summary>
internal static class ElementwiseLayers
{
    /// <summary>An activation or another function without a second operand.</summary>
    public static Tensor Apply(this GraphBuilder builder, string name, EpilogueStep step, Tensor x,
        params IReadOnlyList<Tensor> operands) =>
        builder.Add(name, new Elementwise { Epilogue = Epilogue.Identity.Then(step) }, [x, .. operands]);

    /// <summary>x + r. The sum can be fused into the kernel that makes <paramref name="x"/>.</summary>
    public static Tensor Sum(this GraphBuilder builder, string name, Tensor x, Tensor r) =>
        builder.Apply(name, new AddResidual(), x, r);

    /// <summary>Attention of queries over keys; without a mask all keys take part.</summary>
    public static Tensor Attention(
        this GraphBuilder builder, string path, int heads, Tensor q, Tensor k, Tensor v, Tensor? mask = null)
    {
        Tensor[] inputs = mask is null ? [q, k, v] : [q, k, v, mask];
        return builder.Add(path, new MultiHeadAttention(heads), inputs);
    }

    /// <summary>x * 2 * hardSigmoid(alpha), or x where there is no alpha.</summary>
    public static Tensor Gate(this GraphBuilder builder, string path, Tensor x, Tensor? alpha) =>
        alpha is null
            ? x
            : builder.Apply(path + ".gated", new Multiply(), x,
                builder.Apply(path + ".gate", new HardGate(), alpha));
}

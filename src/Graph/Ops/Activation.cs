using ILGPU;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>A function of one number: y = f(x), all of which its kernel struct says.</summary>
internal abstract record Activation : EpilogueStep
{
    /// <summary>Whether its gradient is made from its value (true) or from its argument.</summary>
    public abstract bool DerivativeOfValue { get; }

    /// <summary>The ONNX operator that computes it without attributes, or null.</summary>
    public abstract string? OnnxName { get; }

    /// <summary>The kernel struct.</summary>
    internal abstract Type Function { get; }

    /// <summary>The kernel struct of a norm behind which it stands.</summary>
    internal abstract object BehindNorm { get; }
}

/// <summary>The activation of a kernel struct.</summary>
/// <typeparam name="T">The function with its derivative.</typeparam>
internal record Activation<T> : Activation
    where T : struct, Library.IActivation
{
    public override string Name => typeof(T).Name;

    public override bool IsLong => T.IsLong;

    public override bool DerivativeOfValue => T.DerivativeOfValue;

    public override string? OnnxName => T.OnnxName;

    internal override Type Function => typeof(T);

    internal override object BehindNorm => default(Library.NormThen<T>);

    public override object ToKernel(IReadOnlyList<ArrayView<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        default(Library.Activated<T>);
}

/// <summary>max(x, 0).</summary>
internal sealed record Relu : Activation<Library.Relu>;

/// <summary>min(max(x, 0), 6).</summary>
internal sealed record Relu6 : Activation<Library.Relu6>;

/// <summary>x * min(max(x + 3, 0), 6) / 6.</summary>
internal sealed record HardSwish : Activation<Library.HardSwish>;

/// <summary>min(max(x + 3, 0), 6) / 6.</summary>
internal sealed record HardSigmoid : Activation<Library.HardSigmoid>;

/// <summary>2 * min(max(x + 3, 0), 6) / 6: 0 to 2, and 1 at 0.</summary>
internal sealed record HardGate : Activation<Library.HardGate>;

/// <summary>1 / (1 + e^-x).</summary>
internal sealed record Sigmoid : Activation<Library.Sigmoid>;

/// <summary>x * (1 + erf(x / sqrt 2)) / 2.</summary>
internal sealed record Gelu : Activation<Library.Gelu>;

/// <summary>x / (1 + e^-x).</summary>
internal sealed record Silu : Activation<Library.Silu>;

namespace GpuFormer.Graph;

/// <summary>
/// What a node means, with its attributes: what it makes of its inputs' shapes. Those that are one launch are
/// <see cref="Lowered.KernelOp"/>s; others are lowered to such. Those that can be trained are
/// <see cref="IDifferentiable"/>.
/// </summary>
internal abstract record Op
{
    /// <summary>The op's name for readers: its type's name unless it says otherwise.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The shapes of the outputs.</summary>
    /// <exception cref="ShapeException">The op cannot work on these.</exception>
    public abstract IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs);

    /// <summary>
    /// Multiply-accumulates of convolutions, linears and attention products (Networks 1.9); element-wise work counts 0.
    /// Reads activations' shapes and attributes only, since constants may be packed.
    /// </summary>
    public virtual long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) => 0;

    public sealed override string ToString() => Name;
}

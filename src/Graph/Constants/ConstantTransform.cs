namespace GpuFormer.Graph.Constants;

/// <summary>
/// What the host makes of constants, once when a session is made: folding, stacking, packing. A transform is a value:
/// equal transforms of the same constants make one tensor (<c>GraphBuilder.Derived</c>).
/// </summary>
internal abstract record ConstantTransform
{
    /// <summary>What is done, for readers.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>The shape of the result.</summary>
    public abstract Shape ShapeOf(IReadOnlyList<Shape> inputs);

    /// <summary>The elements of the result in row-major order; the inputs stay as they are.</summary>
    public abstract float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs);

    public sealed override string ToString() => Name;
}

/// <summary>
/// A transform that moves elements and puts zeros between them, but does not compute: in training, where its inputs
/// change at every step, their elements are gathered by index.
/// </summary>
internal abstract record Rearrangement : ConstantTransform
{
    public sealed override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs) => Rearrange(inputs);

    /// <summary>
    /// The elements of the result in row-major order, whatever their type: of indices it makes the indices of what it
    /// makes of floats. What it fills in is <c>default</c>.
    /// </summary>
    public abstract T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
        where T : unmanaged;

    /// <summary>This and then another, of one input.</summary>
    public Rearrangement Then(Rearrangement next) => new RearrangementChain(this, next);
}

/// <summary>The elements of a constant, in row-major order.</summary>
internal readonly record struct ConstantValue<T>(T[] Elements, Shape Shape);

/// <summary>Two rearrangements as one.</summary>
internal sealed record RearrangementChain(Rearrangement First, Rearrangement Second) : Rearrangement
{
    public override string Name => $"{Second.Name}({First.Name})";

    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => Second.ShapeOf([First.ShapeOf(inputs)]);

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs) =>
        Second.Rearrange<T>([new(First.Rearrange(inputs), First.ShapeOf([.. inputs.Select(input => input.Shape)]))]);
}

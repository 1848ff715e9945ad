namespace GpuFormer.Graph;

/// <summary>Where the elements of a constant tensor come from.</summary>
public abstract record ConstantSource
{
    private ConstantSource()
    {
    }

    /// <summary>A tensor of the weights file, by its state-dict name.</summary>
    public sealed record Stored(string Name) : ConstantSource;

    /// <summary>
    /// A host function of other constants, evaluated once when a session is made: folding, stacking, packing.
    /// </summary>
    /// <param name="Label">What was done, for readers.</param>
    /// <param name="Inputs">Constant tensors.</param>
    /// <param name="Function">Elements of the inputs to elements of the result; must not change its arguments.</param>
    public sealed record Derived(string Label, IReadOnlyList<Tensor> Inputs, Func<float[][], float[]> Function)
        : ConstantSource;
}

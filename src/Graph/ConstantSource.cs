using GpuFormer.Graph.Constants;

namespace GpuFormer.Graph;

/// <summary>Where the elements of a constant tensor come from.</summary>
internal abstract record ConstantSource
{
    private ConstantSource()
    {
    }

    /// <summary>A tensor of the weights file, by its state-dict name.</summary>
    public sealed record Stored(string Name) : ConstantSource;

    /// <summary>What a transform makes of other constants, once when a session is made.</summary>
    /// <param name="Transform">Folding, stacking, packing.</param>
    /// <param name="Inputs">Constant tensors.</param>
    public sealed record Derived(ConstantTransform Transform, IReadOnlyList<Tensor> Inputs) : ConstantSource
    {
        /// <summary>Whether the other is an equal transform of the same tensors.</summary>
        public bool Equals(Derived? other) =>
            other is not null && Transform == other.Transform && Inputs.SequenceEqual(other.Inputs);

        public override int GetHashCode() => HashCode.Combine(Transform, Inputs.Count, Inputs.FirstOrDefault());
    }
}

namespace GpuFormer.Training;

/// <summary>
/// The factor of all losses in the gradients of a step, so that small ones are not lost in float16 (Micikevicius et al.,
/// Mixed Precision Training, 3.2). As PyTorch's <c>GradScaler</c>: it starts at 65,536, halves with an update of which a
/// batch overflowed and was left out, and doubles after 2,000 updates without one.
/// </summary>
/// <param name="isDynamic">False where gradients are stored with the range of float32: the factor is 1 then.</param>
internal sealed class LossScale(bool isDynamic)
{
    private const float First = 65536;
    private const int GoodUpdates = 2000;

    // Of a scale of 1, an overflow is one of the gradients themselves.
    private const float Least = 1;

    /// <summary>The factor; a power of two, so that scaling changes no bit of a gradient that float32 holds.</summary>
    public float Value { get; private set; } = isDynamic ? First : 1;

    /// <summary>Updates in a row without an overflow.</summary>
    public int Good { get; private set; }

    /// <summary>Whether there is anything to keep for a resumed run.</summary>
    public bool IsDynamic => isDynamic;

    /// <summary>After each update, or what would have been one.</summary>
    /// <param name="overflowed">Whether a gradient of one of its batches was not finite.</param>
    public void Follow(bool overflowed)
    {
        if (!isDynamic)
            return;
        if (overflowed)
        {
            (Value, Good) = (Math.Max(Value / 2, Least), 0);
        }
        else if (++Good == GoodUpdates && Value < float.MaxValue / 2)
        {
            (Value, Good) = (Value * 2, 0);
        }
    }

    /// <summary>As a new session begins.</summary>
    public void Restart() => (Value, Good) = (isDynamic ? First : 1, 0);

    /// <summary>Sets what was stored.</summary>
    /// <exception cref="ArgumentException">It is no state of a scale.</exception>
    public void Restore(ReadOnlySpan<float> state)
    {
        if (state.Length != 2 || !(state[0] >= Least) || !float.IsFinite(state[0]) || state[1] is not (>= 0 and <= GoodUpdates))
            throw new ArgumentException("The stored loss scale is no number from 1 on with a count of updates.");
        (Value, Good) = (state[0], (int)state[1]);
    }
}

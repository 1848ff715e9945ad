namespace GpuFormer.Data;

/// <summary>
/// The batches of an epoch that one of several processes makes: those whose number leaves the remainder
/// <paramref name="Index"/> when divided by <paramref name="Count"/>. All processes together make each batch once, with
/// the bytes that a process alone would make.
/// </summary>
/// <param name="Index">Of the process, from 0.</param>
/// <param name="Count">How many processes share an epoch.</param>
internal readonly record struct BatchShare(int Index, int Count)
{
    /// <summary>Every batch.</summary>
    public static BatchShare All { get; } = new(0, 1);

    /// <summary>How many batches of the first so many are in the share.</summary>
    internal int Of(int batches) => (int)(((long)batches + Count - 1 - Index) / Count);

    /// <summary>The number within the epoch of a batch of the share.</summary>
    internal int NumberOf(int index) => Index + (index * Count);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Index, Count);
    }
}

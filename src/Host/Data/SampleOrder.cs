namespace GpuFormer.Data;

/// <summary>Which pictures an epoch shows, and in what order: a function of seed and epoch alone.</summary>
internal abstract class SampleOrder
{
    /// <summary>From the first picture to the last, every epoch the same.</summary>
    public static SampleOrder Sequential { get; } = new SequentialOrder();

    /// <summary>A fresh permutation every epoch (Fisher and Yates, in the form of Durstenfeld, 1964).</summary>
    public static SampleOrder Shuffled { get; } = new ShuffledOrder(1);

    /// <summary>Repeated augmentation (Hoffer et al., "Augment your batch", 2020): an epoch of as many samples as there
    /// are pictures, in which each drawn picture comes <paramref name="times"/> times in a row, augmented
    /// differently.</summary>
    public static SampleOrder Repeated(int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        return new ShuffledOrder(times);
    }

    /// <summary>Fills an epoch.</summary>
    /// <param name="seed">Of the run.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="order">As many places as the set has pictures; receives the index of a picture in each.</param>
    public abstract void Fill(ulong seed, int epoch, Span<int> order);

    private sealed class SequentialOrder : SampleOrder
    {
        public override void Fill(ulong seed, int epoch, Span<int> order)
        {
            for (var i = 0; i < order.Length; i++)
                order[i] = i;
        }
    }

    private sealed class ShuffledOrder(int times) : SampleOrder
    {
        public override void Fill(ulong seed, int epoch, Span<int> order)
        {
            Sequential.Fill(seed, epoch, order);
            var random = new RandomStream(seed, epoch, 0, RandomPurpose.Order);
            for (var i = order.Length - 1; i > 0; i--)
            {
                var j = random.NextBelow(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }
            // Backwards, so that every place is read before it is overwritten.
            for (var i = order.Length - 1; times > 1 && i >= 0; i--)
                order[i] = order[i / times];
        }
    }
}

namespace GpuFormer.Batching;

/// <summary>From logits to the most probable classes.</summary>
internal static class ClassRanking
{
    /// <summary>The most probable classes, the best first.</summary>
    /// <param name="logits">[classes].</param>
    /// <param name="order">[classes]: overwritten.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="topK">How many classes, at most all.</param>
    /// <param name="name">What the image is called in messages.</param>
    /// <exception cref="NonFiniteResultException">A logit is infinite or NaN.</exception>
    public static Prediction[] Best(float[] logits, int[] order, ClassLabels labels, int topK, string name)
    {
        if (!FiniteNumbers.All(logits))
        {
            throw new NonFiniteResultException($"{name}: the network's result is infinite or NaN, and no class can be "
                + "named. The weights are damaged, or of a training that diverged.");
        }

        var normaliser = SoftMaxNormaliser(logits, out var largest);
        Sort(logits, order);
        return [.. order.Take(topK).Select(index => new Prediction(
            index, labels[index], (float)(Math.Exp(logits[index] - largest) / normaliser)))];
    }

    // sum of exp(x - max), in double so that the shares of many classes add up to 1.
    private static double SoftMaxNormaliser(ReadOnlySpan<float> logits, out float largest)
    {
        largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = MathF.Max(largest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - largest);
        return sum;
    }

    // Equal logits keep the order of their classes, so that results do not depend on the sort.
    private static void Sort(float[] logits, int[] order)
    {
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        order.AsSpan().Sort((a, b) =>
        {
            var byLogit = logits[b].CompareTo(logits[a]);
            return byLogit != 0 ? byLogit : a.CompareTo(b);
        });
    }
}

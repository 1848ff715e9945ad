using System.Numerics;

namespace GpuFormer.Tasks.Detection;

/// <summary>Probabilities of classes that exclude each other.</summary>
internal static class SoftMax
{
    public static void Compute(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        var greatest = float.NegativeInfinity;
        foreach (var logit in logits)
            greatest = Math.Max(greatest, logit);
        var sum = 0f;
        for (var i = 0; i < logits.Length; i++)
            sum += probabilities[i] = MathF.Exp(logits[i] - greatest);
        for (var i = 0; i < logits.Length; i++)
            probabilities[i] /= sum;
    }

    /// <summary>Minus the logarithm of the probability of a class.</summary>
    public static float Loss(ReadOnlySpan<float> logits, int label)
    {
        var greatest = float.NegativeInfinity;
        foreach (var logit in logits)
            greatest = Math.Max(greatest, logit);
        var (sums, sum, i) = (Vector<float>.Zero, 0f, 0);
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
            sums += Vector.Exp(new Vector<float>(logits[i..]) - new Vector<float>(greatest));
        for (; i < logits.Length; i++)
            sum += MathF.Exp(logits[i] - greatest);
        return MathF.Log(Vector.Sum(sums) + sum) - (logits[label] - greatest);
    }
}

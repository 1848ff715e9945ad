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
}

using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="FocalLossKernels.Sigmoid"/>.</summary>
public record struct FocalLossConstants
{
    /// <summary>1 where gamma is 2, so that a power is a product.</summary>
    public int Squares;
}

/// <summary>The focal loss of sigmoids, and its gradient. Lanes are classes.</summary>
public static class FocalLossKernels
{
    /// <summary>The label of a row without an object: no class is right.</summary>
    public const int NoClass = -1;

    /// <summary>The label of a row that takes no part.</summary>
    public const int Ignored = -2;

    // logits, dLogits: [rows, C]   labels, weights: [rows]   terms: [blocks, C]
    // z is the logit at the class that the label names, and minus the logit elsewhere; p = 1 / (1 + e^-z), q = 1 - p.
    // loss = weight * share * -log(p) * q^gamma, share alpha at the class that the label names and 1 - alpha elsewhere
    // terms[block, c] = sum of the losses of class c over the rows of a block
    // dLogits = scale * gradient: by z it is -weight * share * q^gamma * (q + gamma * p * -log(p))
    // A row that is ignored, or whose weight is 0, has loss and gradient 0 whatever its logits.
    // Grid: X panels of Group.DimX classes, the last overlapping (C is at least that), Y blocks of `block` rows.
    [Kernel]
    public static void Sigmoid(
        ArrayView<float> logits, ArrayView<float> labels, ArrayView<float> weights, ArrayView<float> terms,
        ArrayView<float> dLogits, int rows, int block, int C, float alpha, float gamma, float scale,
        SpecializedValue<FocalLossConstants> specialised)
    {
        var squares = specialised.Value.Squares != 0;
        var c = KernelMath.Min(Grid.IdxX * Group.DimX, C - Group.DimX) + Group.IdxX;
        var end = KernelMath.Min((Grid.IdxY + 1) * block, rows);
        var sum = 0f;
        for (var row = Grid.IdxY * block; row < end; row++)
        {
            var at = (row * C) + c;
            var label = (int)labels[row];
            var weight = label < NoClass ? 0f : weights[row];
            if (weight == 0f)
            {
                dLogits[at] = 0f;
                continue;
            }

            var isRight = label == c;
            var z = isRight ? logits[at] : -logits[at];
            // e and what is made of it are the same for z and -z; none of it overflows.
            var e = KernelMath.Exp(-KernelMath.Abs(z));
            var greater = 1f / (1f + e);
            var less = e * greater;
            var log = KernelMath.Log1p(e);
            var p = z < 0f ? less : greater;
            var q = z < 0f ? greater : less;
            var loss = KernelMath.Max(-z, 0f) + log;
            var power = squares ? q * q : KernelMath.Exp(-gamma * (KernelMath.Max(z, 0f) + log));
            var factor = weight * (isRight ? alpha : 1f - alpha) * power;
            sum = KernelMath.Fma(factor, loss, sum);
            var gradient = factor * scale * KernelMath.Fma(gamma * p, loss, q);
            dLogits[at] = isRight ? -gradient : gradient;
        }

        terms[(Grid.IdxY * C) + c] = sum;
    }
}

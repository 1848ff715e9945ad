using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Cross-entropy with soft targets, and its gradient: one thread per row.</summary>
public static class CrossEntropyKernels
{
    // logits, targets, dLogits: [rows, D]   terms: [rows, 3]
    // loss = sum over d of targets[row, d] * (log sum e^logits[row] - logits[row, d]). With a the largest logit:
    // terms = (sum of e^(logits - a), sum of targets, sum of targets * (logits - a)), so that
    // loss = terms[1] * log terms[0] - terms[2], which is left to the host, in double precision.
    // dLogits = (soft-max(logits) * sum of targets - targets) / rows: the gradient of the mean of all losses
    // Grid: X groups of rows.
    [Kernel]
    public static void Forward(
        ArrayView<float> logits, ArrayView<float> targets, ArrayView<float> terms, ArrayView<float> dLogits, int rows,
        int D)
    {
        var row = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (row >= rows)
            return;
        var at = row * D;
        var top = logits[at];
        for (var d = 1; d < D; d++)
            top = KernelMath.Larger(top, logits[at + d]);
        var total = 0f;
        var weight = 0f;
        var product = 0f;
        for (var d = 0; d < D; d++)
        {
            var distance = logits[at + d] - top;
            var target = targets[at + d];
            var e = KernelMath.Exp(distance);
            dLogits[at + d] = e;
            total += e;
            weight += target;
            product = KernelMath.Fma(target, distance, product);
        }

        terms[row * 3] = total;
        terms[(row * 3) + 1] = weight;
        terms[(row * 3) + 2] = product;
        var scale = weight / total;
        for (var d = 0; d < D; d++)
            dLogits[at + d] = KernelMath.Fma(dLogits[at + d], scale, -targets[at + d]) / rows;
    }
}

using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Compile-time constants of <see cref="CrossEntropyKernels.Labels"/>.</summary>
public record struct CrossEntropyConstants
{
    /// <summary>Rows that a group makes at once.</summary>
    public int Tile;
}

/// <summary>Cross-entropy, and its gradient: with soft targets one thread per row, with labels one group.</summary>
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

    // logits, dLogits: [rows, D]   labels, weights: [rows]   terms: [blocks]
    // loss = weight * (log sum over d of e^logits[row, d] - logits[row, label])
    // terms[block] = sum of the losses of the rows of a block
    // dLogits = scale * weight * (soft-max(logits), less 1 at the label)
    // A row of weight 0 has loss and gradient 0 whatever its logits and its label.
    // A group makes `tile` rows at once: the sums of one are ready while those of the others are added to.
    // Grid: X blocks of `block` rows. D is at least Group.DimX and need not be a multiple.
    [Kernel]
    public static void Labels(
        ArrayView<float> logits, ArrayView<float> labels, ArrayView<float> weights, ArrayView<float> terms,
        ArrayView<float> dLogits, int rows, int block, int D, float scale,
        SpecializedValue<CrossEntropyConstants> specialised)
    {
        var tile = specialised.Value.Tile;
        var threads = Group.DimX;
        var partial = SharedMemory.Allocate<float>(tile * threads);
        var whole = D / threads * threads;
        var tail = whole + Group.IdxX < D;
        var values = new float[tile];
        var tops = new float[tile];
        var term = 0f;
        var last = KernelMath.Min((Grid.IdxX + 1) * block, rows) - 1;
        for (var first = Grid.IdxX * block; first <= last; first += tile)
        {
            // Beyond the last row it is taken again.
            for (var r = 0; r < tile; r++)
                values[r] = logits[(KernelMath.Min(first + r, last) * D) + Group.IdxX];
            for (var d = threads; d < whole; d += threads)
                Raise(logits, first, last, d + Group.IdxX, D, values);
            if (tail)
                Raise(logits, first, last, whole + Group.IdxX, D, values);

            // All have read the sums of the rows before.
            Group.Barrier();
            for (var r = 0; r < tile; r++)
                partial[(r * threads) + Group.IdxX] = values[r];
            Group.Barrier();
            for (var r = 0; r < tile; r++)
            {
                var top = partial[r * threads];
                for (var i = 1; i < threads; i++)
                    top = KernelMath.Larger(top, partial[(r * threads) + i]);
                tops[r] = top;
                values[r] = 0f;
            }

            for (var d = 0; d < whole; d += threads)
                AddPowers(logits, dLogits, first, last, d + Group.IdxX, D, tops, values);
            if (tail)
                AddPowers(logits, dLogits, first, last, whole + Group.IdxX, D, tops, values);

            Group.Barrier();
            for (var r = 0; r < tile; r++)
                partial[(r * threads) + Group.IdxX] = values[r];
            Group.Barrier();
            for (var r = 0; r < tile; r++)
            {
                var row = first + r;
                if (row <= last)
                {
                    var weight = weights[row];
                    var counts = weight != 0f;
                    var label = counts ? (int)labels[row] : 0;
                    var total = 0f;
                    for (var i = 0; i < threads; i++)
                        total += partial[(r * threads) + i];
                    var loss = KernelMath.Log(total) + (tops[r] - logits[(row * D) + label]);
                    term += counts ? weight * loss : 0f;
                    var taken = scale * weight;
                    var factor = taken / total;
                    for (var d = Group.IdxX; d < D; d += threads)
                    {
                        var at = (row * D) + d;
                        var power = dLogits[at] * factor;
                        dLogits[at] = counts ? (d == label ? power - taken : power) : 0f;
                    }
                }
            }
        }

        if (Group.IdxX == 0)
            terms[Grid.IdxX] = term;
    }

    // Of column d of the rows from `first` on: takes the larger elements; writes and adds their powers.
    private static void Raise(ArrayView<float> logits, int first, int last, int d, int D, float[] values)
    {
        for (var r = 0; r < values.Length; r++)
            values[r] = KernelMath.Larger(values[r], logits[(KernelMath.Min(first + r, last) * D) + d]);
    }

    private static void AddPowers(
        ArrayView<float> logits, ArrayView<float> powers, int first, int last, int d, int D, float[] tops, float[] values)
    {
        for (var r = 0; r < values.Length; r++)
        {
            var at = (KernelMath.Min(first + r, last) * D) + d;
            var e = KernelMath.Exp(logits[at] - tops[r]);
            powers[at] = e;
            values[r] += e;
        }
    }
}

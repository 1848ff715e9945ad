using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>Attention among the tokens of an image (Networks 1.5); keys and values are the tokens themselves.</summary>
public static class TokenAttentionKernels
{
    // q (scaled), z, y: [N, M, D]
    // y[i] = sum over j of (soft-max over j of q[i] . z[j]) * z[j], over the D / heads columns of each head
    //
    // Lanes are first the tokens i, so that each thread has its whole soft-max, then the columns of the head.
    // Grid: X heads, Z images. M = tokens, a handful; the columns of a head are at least Group.DimX.
    [Kernel]
    public static void Forward(
        ArrayView<float> q, ArrayView<float> z, ArrayView<float> y, int D,
        SpecializedValue<TokenConstants> specialised)
    {
        var tokens = specialised.Value.Tokens;
        var weights = SharedMemory.Allocate<float>(tokens * tokens);
        var width = D / Grid.DimX;
        var origin = (Grid.IdxZ * tokens * D) + (Grid.IdxX * width);
        for (var first = 0; first < tokens; first += Group.DimX)
        {
            var i = KernelMath.Min(first + Group.IdxX, tokens - 1);
            var shares = new float[tokens];
            for (var j = 0; j < tokens; j++)
                shares[j] = 0f;
            for (var d = 0; d < width; d++)
            {
                var query = q[origin + (i * D) + d];
                for (var j = 0; j < tokens; j++)
                    shares[j] = KernelMath.Fma(z[origin + (j * D) + d], query, shares[j]);
            }

            var top = shares[0];
            for (var j = 1; j < tokens; j++)
                top = KernelMath.Larger(top, shares[j]);
            var total = 0f;
            for (var j = 0; j < tokens; j++)
            {
                shares[j] = KernelMath.Exp(shares[j] - top);
                total += shares[j];
            }

            var scale = 1f / total;
            for (var j = 0; j < tokens; j++)
                weights[(i * tokens) + j] = shares[j] * scale;
        }

        Group.Barrier();

        for (var panel = 0; panel < width; panel += Group.DimX)
        {
            var column = origin + KernelMath.Min(panel, width - Group.DimX);
            var values = new float[tokens];
            for (var j = 0; j < tokens; j++)
                values[j] = z[column + (j * D) + Group.IdxX];
            for (var i = 0; i < tokens; i++)
            {
                var sum = 0f;
                for (var j = 0; j < tokens; j++)
                    sum = KernelMath.Fma(weights[(i * tokens) + j], values[j], sum);
                y[column + (i * D) + Group.IdxX] = sum;
            }
        }
    }
}

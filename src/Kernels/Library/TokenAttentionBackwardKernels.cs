using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// The gradient of attention among the tokens of an image (Networks 1.5); its soft-max is made again.
/// </summary>
public static class TokenAttentionBackwardKernels
{
    // dy, q, z, dq, dz: [N, M, D]; over the D / heads columns of each head:
    // a[i, j] = soft-max over j of scale * q[i] . z[j]   b[i, j] = dy[i] . z[j]
    // g[i, j] = scale * a[i, j] * (b[i, j] - sum over j of a[i, j] * b[i, j])
    // dq[i] = sum over j of g[i, j] * z[j]   dz[j] = sum over i of g[i, j] * q[i] + a[i, j] * dy[i]
    //
    // Lanes are first the tokens i, so that each thread has its whole soft-max, then the columns of the head.
    // Grid: X heads, Z images. M = tokens, a handful; the columns of a head are at least Group.DimX.
    [Kernel]
    public static void Backward(
        ArrayView<float> dy, ArrayView<float> q, ArrayView<float> z, ArrayView<float> dq, ArrayView<float> dz, int D,
        float scale, SpecializedValue<TokenConstants> specialised)
    {
        var tokens = specialised.Value.Tokens;
        var weights = SharedMemory.Allocate<float>(tokens * tokens);
        var gradients = SharedMemory.Allocate<float>(tokens * tokens);
        var width = D / Grid.DimX;
        var origin = (Grid.IdxZ * tokens * D) + (Grid.IdxX * width);
        for (var first = 0; first < tokens; first += Group.DimX)
        {
            var i = KernelMath.Min(first + Group.IdxX, tokens - 1);
            var shares = new float[tokens];
            var parts = new float[tokens];
            for (var j = 0; j < tokens; j++)
            {
                shares[j] = 0f;
                parts[j] = 0f;
            }

            for (var d = 0; d < width; d++)
            {
                var query = q[origin + (i * D) + d];
                var gradient = dy[origin + (i * D) + d];
                for (var j = 0; j < tokens; j++)
                {
                    var key = z[origin + (j * D) + d];
                    shares[j] = KernelMath.Fma(key, query, shares[j]);
                    parts[j] = KernelMath.Fma(key, gradient, parts[j]);
                }
            }

            var top = shares[0];
            for (var j = 1; j < tokens; j++)
                top = KernelMath.Larger(top, shares[j]);
            var total = 0f;
            var mean = 0f;
            for (var j = 0; j < tokens; j++)
            {
                shares[j] = KernelMath.Exp(scale * (shares[j] - top));
                total += shares[j];
                mean = KernelMath.Fma(shares[j], parts[j], mean);
            }

            var part = 1f / total;
            mean *= part;
            for (var j = 0; j < tokens; j++)
            {
                var share = shares[j] * part;
                weights[(i * tokens) + j] = share;
                gradients[(i * tokens) + j] = scale * share * (parts[j] - mean);
            }
        }

        Group.Barrier();

        for (var panel = 0; panel < width; panel += Group.DimX)
        {
            var column = origin + KernelMath.Min(panel, width - Group.DimX) + Group.IdxX;
            for (var i = 0; i < tokens; i++)
            {
                var queries = 0f;
                var keys = 0f;
                for (var j = 0; j < tokens; j++)
                {
                    queries = KernelMath.Fma(gradients[(i * tokens) + j], z[column + (j * D)], queries);
                    keys = KernelMath.Fma(gradients[(j * tokens) + i], q[column + (j * D)], keys);
                    keys = KernelMath.Fma(weights[(j * tokens) + i], dy[column + (j * D)], keys);
                }

                dq[column + (i * D)] = queries;
                dz[column + (i * D)] = keys;
            }
        }
    }
}

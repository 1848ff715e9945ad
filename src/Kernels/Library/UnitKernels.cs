using GpuFormer.Kernels.Language;
using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Kernels.Library;

/// <summary>
/// Norms of parts of flat buffers, called units: a whole parameter for LAMB's trust ratio (You et al., 2020), the weights
/// of one output for adaptive gradient clipping (Brock et al., 2021). Long units lie in several pieces, whose sums are
/// added in their order: no result depends on who computes what.
/// </summary>
public static class UnitKernels
{
    /// <summary>Numbers of a piece: its first element, how many elements it has, and its unit.</summary>
    public const int PieceFields = 3;

    /// <summary>Numbers of a unit: its first piece, and how many it has.</summary>
    public const int UnitFields = 2;

    // Norms below these are taken for them, as in timm.
    private const float SmallestParameterNorm = 1e-3f;
    private const float SmallestGradientNorm = 1e-6f;

    // a, b: any   pieces: [X * Y, 3]   sums: [X * Y, 2]: of the squares of a and of b over each piece
    // Grid: X * Y pieces, those that only fill the grid being empty.
    [Kernel]
    public static void SquareSums(ArrayView<float> a, ArrayView<float> b, ArrayView<int> pieces, ArrayView<float> sums)
    {
        var threads = Group.DimX;
        var partial = SharedMemory.Allocate<float>(2 * threads);
        var piece = (Grid.IdxY * Grid.DimX) + Grid.IdxX;
        var first = pieces[piece * PieceFields] + Group.IdxX;
        var count = pieces[(piece * PieceFields) + 1];
        var whole = count / threads * threads;
        var sumA = 0f;
        var sumB = 0f;
        for (var i = 0; i < whole; i += threads)
        {
            sumA = KernelMath.Fma(a[first + i], a[first + i], sumA);
            sumB = KernelMath.Fma(b[first + i], b[first + i], sumB);
        }

        if (whole + Group.IdxX < count)
        {
            sumA = KernelMath.Fma(a[first + whole], a[first + whole], sumA);
            sumB = KernelMath.Fma(b[first + whole], b[first + whole], sumB);
        }

        partial[Group.IdxX] = sumA;
        partial[threads + Group.IdxX] = sumB;
        Group.Barrier();
        var totalA = 0f;
        var totalB = 0f;
        for (var i = 0; i < threads; i++)
        {
            totalA += partial[i];
            totalB += partial[threads + i];
        }

        if (Group.IdxX == 0)
        {
            sums[piece * 2] = totalA;
            sums[(piece * 2) + 1] = totalB;
        }
    }

    // sums: of parameters and gradients, as above   units: [n, 2]   factors: [n]
    // factor = |g| < most ? 1 : most / max(|g|, 1e-6), where most = clip * max(|p|, 1e-3)
    // Grid: X groups of units; n is a multiple of Group.DimX.
    [Kernel]
    public static void ClipFactors(ArrayView<float> sums, ArrayView<int> units, ArrayView<float> factors, float clip)
    {
        var unit = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var most = clip * KernelMath.Max(KernelMath.Sqrt(Total(sums, units, unit, 0)), SmallestParameterNorm);
        var norm = KernelMath.Sqrt(Total(sums, units, unit, 1));
        factors[unit] = norm < most ? 1f : most / KernelMath.Max(norm, SmallestGradientNorm);
    }

    // sums: of parameters and directions, as above   units: [n, 2]   scales, factors: [n]
    // factor = scale * (|p| > 0 and |d| > 0 ? |p| / |d| : 1)
    // Grid: X groups of units; n is a multiple of Group.DimX.
    [Kernel]
    public static void TrustRatios(
        ArrayView<float> sums, ArrayView<int> units, ArrayView<float> scales, ArrayView<float> factors)
    {
        var unit = (Grid.IdxX * Group.DimX) + Group.IdxX;
        var parameter = KernelMath.Sqrt(Total(sums, units, unit, 0));
        var direction = KernelMath.Sqrt(Total(sums, units, unit, 1));
        var ratio = parameter > 0f && direction > 0f ? parameter / direction : 1f;
        factors[unit] = scales[unit] * ratio;
    }

    // y: any   pieces: [X * Y, 3]   factors: of units   y = y * factor of the unit
    // Grid: X * Y pieces, those that only fill the grid being empty.
    [Kernel]
    public static void Scale(ArrayView<float> y, ArrayView<int> pieces, ArrayView<float> factors)
    {
        var piece = (Grid.IdxY * Grid.DimX) + Grid.IdxX;
        var first = pieces[piece * PieceFields];
        var count = pieces[(piece * PieceFields) + 1];
        var factor = factors[pieces[(piece * PieceFields) + 2]];
        for (var i = Group.IdxX; i < count; i += Group.DimX)
            y[first + i] *= factor;
    }

    // parameters, direction: any   pieces: [X * Y, 3]   factors: of units   terms: those of OptimizerKernels
    // p = p - rate * factor of the unit * direction
    // Grid: X * Y pieces, those that only fill the grid being empty.
    [Kernel]
    public static void Descend(
        ArrayView<float> parameters, ArrayView<float> direction, ArrayView<int> pieces, ArrayView<float> factors,
        ArrayView<float> terms)
    {
        var piece = (Grid.IdxY * Grid.DimX) + Grid.IdxX;
        var first = pieces[piece * PieceFields];
        var count = pieces[(piece * PieceFields) + 1];
        var step = -terms[OptimizerKernels.LearningRate] * factors[pieces[(piece * PieceFields) + 2]];
        for (var i = Group.IdxX; i < count; i += Group.DimX)
            parameters[first + i] = KernelMath.Fma(step, direction[first + i], parameters[first + i]);
    }

    private static float Total(ArrayView<float> sums, ArrayView<int> units, int unit, int which)
    {
        var total = 0f;
        var first = units[unit * UnitFields];
        var end = first + units[(unit * UnitFields) + 1];
        for (var piece = first; piece < end; piece++)
            total += sums[(piece * 2) + which];
        return total;
    }
}

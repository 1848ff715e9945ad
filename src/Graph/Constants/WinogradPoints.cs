using System.Runtime.CompilerServices;
using GpuFormer.Graph.Lowered;

namespace GpuFormer.Graph.Constants;

/// <summary>
/// A dense filter [C, 3, 3, K] at the (Size + 2)^2 points of Winograd's tiles (<see cref="Lowered.WinogradInput"/>),
/// [points * C, K], computed in double precision.
/// </summary>
/// <param name="Size">Pixels of a tile's side, m: 2 or 4.</param>
internal sealed record WinogradPoints(int Size) : ConstantTransform
{
    // [m + 2, 3]: what a row or column of a filter is at each point.
    private static readonly double[] Two = [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1];

    private static readonly double[] Four =
    [
        1, 0, 0, -2 / 3.0, -Math.Sqrt(2) / 3, -1 / 3.0, -2 / 3.0, Math.Sqrt(2) / 3, -1 / 3.0,
        1 / 6.0, Math.Sqrt(2) / 6, 1 / 3.0, 1 / 6.0, -Math.Sqrt(2) / 6, 1 / 3.0, 0, 0, 1,
    ];

    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) =>
        new((Size + 2) * (Size + 2) * inputs[0][0], inputs[0][3]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float[] Evaluate(IReadOnlyList<ConstantValue<float>> inputs)
    {
        var (filter, C, K) = (inputs[0].Elements, inputs[0].Shape[0], inputs[0].Shape[3]);
        var (n, g) = (Size + 2, Size == 2 ? Two : Four);
        var result = new float[n * n * C * K];
        var rows = new double[n * 3];
        for (var c = 0; c < C; c++)
        {
            for (var k = 0; k < K; k++)
            {
                for (var i = 0; i < n; i++)
                {
                    for (var s = 0; s < 3; s++)
                    {
                        rows[(i * 3) + s] = 0;
                        for (var r = 0; r < 3; r++)
                            rows[(i * 3) + s] += g[(i * 3) + r] * filter[(((((c * 3) + r) * 3) + s) * K) + k];
                    }
                }

                for (var point = 0; point < n * n; point++)
                {
                    var (i, j) = (point / n * 3, point % n * 3);
                    result[(((point * C) + c) * K) + k] =
                        (float)((rows[i] * g[j]) + (rows[i + 1] * g[j + 1]) + (rows[i + 2] * g[j + 2]));
                }
            }
        }

        return result;
    }
}

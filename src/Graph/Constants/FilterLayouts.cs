using System.Runtime.CompilerServices;

namespace GpuFormer.Graph.Constants;

/// <summary>
/// A filter [FilterGroups * Channels, ...] of rows of Inner elements as [groups * panels, Inner, Width]: what the lanes
/// of a panel read at one step lies side by side. The last panel of a group starts at Channels - Width; if Width is more
/// than Channels, the last vector of Lanes channels at Channels - Lanes.
/// </summary>
internal sealed record Panels(int Channels, int Inner, int FilterGroups, int Width, int Lanes) : Rearrangement
{
    private int PerGroup => (Channels + Width - 1) / Width;

    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => new(FilterGroups * PerGroup, Inner, Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var (filter, panels, C, K, P, lanes) = (inputs[0].Elements, PerGroup, Channels, Inner, Width, Lanes);
        var packed = new T[FilterGroups * panels * K * P];
        var overlap = Math.Max(0, P - C);
        var at = 0;
        for (var g = 0; g < FilterGroups; g++)
        {
            for (var panel = 0; panel < panels; panel++)
            {
                var first = (g * C) + Math.Min(panel * P, Math.Max(0, C - P));
                for (var k = 0; k < K; k++)
                {
                    for (var p = 0; p < P; p++)
                        packed[at++] = filter[((first + p - (p < P - lanes ? 0 : overlap)) * K) + k];
                }
            }
        }

        return packed;
    }
}

/// <summary>
/// A filter [C, K / FilterGroups, ...] as one [C, K] without groups, with zeros where a group does not reach; with
/// Shuffle, its rows in the order in which their results are stored (<see cref="Lowered.Pointwise"/>).
/// </summary>
internal sealed record Ungrouped(int FilterGroups, bool Shuffle) : Rearrangement
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) =>
        new(inputs[0][0], inputs[0].Elements / inputs[0][0] * FilterGroups);

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var (filter, C) = (inputs[0].Elements, inputs[0].Shape[0]);
        var (width, rows) = (filter.Length / C, C / FilterGroups);
        var K = width * FilterGroups;
        var dense = new T[C * K];
        for (var c = 0; c < C; c++)
        {
            var row = Shuffle ? (c % FilterGroups * rows) + (c / FilterGroups) : c;
            filter.AsSpan(row * width, width).CopyTo(dense.AsSpan((c * K) + (row / rows * width)));
        }

        return dense;
    }
}

/// <summary>
/// The filter that makes the gradient of x of dy: [C, K / FilterGroups, R, S] as [K, R, S, C / FilterGroups], its taps in
/// the other order.
/// </summary>
internal sealed record Turned(int FilterGroups) : Rearrangement
{
    public override Shape ShapeOf(IReadOnlyList<Shape> inputs) => new(
        FilterGroups * inputs[0][1], inputs[0][2], inputs[0][3], inputs[0][0] / FilterGroups);

    public override T[] Rearrange<T>(IReadOnlyList<ConstantValue<T>> inputs)
    {
        var (filter, shape) = inputs[0];
        var (C, K, taps) = (shape[0] / FilterGroups, shape[1], shape[2] * shape[3]);
        var result = new T[filter.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (group, c) = Math.DivRem(i / (taps * K), C);
            result[(((group * K) + (i / taps % K)) * taps * C) + ((taps - 1 - (i % taps)) * C) + c] = filter[i];
        }

        return result;
    }
}

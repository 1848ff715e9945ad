namespace GpuFormer.Graph.Ops;

/// <summary>Small rearrangements of constants on the host.</summary>
internal static class Constants
{
    public static Tensor Zeros(int count) =>
        GraphBuilder.Derived($"zeros{count}", new Shape(count), [], _ => new float[count]);

    /// <summary>A matrix [rows, columns] as [columns, rows].</summary>
    public static Tensor Transposed(Tensor matrix, int rows, int columns) =>
        GraphBuilder.Rearranged("transposed", new Shape(columns, rows), matrix,
            c => Transpose(c, rows, columns, (k, _) => k, 1));

    /// <summary>
    /// Rows [outputs][inner] to columns: result[place(inner / taps, inner mod taps)][output].
    /// </summary>
    public static float[] Transpose(float[] filter, int outputs, int inner, Func<int, int, int> place, int taps)
    {
        var result = new float[filter.Length];
        for (var i = 0; i < inner; i++)
        {
            var row = place(i / taps, i % taps) * outputs;
            for (var o = 0; o < outputs; o++)
                result[row + o] = filter[(o * inner) + i];
        }

        return result;
    }

    /// <summary>Rows in another order: row target(r) of the result is row r.</summary>
    public static float[] MoveRows(float[] matrix, int rows, Func<int, int> target)
    {
        var width = matrix.Length / rows;
        var result = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
            matrix.AsSpan(row * width, width).CopyTo(result.AsSpan(target(row) * width));
        return result;
    }

    /// <summary>Columns in another order: column target(c) of the result is column c.</summary>
    public static float[] MoveColumns(float[] matrix, int columns, Func<int, int> target)
    {
        var result = new float[matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
            result[(i / columns * columns) + target(i % columns)] = matrix[i];
        return result;
    }

    /// <summary>Element o of the result is element source[o].</summary>
    public static Tensor Picked(Tensor vector, int[] source) =>
        GraphBuilder.Derived("order", vector.Shape, [vector], c => Array.ConvertAll(source, i => c[0][i]));

    public static float[] Scaled(float[] values, float factor) => Array.ConvertAll(values, x => x * factor);

    /// <summary>All elements of the first, then of the second, and so on: rows below each other.</summary>
    public static float[] Stacked(float[][] parts)
    {
        var result = new float[parts.Sum(p => p.Length)];
        var next = 0;
        foreach (var part in parts)
        {
            part.CopyTo(result, next);
            next += part.Length;
        }

        return result;
    }

    /// <summary>Columns first to first + count - 1 of a matrix.</summary>
    public static float[] Columns(float[] matrix, int columns, int first, int count)
    {
        var rows = matrix.Length / columns;
        var result = new float[rows * count];
        for (var row = 0; row < rows; row++)
            matrix.AsSpan((row * columns) + first, count).CopyTo(result.AsSpan(row * count));
        return result;
    }
}

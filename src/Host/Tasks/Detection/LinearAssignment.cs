namespace GpuFormer.Tasks.Detection;

/// <summary>
/// Pairs rows with columns at the lowest total cost, by shortest augmenting paths (Crouse, "On implementing 2D
/// rectangular assignment algorithms", 2016). Among equal optima it gives the pairs of SciPy's
/// <c>linear_sum_assignment</c>: the order in which columns are searched, and which of equal ones is taken, are SciPy's.
/// </summary>
internal static class LinearAssignment
{
    private const int Free = -1;

    /// <summary>The pairs, by rising row: as many as there are rows or columns, whichever are fewer.</summary>
    /// <param name="costs"><c>[rows, columns]</c>; positive infinity forbids a pair.</param>
    /// <param name="rows">How many.</param>
    /// <param name="columns">How many.</param>
    /// <exception cref="ArgumentException">There is not one cost for each pair, a cost is NaN or negative infinity, or
    /// every assignment contains a forbidden pair.</exception>
    public static (int Row, int Column)[] Solve(ReadOnlySpan<double> costs, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (costs.Length != (long)rows * columns)
            throw new ArgumentException($"{rows} x {columns} pairs have {costs.Length} costs.", nameof(costs));
        foreach (var cost in costs)
        {
            if (double.IsNaN(cost) || double.IsNegativeInfinity(cost))
                throw new ArgumentException($"A cost is {cost}; costs are numbers above negative infinity.", nameof(costs));
        }

        // Each row gets a column, so the smaller side must be the rows.
        if (columns >= rows)
            return [.. new Search(costs.ToArray(), rows, columns).Run().Select((column, row) => (row, column))];
        var turned = new double[costs.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                turned[column * rows + row] = costs[row * columns + column];
        }

        var rowOf = new Search(turned, columns, rows).Run();
        return [.. rowOf.Select((row, column) => (Row: row, Column: column)).OrderBy(pair => pair.Row)];
    }

    private sealed class Search(double[] costs, int rows, int columns)
    {
        private readonly double[] _rowPrices = new double[rows];
        private readonly double[] _columnPrices = new double[columns];
        private readonly int[] _columnOf = Filled(rows);
        private readonly int[] _rowOf = Filled(columns);
        private readonly int[] _before = new int[columns]; // the row from which a column is reached
        private readonly double[] _lengths = new double[columns];
        private readonly bool[] _rowSeen = new bool[rows];
        private readonly bool[] _columnSeen = new bool[columns];
        private readonly int[] _remaining = new int[columns];

        public int[] Run()
        {
            for (var row = 0; row < rows; row++)
            {
                var (sink, length) = FindPath(row);
                UpdatePrices(row, length);
                Augment(row, sink);
            }

            return _columnOf;
        }

        // The shortest path from a row to a column that is free.
        private (int Sink, double Length) FindPath(int start)
        {
            var remaining = columns;
            for (var i = 0; i < columns; i++)
                _remaining[i] = columns - 1 - i;
            Array.Clear(_rowSeen);
            Array.Clear(_columnSeen);
            Array.Fill(_lengths, double.PositiveInfinity);
            var (row, length) = (start, 0.0);
            while (true)
            {
                _rowSeen[row] = true;
                var (best, lowest) = (-1, double.PositiveInfinity);
                for (var i = 0; i < remaining; i++)
                {
                    var column = _remaining[i];
                    var reduced = length + costs[row * columns + column] - _rowPrices[row] - _columnPrices[column];
                    if (reduced < _lengths[column])
                        (_lengths[column], _before[column]) = (reduced, row);
                    // Of equal columns a free one is better: it ends the path.
                    if (_lengths[column] < lowest || (_lengths[column] == lowest && _rowOf[column] == Free))
                        (best, lowest) = (i, _lengths[column]);
                }

                length = lowest;
                if (double.IsPositiveInfinity(length))
                    throw new ArgumentException("Every assignment contains a pair of infinite cost.");
                var found = _remaining[best];
                if (_rowOf[found] == Free)
                {
                    _columnSeen[found] = true;
                    return (found, length);
                }

                row = _rowOf[found];
                _columnSeen[found] = true;
                _remaining[best] = _remaining[--remaining];
            }
        }

        private void UpdatePrices(int start, double length)
        {
            _rowPrices[start] += length;
            for (var row = 0; row < rows; row++)
            {
                if (_rowSeen[row] && row != start)
                    _rowPrices[row] += length - _lengths[_columnOf[row]];
            }

            for (var column = 0; column < columns; column++)
            {
                if (_columnSeen[column])
                    _columnPrices[column] -= length - _lengths[column];
            }
        }

        private void Augment(int start, int sink)
        {
            for (var column = sink; ;)
            {
                var row = _before[column];
                _rowOf[column] = row;
                (_columnOf[row], column) = (column, _columnOf[row]);
                if (row == start)
                    return;
            }
        }

        private static int[] Filled(int count)
        {
            var filled = new int[count];
            Array.Fill(filled, Free);
            return filled;
        }
    }
}

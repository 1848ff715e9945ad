using GpuFormer.Tasks.Detection;
using Xunit;

namespace GpuFormer.Tests.Host.Tasks.Detection;

/// <summary>Assignment gives the pairs of SciPy's <c>linear_sum_assignment</c>, among equal optima too.</summary>
public sealed class LinearAssignmentTests
{
    public static TheoryData<string> Names =>
        [.. DetectionData.Json("assignment.json").GetProperty("cases").EnumerateArray()
            .Select(item => item.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pairs_are_those_of_SciPy(string name)
    {
        var item = DetectionData.Json("assignment.json").GetProperty("cases").EnumerateArray()
            .Single(candidate => candidate.GetProperty("name").GetString() == name);
        var costs = item.GetProperty("cost");
        var rows = costs.GetArrayLength();
        var columns = rows == 0 ? 0 : costs[0].GetArrayLength();
        double[] values = [.. costs.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(DetectionData.Number))];
        if (item.TryGetProperty("error", out _))
        {
            Assert.Throws<ArgumentException>(() => LinearAssignment.Solve(values, rows, columns));
            return;
        }

        Assert.Equal(
            DetectionData.Integers(item.GetProperty("rows")).Zip(DetectionData.Integers(item.GetProperty("columns"))),
            LinearAssignment.Solve(values, rows, columns));
    }

    [Fact]
    public void Totals_are_the_lowest_of_all_permutations()
    {
        var random = new Random(7);
        for (var turn = 0; turn < 200; turn++)
        {
            var (rows, columns) = (random.Next(1, 5), random.Next(1, 6));
            var costs = Enumerable.Range(0, rows * columns).Select(_ => (double)random.Next(5)).ToArray();
            var total = LinearAssignment.Solve(costs, rows, columns).Sum(pair => costs[pair.Row * columns + pair.Column]);
            Assert.Equal(Lowest(costs, rows, columns, 0, 0, Math.Min(rows, columns)), total);
        }
    }

    // Tries everything: each row takes a free column, or none while enough rows are left.
    private static double Lowest(double[] costs, int rows, int columns, int row, int taken, int needed)
    {
        if (needed == 0)
            return 0;
        if (row == rows)
            return double.PositiveInfinity;
        var lowest = Lowest(costs, rows, columns, row + 1, taken, needed);
        for (var column = 0; column < columns; column++)
        {
            if ((taken & (1 << column)) == 0)
            {
                lowest = Math.Min(lowest, costs[row * columns + column]
                    + Lowest(costs, rows, columns, row + 1, taken | (1 << column), needed - 1));
            }
        }

        return lowest;
    }
}

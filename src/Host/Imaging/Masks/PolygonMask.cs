using System.Runtime.InteropServices;

namespace GpuFormer.Imaging.Masks;

/// <summary>
/// Fills polygons as COCO's maskApi does, pixel for pixel: edges are drawn on a grid five times as fine, and a column
/// changes where they cross its centre.
/// </summary>
internal static class PolygonMask
{
    /// <summary>The longest outline, in pixels: a longer one would take long, and no annotation has it.</summary>
    public const double LongestOutline = 1_000_000;

    private const double Fineness = 5;

    /// <summary>The union of the polygons of one object.</summary>
    /// <param name="polygons">Each x, y, x, y and so on, in pixels; the last point is joined to the first.</param>
    /// <param name="height">Rows of the mask.</param>
    /// <param name="width">Columns of the mask.</param>
    /// <exception cref="ImageFormatException">A polygon has less than three points, an odd number of coordinates, one that
    /// is no number, or too long an outline; or there are none.</exception>
    public static RunLengthMask Create(IReadOnlyList<double[]> polygons, int height, int width)
    {
        if (polygons.Count == 0)
            throw new ImageFormatException("Polygon: there is none. An object has one at least.");
        // By pairs, so that many polygons do not each walk over all that came before.
        List<RunLengthMask> masks = [.. polygons.Select(polygon => Create(polygon, height, width))];
        while (masks.Count > 1)
            masks = [.. masks.Chunk(2).Select(pair => pair.Length == 2 ? MaskOverlap.Union(pair[0], pair[1]) : pair[0])];
        return masks[0];
    }

    /// <summary>What is wrong with a polygon, without a full stop; null for one that can be filled.</summary>
    public static string? FaultOf(ReadOnlySpan<double> polygon)
    {
        if (polygon.Length % 2 != 0)
            return $"a polygon has {polygon.Length} coordinates, an odd number";
        if (polygon.Length < 6)
            return $"a polygon has {polygon.Length / 2} points, fewer than 3";
        var length = 0.0;
        for (var i = 0; i < polygon.Length; i += 2)
        {
            var next = (i + 2) % polygon.Length;
            length += Math.Max(Math.Abs(polygon[i] - polygon[next]), Math.Abs(polygon[i + 1] - polygon[next + 1]));
            if (!double.IsFinite(polygon[i]) || !double.IsFinite(polygon[i + 1])
                || Math.Max(Math.Abs(polygon[i]), Math.Abs(polygon[i + 1])) > LongestOutline)
            {
                return $"a polygon has the point ({polygon[i]}, {polygon[i + 1]})";
            }
        }

        return length <= LongestOutline ? null : $"the outline of a polygon is {length:F0} pixels long";
    }

    private static RunLengthMask Create(ReadOnlySpan<double> polygon, int height, int width)
    {
        if (FaultOf(polygon) is { } fault)
            throw new ImageFormatException($"Polygon: {fault}. Three points or more make one.");
        var points = new (int X, int Y)[polygon.Length / 2];
        for (var i = 0; i < points.Length; i++)
            points[i] = ((int)(Fineness * polygon[2 * i] + 0.5), (int)(Fineness * polygon[2 * i + 1] + 0.5));
        var changes = new ColumnChanges(height, width);
        for (var i = 0; i < points.Length; i++)
            Draw(points[i], points[(i + 1) % points.Length], changes);
        return RunLengthMask.FromChanges(height, width, changes.Sorted());
    }

    // Walks along the longer axis, from the lower coordinate on; points are visited in the order of the ring.
    private static void Draw((int X, int Y) from, (int X, int Y) to, ColumnChanges changes)
    {
        var (across, down) = (Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        var alongX = across >= down;
        var reversed = alongX ? from.X > to.X : from.Y > to.Y;
        var (start, end) = reversed ? (to, from) : (from, to);
        var steps = Math.Max(across, down);
        // A polygon's two equal points make an edge of one point, whose slope does not matter.
        var slope = steps == 0 ? 0 : (alongX ? end.Y - start.Y : end.X - start.X) / (double)steps;
        for (var step = 0; step <= steps; step++)
        {
            var at = reversed ? steps - step : step;
            if (alongX)
                changes.Visit(start.X + at, (int)(start.Y + slope * at + 0.5));
            else
                changes.Visit((int)(start.X + slope * at + 0.5), start.Y + at);
        }
    }

    /// <summary>Where columns change, from the fine points in the order of the ring.</summary>
    private sealed class ColumnChanges(int height, int width)
    {
        private readonly List<int> _changes = [];
        private bool _begun;
        private int _x;
        private int _y;

        public void Visit(int x, int y)
        {
            if (_begun && x != _x)
                Cross(x, y);
            (_begun, _x, _y) = (true, x, y);
        }

        public ReadOnlySpan<int> Sorted()
        {
            _changes.Sort();
            return CollectionsMarshal.AsSpan(_changes);
        }

        private void Cross(int x, int y)
        {
            var column = ((x < _x ? x : x - 1) + 0.5) / Fineness - 0.5;
            if (column != Math.Floor(column) || column < 0 || column > width - 1)
                return;
            var row = Math.Ceiling(Math.Clamp((Math.Min(y, _y) + 0.5) / Fineness - 0.5, 0, height));
            _changes.Add((int)column * height + (int)row);
        }
    }
}

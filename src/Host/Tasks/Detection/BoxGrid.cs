using GpuFormer.Imaging;

namespace GpuFormer.Tasks.Detection;

/// <summary>
/// Boxes by the cells of a grid that they touch, so that a new one is compared with its neighbours alone. For one
/// suppression.
/// </summary>
internal sealed class BoxGrid
{
    private const int MostCells = 128; // along one axis

    // Where the overlap must be above half, it covers more than half of either box in both directions, and so its
    // centre; the margin is for rounding.
    private const float CentreMargin = 0.01f;

    private readonly float _threshold;
    private readonly float _left;
    private readonly float _top;
    private readonly float _cellsPerColumn;
    private readonly float _cellsPerRow;
    private readonly int _columns;
    private readonly int _rows;

    // The kept boxes of each cell are a chain of entries: the box, and the entry before it.
    private readonly int[] _last;
    private readonly List<(int Box, int Before)> _entries = [];
    private readonly List<Box> _kept = [];

    public BoxGrid(ReadOnlySpan<Box> boxes, ReadOnlySpan<int> indices, float threshold)
    {
        _threshold = threshold;
        var (right, bottom) = (float.NegativeInfinity, float.NegativeInfinity);
        (_left, _top) = (float.PositiveInfinity, float.PositiveInfinity);
        double widths = 0, heights = 0;
        var count = 0;
        foreach (var index in indices)
        {
            var box = boxes[index];
            if (!Takes(box))
                continue;
            (_left, _top) = (Math.Min(_left, box.X1), Math.Min(_top, box.Y1));
            (right, bottom) = (Math.Max(right, box.X2), Math.Max(bottom, box.Y2));
            widths += box.Width;
            heights += box.Height;
            count++;
        }

        // Cells about as large as the boxes: a box lies in a few of them, and few boxes in each.
        _columns = Cells((double)right - _left, widths, count);
        _rows = Cells((double)bottom - _top, heights, count);
        _cellsPerColumn = (float)(_columns / ((double)right - _left));
        _cellsPerRow = (float)(_rows / ((double)bottom - _top));
        _last = new int[_columns * _rows];
        Array.Fill(_last, -1);
    }

    /// <summary>Adds a box, unless one that is there overlaps it by more than the threshold.</summary>
    public bool TryAdd(in Box box)
    {
        if (!Takes(box))
            return true;
        if (IsCovered(box))
            return false;
        _kept.Add(box);
        var (left, right) = Columns(box.X1, box.X2);
        var (top, bottom) = Rows(box.Y1, box.Y2);
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                ref var last = ref _last[row * _columns + column];
                _entries.Add((_kept.Count - 1, last));
                last = _entries.Count - 1;
            }
        }

        return true;
    }

    private bool IsCovered(in Box box)
    {
        var (left, right, top, bottom) = (box.X1, box.X2, box.Y1, box.Y2);
        if (_threshold >= 0.5f)
        {
            var (x, y, width, height) = box.ToCentre();
            (left, right) = (x - CentreMargin * width, x + CentreMargin * width);
            (top, bottom) = (y - CentreMargin * height, y + CentreMargin * height);
        }

        var (firstColumn, lastColumn) = Columns(left, right);
        var (firstRow, lastRow) = Rows(top, bottom);
        for (var row = firstRow; row <= lastRow; row++)
        {
            for (var column = firstColumn; column <= lastColumn; column++)
            {
                for (var entry = _last[row * _columns + column]; entry >= 0; entry = _entries[entry].Before)
                {
                    if (BoxOverlap.IntersectionOverUnion(_kept[_entries[entry].Box], box) > _threshold)
                        return true;
                }
            }
        }

        return false;
    }

    // An empty box, or one without end, overlaps nothing by a share that is a number above 0.
    private static bool Takes(in Box box) => !box.IsEmpty && box.IsFinite;

    private static int Cells(double extent, double sum, int count) =>
        count == 0 ? 1 : (int)Math.Clamp(extent / (sum / count), 1, Math.Min(MostCells, 1 + Math.Sqrt(count)));

    private (int First, int Last) Columns(float left, float right) =>
        (Cell(left - _left, _cellsPerColumn, _columns), Cell(right - _left, _cellsPerColumn, _columns));

    private (int First, int Last) Rows(float top, float bottom) =>
        (Cell(top - _top, _cellsPerRow, _rows), Cell(bottom - _top, _cellsPerRow, _rows));

    private static int Cell(float offset, float perUnit, int count) => (int)Math.Clamp(offset * perUnit, 0, count - 1);
}

using GpuFormer.Kernels.Launch;

namespace GpuFormer.Graph.Lowered;

/// <summary>Grids of kernels that treat the rows of a tensor alike.</summary>
internal static class RowGrids
{
    /// <summary>
    /// A grid with all rows of a tensor along Y and Z: the pixels of a batch are more than the 65,535 groups that devices
    /// take along one of them.
    /// </summary>
    public static LaunchShape Of(int panels, Shape x)
    {
        var rows = x.Rank > 1 ? x[x.Rank - 2] : 1;
        return new(panels, rows, x.Rows / rows);
    }
}

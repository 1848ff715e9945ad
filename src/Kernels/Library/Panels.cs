using GpuFormer.Kernels.Language;

namespace GpuFormer.Kernels.Library;

/// <summary>Maps that lie as [C / Group.SizeX, rows, Group.SizeX], C a multiple of Group.SizeX.</summary>
internal static class Panels
{
    /// <summary>Where a row of a thread's channel lies. Channels of a group begin at a multiple of Group.SizeX.</summary>
    public static int At(int channel, int row, int rows) =>
        ((channel - Group.IndexX) * rows) + (row * Group.SizeX) + Group.IndexX;
}

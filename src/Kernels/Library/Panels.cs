using GpuFormer.Kernels.Language;
using ILGPU;

namespace GpuFormer.Kernels.Library;

/// <summary>Maps that lie as [C / Group.DimX, rows, Group.DimX], C a multiple of Group.DimX.</summary>
internal static class Panels
{
    /// <summary>Where a row of a thread's channel lies. Channels of a group begin at a multiple of Group.DimX.</summary>
    public static int At(int channel, int row, int rows) =>
        ((channel - Group.IdxX) * rows) + (row * Group.DimX) + Group.IdxX;
}

using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Schedules;

/// <summary>Chooses chunks, from shapes alone, and tiles of kernels that stream rows with channels as lanes.</summary>
internal static class BackwardTiling
{
    /// <summary>
    /// How many of <paramref name="count"/> rows one chunk takes, about <paramref name="most"/> and all chunks alike.
    /// Results must not depend on the device, so nothing but the shape decides.
    /// </summary>
    public static int Chunk(int count, int most) => Tiling.Panels(count, Tiling.Panels(count, most));

    /// <summary>
    /// How many vectors of channels a thread takes side by side: on a CPU enough for whole cache lines, with little
    /// overlap of the last panel.
    /// </summary>
    public static int Channels(DeviceCapabilities device, int channels, int lanes, int most)
    {
        if (!device.IsProcessor)
            return 1;
        // Half a vector is what starting another panel costs.
        return Enumerable.Range(1, most).Where(tile => tile * lanes <= channels)
            .MinBy(tile => Tiling.Panels(channels, tile * lanes) * (tile + 0.5));
    }

    /// <summary>The group and grid of a kernel that walks over all elements in runs of vectors.</summary>
    public static (GroupShape Group, LaunchShape Grid, int Run) Elements(DeviceCapabilities device, int count)
    {
        var lanes = Tiling.Lanes(device, count);
        var run = device.IsProcessor ? 512 : 4;
        return (new GroupShape(lanes), new LaunchShape(Tiling.Panels(count, lanes * run)), run);
    }
}

using GpuFormer.Kernels.Launch;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// Launches of which each reads the rows that the one before it makes. A worker makes a part of the last one's places,
/// some rows at a time, and of the others before it what these need: it reads what it has just written. Rows that two
/// parts need are made by both, the same each time.
/// </summary>
internal sealed unsafe class CpuChain(BoundLaunch[] links)
{
    // The widest place: as many pixels are made at a time.
    private readonly int _step = links.Max(link => link.Grid.Rows!.Step);

    /// <summary>Places of the last launch.</summary>
    public int Places { get; } = links[^1].Grid.Rows!.Places * links[^1].Grid.Z;

    /// <summary>Makes places of the last launch.</summary>
    public void Execute(int first, int end, byte* scratch)
    {
        var last = links.Length - 1;
        var made = stackalloc int[links.Length];
        made[last] = first;
        for (var i = last; i > 0; i--)
            made[i - 1] = Rows(i - 1).PlacesTo(Rows(i).InputStart(made[i]) + 1) - 1;
        while (made[last] < end)
            Make(last, Math.Min(end, made[last] + Math.Max(1, _step / Rows(last).Step)), made, scratch);
    }

    // Makes what is not made yet of a launch's places below `end`.
    private void Make(int link, int end, int* made, byte* scratch)
    {
        if (end <= made[link])
            return;
        if (link > 0)
            Make(link - 1, Rows(link - 1).PlacesTo(Rows(link).InputEnd(end)), made, scratch);
        ref readonly var launch = ref links[link];
        var X = launch.Grid.X;
        if (Rows(link).AlongY)
            launch.Entry((byte*)launch.Arguments, (long)made[link] * X, (long)end * X, scratch);
        else
            CpuSchedule.ExecutePlaces(launch, made[link], end, X, scratch);
        made[link] = end;
    }

    private LaunchRows Rows(int link) => links[link].Grid.Rows!;
}

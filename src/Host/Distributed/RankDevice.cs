using GpuFormer.Devices;
using GpuFormer.Kernels.Launch;

namespace GpuFormer.Distributed;

/// <summary>Which device a rank of a machine takes, and how many cores.</summary>
internal static class RankDevice
{
    /// <summary>
    /// Opens the device of a rank: cards are given out by local rank where the string names a kind of card without a
    /// number, and where <c>auto</c> takes a card; what names one card is left as it is. A CPU device has the rank's
    /// share of the cores. All ranks call this.
    /// </summary>
    /// <param name="ranks">Of one process or several.</param>
    /// <param name="selector">A device string.</param>
    /// <param name="threads">Workers of a CPU device; 0 for the rank's share.</param>
    /// <param name="report">As for <see cref="DeviceSelector.Open"/>.</param>
    /// <exception cref="DeviceSelectionException">The string names no device that can be opened.</exception>
    public static Device Open(IRankGroup ranks, string selector, int threads, Action<string>? report)
    {
        if (ranks.Size == 1)
            return DeviceSelector.Open(selector, threads, report);
        var cores = Threads(ranks, threads);
        var own = Choose(selector, ranks.LocalRank, Cards);
        var device = DeviceSelector.Open(own, cores, report);
        // 'auto' took the fastest kind of GPU, and of it the first; one that was named stays.
        var named = Environment.GetEnvironmentVariable(DeviceSelector.EnvironmentVariable) is { Length: > 0 } preferred
            && selector.Trim().Equals("auto", StringComparison.OrdinalIgnoreCase) ? preferred : selector;
        var other = Choose(DeviceSelector.Parse(device.Name).Backend!.Kind, ranks.LocalRank, Cards);
        if (own != selector || other == device.Name || DeviceSelector.Parse(named).Index.Length > 0)
            return device;

        device.Dispose();
        return DeviceSelector.Open(other, cores, report);
    }

    /// <summary>The cores that a rank may take, shared with those of its machine; all ranks call this.</summary>
    public static int Cores(IRankGroup ranks) => ProcessorShare.Of(ranks);

    /// <summary>Workers of a CPU device for a rank: as many as are asked for, or its share of the cores; 0, for all, in a
    /// process alone. All ranks call this.</summary>
    public static int Threads(IRankGroup ranks, int threads) =>
        ranks.Size == 1 || threads > 0 ? threads : Cores(ranks);

    /// <summary>The device string for a rank, where it names a kind of card without a number.</summary>
    public static string Choose(IRankGroup ranks, string selector) =>
        ranks.Size == 1 ? selector : Choose(selector, ranks.LocalRank, Cards);

    private static IEnumerable<string> Cards() => DeviceSelector.Cards(DeviceBackends.All);

    /// <summary>The device string for a rank.</summary>
    /// <param name="selector">As the user gave it.</param>
    /// <param name="localRank">This process among those of its machine.</param>
    /// <param name="cards">The device strings of the cards that there are.</param>
    internal static string Choose(string selector, int localRank, Func<IEnumerable<string>> cards)
    {
        var text = selector.Trim().ToLowerInvariant();
        if (DeviceBackends.All.FirstOrDefault(row => row.HasCandidates && row.Kind == text) is not { Kind: var kind })
            return selector;
        var own = cards().Where(name => name.StartsWith(kind + ":", StringComparison.Ordinal)).ToArray();
        return own.Length == 0 ? selector : own[localRank % own.Length];
    }
}

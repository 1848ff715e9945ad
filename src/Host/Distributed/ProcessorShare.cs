using System.Globalization;

namespace GpuFormer.Distributed;

/// <summary>How many processor cores a rank may take, so that those of one machine do not stand in each other's way.
/// </summary>
internal static class ProcessorShare
{
    private const string StatusFile = "/proc/self/status";
    private const string AllowedKey = "Cpus_allowed_list:";

    /// <summary>
    /// Cores for this rank, at least 1. A core that several ranks of the machine may run on is shared among them: mpirun
    /// may have bound each rank to cores of its own, or none to any.
    /// </summary>
    public static int Of(IRankGroup ranks)
    {
        if (ranks.Size == 1)
            return Environment.ProcessorCount;
        var own = AllowedList();
        var all = ranks.GatherTexts($"{Environment.MachineName}\n{own}");
        var machine = all.Where(text => text.Split('\n')[0] == Environment.MachineName)
            .Select(text => Parse(text.Split('\n')[1])).ToArray();
        return Of(Parse(own), machine, Environment.ProcessorCount);
    }

    /// <summary>The share of a rank.</summary>
    /// <param name="own">The cores that it may run on; empty where that is not known.</param>
    /// <param name="machine">Those of all ranks of the machine.</param>
    /// <param name="processors">As many as the process may use at a time, which a container may limit further.</param>
    internal static int Of(IReadOnlyCollection<int> own, IReadOnlyList<IReadOnlyCollection<int>> machine, int processors)
    {
        if (own.Count == 0)
            return Math.Max(1, processors / machine.Count);
        var share = own.Sum(core => 1.0 / machine.Count(cores => cores.Contains(core)));
        if (processors < own.Count)
            share = Math.Min(share, (double)processors / machine.Count);
        // Thirds may add up to a little less than a whole.
        return Math.Max(1, (int)(share + 1e-6));
    }

    /// <summary>Reads <c>0-3,8</c>.</summary>
    internal static IReadOnlyCollection<int> Parse(string list)
    {
        var cores = new HashSet<int>();
        foreach (var part in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                || last - first > 65536)
            {
                return [];
            }

            cores.UnionWith(Enumerable.Range(first, Math.Max(0, last - first + 1)));
        }

        return cores;
    }

    private static string AllowedList()
    {
        try
        {
            return File.Exists(StatusFile)
                ? File.ReadLines(StatusFile).FirstOrDefault(line => line.StartsWith(AllowedKey, StringComparison.Ordinal))
                    ?[AllowedKey.Length..].Trim() ?? ""
                : "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}

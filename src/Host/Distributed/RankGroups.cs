using GpuFormer.Distributed.Mpi;

namespace GpuFormer.Distributed;

/// <summary>Joins the group that a launcher made: <c>mpirun</c>, or whatever sets RANK and WORLD_SIZE.</summary>
public static class RankGroups
{
    /// <summary>Names the MPI library to load instead of the one that fits the launcher.</summary>
    public const string LibraryVariable = "GPUFORMER_MPI";

    /// <summary>
    /// How many processes a launcher started, by the environment; known before any engine is loaded.
    /// </summary>
    /// <exception cref="RankSetupException">The variables contradict each other.</exception>
    public static int LaunchedRanks => Launcher.Of(Environment.GetEnvironmentVariable).Size;

    /// <summary>This process among those of its machine, as a launcher says it; null where none does.</summary>
    /// <exception cref="RankSetupException">The variables contradict each other.</exception>
    public static int? LaunchedLocalRank => Launcher.Of(Environment.GetEnvironmentVariable) is { Size: > 1 } launcher
        ? launcher.LocalRank
        : null;

    /// <summary>Joins; returns when all ranks have. A process that is alone gets <see cref="SingleRank"/>.</summary>
    /// <exception cref="RankSetupException">There is no engine, or not the one that the launcher is of.</exception>
    public static IRankGroup Join()
    {
        var launcher = Launcher.Of(Environment.GetEnvironmentVariable);
        return launcher.Size == 1 ? SingleRank.Instance : MpiGroup.Join(launcher);
    }
}

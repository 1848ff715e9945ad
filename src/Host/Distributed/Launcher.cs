using System.Globalization;

namespace GpuFormer.Distributed;

/// <summary>What started the processes.</summary>
internal enum LauncherKind
{
    /// <summary>Nothing: the process is alone.</summary>
    None,

    /// <summary>Open MPI's <c>mpirun</c>.</summary>
    OpenMpi,

    /// <summary><c>mpirun</c> of MPICH and its relatives (Hydra), or a batch system in its manner.</summary>
    Mpich,

    /// <summary>A launcher that says RANK and WORLD_SIZE, as torchrun does.</summary>
    Variables,
}

/// <summary>
/// How many processes a launcher started and which of them this is, by the environment variables that it sets.
/// </summary>
/// <param name="Kind">Which launcher.</param>
/// <param name="Rank">This process, from 0.</param>
/// <param name="Size">How many there are.</param>
/// <param name="LocalRank">Among those of this machine; null where the launcher does not say.</param>
internal sealed record Launcher(LauncherKind Kind, int Rank, int Size, int? LocalRank)
{
    private static readonly (LauncherKind Kind, string Rank, string Size, string LocalRank)[] Known =
    [
        (LauncherKind.OpenMpi, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"),
        (LauncherKind.Mpich, "PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID"),
        (LauncherKind.Variables, "RANK", "WORLD_SIZE", "LOCAL_RANK"),
    ];

    /// <summary>What a person calls it.</summary>
    public string Name => Kind switch
    {
        LauncherKind.OpenMpi => "Open MPI's mpirun",
        LauncherKind.Mpich => "MPICH's mpirun",
        LauncherKind.Variables => "a launcher that sets RANK and WORLD_SIZE",
        _ => "no launcher",
    };

    /// <summary>Reads the environment.</summary>
    /// <param name="variable">The value of a variable, or null.</param>
    /// <exception cref="RankSetupException">The variables contradict each other, or are no numbers.</exception>
    public static Launcher Of(Func<string, string?> variable)
    {
        foreach (var known in Known)
        {
            if (variable(known.Size) is not { Length: > 0 } || variable(known.Rank) is not { Length: > 0 })
                continue;
            int Number(string name) =>
                int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new RankSetupException($"{name} is '{variable(name)}', not a number from 0 on.");
            int? Optional(string name) => variable(name) is { Length: > 0 } ? Number(name) : null;
            var launcher =
                new Launcher(known.Kind, Number(known.Rank), Number(known.Size), Optional(known.LocalRank));
            if (launcher.Rank >= launcher.Size)
            {
                throw new RankSetupException(
                    $"{known.Rank} is {launcher.Rank}: with {known.Size} {launcher.Size} ranks go from 0 to "
                    + $"{launcher.Size - 1}.");
            }

            return launcher;
        }

        return new Launcher(LauncherKind.None, 0, 1, 0);
    }
}

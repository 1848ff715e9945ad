using GpuFormer.Cli.Output;
using GpuFormer.Distributed;

namespace GpuFormer.Cli;

/// <summary>
/// Runs a command on all ranks that a launcher started, or in this process alone. The first rank speaks for all; an error
/// is told by every rank, and those that did not meet it end with the exit code of the one that did.
/// </summary>
internal static class RankedCommand
{
    /// <summary>Joins the group, runs, and leaves it.</summary>
    /// <param name="output">Of the command; ranks but the first write errors alone.</param>
    /// <param name="action">What to do; returns an <see cref="ExitCode"/>.</param>
    public static int Run(CommandOutput output, Func<IRankGroup, CommandOutput, int> action)
    {
        using var ranks = RankGroups.Join();
        if (ranks.Size == 1)
            return action(ranks, output);
        try
        {
            return action(ranks, ranks.Rank == 0 ? output : output.Silent());
        }
        catch (Exception exception)
        {
            var code = output.WriteError(exception, $"rank {ranks.Rank}");
            ranks.Fail(ErrorReport.MessageOf(exception), code);
            return code;
        }
    }
}

using System.Globalization;

namespace GpuFormer.Cli.Training;

/// <summary>
/// What stands before the arguments of <c>train.py</c> in published commands:
/// <c>python3 -m torch.distributed.launch --nproc_per_node=8 train.py DATA ...</c>. After <c>gpuformer train</c> it may
/// stay: the processes become accumulated batches, so that a step sees as many pictures. Where ranks were started, by
/// mpirun say, they are so many of those processes.
/// </summary>
internal static class LauncherPrefix
{
    private const string Command = "train";

    /// <summary>The arguments without it.</summary>
    /// <param name="args">Of the command line.</param>
    /// <param name="ranks">Processes that share the batches.</param>
    public static string[] Remove(string[] args, int ranks = 1)
    {
        if (args is not [Command, var program, ..]
            || !Path.GetFileName(program).StartsWith("python", StringComparison.Ordinal))
        {
            return args;
        }

        var script = Array.FindIndex(args, 2, arg => arg.EndsWith(".py", StringComparison.Ordinal));
        if (script < 0)
            return args;
        var rest = args[(script + 1)..];
        var processes = Processes(args[2..script]);
        if (processes % ranks == 0)
            processes /= ranks;
        return processes > 1 && !rest.Contains("--grad-accum-steps")
            ? [Command, .. rest, "--grad-accum-steps", processes.ToString(CultureInfo.InvariantCulture)]
            : [Command, .. rest];
    }

    private static int Processes(string[] launcher)
    {
        for (var i = 0; i < launcher.Length; i++)
        {
            var words = launcher[i].Split('=', 2);
            if (words[0] is not ("--nproc_per_node" or "--nproc-per-node"))
                continue;
            var count = words.Length == 2 ? words[1] : launcher.ElementAtOrDefault(i + 1);
            if (int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
        }

        return 1;
    }
}

using System.Globalization;
using GpuFormer.Tasks;
using GpuFormer.Training;

namespace GpuFormer.Cli.Training;

/// <summary>Which folder a run gets: <c>OUTPUT/TASK/NAME</c>.</summary>
internal static class RunNames
{
    /// <summary>The folder, and whether what is in it is to be resumed.</summary>
    /// <param name="recipe">Names the output folder, and perhaps the run.</param>
    /// <param name="resume">Whether to go on with the last run of that name, if there is one.</param>
    /// <param name="mayExist">Whether an earlier run of that name may be replaced.</param>
    /// <exception cref="UsageException">There is a run of that name.</exception>
    public static RunFolder Choose(TrainingRecipe recipe, bool resume, bool mayExist)
    {
        var parent = Path.Combine(recipe.Output, VisionTask.Of(recipe.Model).RunFolder);
        if (recipe.Experiment.Length > 0)
        {
            if (recipe.Experiment.AsSpan().IndexOfAny('/', '\\') >= 0 || recipe.Experiment is "." or "..")
                throw new UsageException($"--experiment '{recipe.Experiment}' is to be a name, not a path.");
            var folder = new RunFolder(Path.Combine(parent, recipe.Experiment));
            return resume || mayExist || IsFree(folder)
                ? folder
                : throw new UsageException($"There is a run in {folder.Root}. Go on with it (--resume auto), replace "
                    + "it (--exist-ok), or choose another --experiment.");
        }

        var last = new RunFolder(Path.Combine(parent, recipe.Model));
        for (var number = 2; ; number++)
        {
            var next = new RunFolder(
                Path.Combine(parent, string.Create(CultureInfo.InvariantCulture, $"{recipe.Model}-{number}")));
            if (IsFree(last) || ((resume || mayExist) && IsFree(next)))
                return last;
            last = next;
        }
    }

    private static bool IsFree(RunFolder folder) => !File.Exists(folder.Arguments) && !folder.HasState;
}

using System.CommandLine;
using GpuFormer.Cli.Output;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Imaging;
using GpuFormer.Training;

namespace GpuFormer.Cli.Validation;

/// <summary>What <c>val</c> asks for, whatever the task of the weights.</summary>
internal sealed record ValidationRequest
{
    /// <summary>Of the command.</summary>
    public required CommandOutput Output { get; init; }

    /// <summary>For the options of a task.</summary>
    public required ParseResult Options { get; init; }

    /// <summary>Those that judge together.</summary>
    public required IRankGroup Ranks { get; init; }

    /// <summary>The full name of the network.</summary>
    public required string Network { get; init; }

    /// <summary>Its weights.</summary>
    public required string Weights { get; init; }

    /// <summary>The data set; null where its parts are named.</summary>
    public required string? Data { get; init; }

    /// <summary>Settings of a recipe that the command line names.</summary>
    public required TrainingRecipe Recipe { get; init; }

    /// <summary>The side that images are brought to; null for what the weights say.</summary>
    public required int? ImageSize { get; init; }

    /// <summary>Whether anything wrong with the data ends the command.</summary>
    public required bool IsStrict { get; init; }

    /// <summary>Whether classes are told one by one.</summary>
    public required bool PerClass { get; init; }

    /// <summary>Device, precision and names of classes, in the task's own kind of options.</summary>
    public required Func<PredictorOptions, PredictorOptions> Choose { get; init; }

    /// <summary>What image files may be like.</summary>
    public ImageLimits Limits => RecipeData.Limits(Recipe);

    /// <summary>Fills in what is common to all tasks.</summary>
    public T With<T>(T options)
        where T : PredictorOptions => (T)Choose(options);

    /// <summary>Works through the images that belong to this rank, several at a time: one is decoded while another runs
    /// through the network.</summary>
    /// <param name="count">Images of the set.</param>
    /// <param name="nameOf">The name of an image, for messages.</param>
    /// <param name="judge">Judges one; from several threads.</param>
    /// <returns>How many the network's result was no number for, of all ranks.</returns>
    public int ForEachImage(int count, Func<int, string> nameOf, Action<int> judge)
    {
        var told = new SortedDictionary<int, string>();
        var (done, nonFinite) = (0, 0);
        int[] own = [.. Enumerable.Range(0, count).Where(index => index % Ranks.Size == Ranks.Rank)];
        var parallel = new ParallelOptions
        {
            CancellationToken = Output.Cancellation,
            MaxDegreeOfParallelism = RankDevice.Threads(Ranks, Recipe.Workers) is > 0 and var workers
                ? workers
                : Environment.ProcessorCount,
        };
        Parallel.ForEach(own, parallel, index =>
        {
            string? fault = null;
            try
            {
                judge(index);
            }
            catch (Exception exception) when (UnreadablePicture.IsCause(exception))
            {
                fault = $"skipped: {new UnreadablePicture(index, nameOf(index), exception.Message)}";
            }
            catch (NonFiniteResultException exception)
            {
                fault = $"{nameOf(index)}: {exception.Message}";
                Interlocked.Increment(ref nonFinite);
            }

            lock (told)
            {
                if (fault is not null)
                    told[index] = fault;
                if (++done % 50 == 0 || done == own.Length)
                    Output.Progress($"Test: [{Math.Min(count, done * Ranks.Size),4}/{count}]");
            }
        });
        // Each rank knows what was in its own images.
        foreach (var line in Ranks.GatherTexts(string.Join('\0', told.Values))
            .SelectMany(lines => lines.Split('\0', StringSplitOptions.RemoveEmptyEntries)))
        {
            Output.Warn(line);
        }

        return Ranks.GatherTexts($"{nonFinite}").Sum(int.Parse);
    }
}

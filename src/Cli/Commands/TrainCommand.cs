using System.CommandLine;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Cli.Training;
using GpuFormer.Distributed;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tasks;
using GpuFormer.Training;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer train</c>: trains a network on a data set.</summary>
internal sealed class TrainCommand
{
    private const string Auto = "auto";

    // Of a result, as timm's.
    private const int MostEpochs = 10;

    private readonly RecipeOptions _recipe = new();

    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "'auto' goes on with the last run of this name, if there is one; or the folder of a run.",
        HelpName = "auto|FOLDER",
    };

    private readonly Option<bool> _existOk = new("--exist-ok") { Description = "Replace an earlier run of this name." };

    private readonly Option<bool> _changedData = new("--allow-changed-data")
    {
        Description = "Resume though classes or pictures are not those that the run began with.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Write the recipe as YAML and train nothing.",
    };

    private readonly Option<string> _progress = new("--progress")
    {
        Description = "Bars on a terminal ('auto'), bars ('always'), or lines as timm writes them ('never').",
        DefaultValueFactory = _ => Auto,
    };

    private readonly Option<string?> _trace = new("--trace")
    {
        Description = "A file of where the time goes, for chrome://tracing or ui.perfetto.dev: steps, loading, launches.",
        HelpName = "FILE.json",
    };

    // torch.distributed.launch says it to the script beside the environment.
    private readonly Option<int?> _localRank = new("--local-rank", "--local_rank") { Hidden = true };

    private readonly Option<long> _memoryLimit = NumberOptions.ByteSize(
        "--memory-limit", "The most memory to take on the device, such as 256MB or 2GB; without it all there is.");

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var train = new TrainCommand();
        train._progress.AcceptOnlyFromAmong(Auto, "always", "never");
        var command = new Command("train", "Train a network on a data set; flags as timm's.");
        train._recipe.AddTo(command);
        foreach (var option in new Option[]
            { train._resume, train._existOk, train._changedData, train._dryRun, train._progress, train._memoryLimit,
                train._trace, train._localRank })
        {
            command.Options.Add(option);
        }

        command.SetAction(result => RankedCommand.Run(
            open(result), (ranks, output) => train.Run(output, result, ranks)));
        return command;
    }

    private int Run(CommandOutput output, ParseResult result, IRankGroup ranks)
    {
        if (result.GetValue(_localRank) is { } local && local != (RankGroups.LaunchedLocalRank ?? 0))
        {
            throw new UsageException($"--local-rank {local} is not what the launcher says in its environment. Start all "
                + "ranks by mpirun, or set RANK, WORLD_SIZE and LOCAL_RANK.");
        }

        var resumed = ResumedFolder(result);
        var recipe = _recipe.Read(result, resumed?.Arguments);
        if (recipe.Model.Length == 0)
            throw new UsageException("train needs --model NAME or --preset NAME; see 'gpuformer models'.");
        recipe = recipe with { Model = NetworkOptions.Resolve(recipe.Model) };
        if (result.GetValue(_dryRun))
        {
            output.Results.Write(RecipeYaml.Write(recipe));
            return ExitCode.Success;
        }

        if (recipe.Data.Length == 0 && recipe.Annotations.Length == 0)
            throw new UsageException("train needs DATA: the folder of a data set; or --annotations and --images.");
        if (result.GetValue(_trace) is { } trace)
        {
            OutputFiles.RequireDistinct(trace, ("--config", result.GetValue(_recipe.Config)),
                ("--initial-checkpoint", recipe.InitialCheckpoint.Length > 0 ? recipe.InitialCheckpoint : null));
        }

        var resume = resumed is not null || result.GetValue(_resume) is not null;
        // Where the runs are is the first rank's business: another might see what it has just begun.
        var root = ranks.Rank > 0 ? ""
            : (resumed ?? RunNames.Choose(recipe, resume, result.GetValue(_existOk))).Root;
        var folder = new RunFolder(ranks.BroadcastText(root));
        if (resume)
            recipe = TrainingRun.ResumedRecipe(recipe, folder, ranks);
        var (best, image) = Train(output, result, recipe, folder, resume && folder.HasState, ranks);
        WriteResult(output, folder, VisionTask.Of(recipe.Model), best);
        output.Progress("Next, to paste:");
        foreach (var command in NextCommands.After(recipe, folder, image))
            output.Progress($"  {command}");
        return ExitCode.Success;
    }

    // A path names a run by its folder or by a file in it.
    private RunFolder? ResumedFolder(ParseResult result)
    {
        var path = result.GetValue(_resume);
        if (path is null or Auto)
            return null;
        var folder = new RunFolder(File.Exists(path) ? Path.GetDirectoryName(Path.GetFullPath(path))! : path);
        return folder.HasState && File.Exists(folder.Arguments)
            ? folder
            : throw new BadDataException($"{path} holds no run to go on with: {Path.GetFileName(folder.State)} and "
                + $"{Path.GetFileName(folder.Arguments)} are not both there. Name the folder of a run, or 'auto'.");
    }

    // The best epochs, best first, and an image of those that were judged by.
    private (List<EpochSummary> Best, string Image) Train(
        CommandOutput output, ParseResult result, TrainingRecipe recipe, RunFolder folder, bool resume,
        IRankGroup ranks)
    {
        using var hold = ranks.Rank == 0 ? folder.Hold() : null;
        using var device = OpenDevice(output, result, recipe, ranks);
        if (ranks.Rank == 0)
            folder.Prepare();
        using var log = ranks.Rank > 0 ? StreamWriter.Null : folder.OpenLog(append: resume);
        using var board = recipe.TensorBoard && ranks.Rank == 0
            ? new TensorBoardLog(folder.Root, recipe.LogInterval)
            : null;
        using var trace = OpenTrace(result, ranks);
        // Those of one machine share its cores.
        var prepared = recipe with { Workers = RankDevice.Threads(ranks, recipe.Workers) };
        (List<EpochSummary> Best, string Image) RunWith(ITrainingObserver watching)
        {
            if (board is not null)
                watching = new ObserverPair(watching, board);
            if (trace is not null)
                watching = new ObserverPair(watching, trace);
            using var run = NetworkOptions.Guard(recipe.BatchSize, recipe.ImageSize, recipe.LongestSide, () =>
                new TrainingRun(prepared, folder, device,
                    new ObserverPair(watching, new TrainingLog(log, recipe.LogInterval)), resume,
                    run => RecipeYaml.Write(recipe with { BatchSize = run.BatchSize }), result.GetValue(_changedData), ranks,
                    YoloDataFile.LayoutOf));
            output.Cancellation.ThrowIfCancellationRequested();
            using var storing = output.Interruption.BeginStoring();
            run.Trainer.Run(output.Cancellation);
            // A run that was over before has no step to show.
            if (trace is { HasSteps: true })
                trace.AddLaunches(run.TraceStep());
            var ranked = EpochRanking.Rank(run.Trainer.Progress.Epochs, VisionTask.Of(recipe.Model).Metrics.Find(recipe.EvaluationMetric));
            return ([.. ranked.Take(MostEpochs)], run.FirstValidationImage);
        }

        try
        {
            var (from, name) = _recipe.Origin(result, recipe);
            return ShowsBars(output, result)
                ? ProgressDisplay.Show(output.Bars, (display, write) => RunWith(
                    new ObserverPair(new TrainingHeader(write, device, recipe, from, name), display)))
                : RunWith(new ObserverPair(new TrainingHeader(output.Progress, device, recipe, from, name),
                    new TrainingLog(output.Notes, recipe.LogInterval)));
        }
        catch (OperationCanceledException)
        {
            if (folder.HasState)
                output.Progress($"stored in {folder.Root}; go on with --resume auto, or: {NextCommands.Resume(folder)}");
            throw;
        }
        catch (Exception exception)
        {
            log.WriteLine($"Error: {EncodedText.Line(exception.Message)}");
            throw;
        }
    }

    private ChromeTrace? OpenTrace(ParseResult result, IRankGroup ranks)
    {
        if (result.GetValue(_trace) is not { } path || ranks.Rank > 0)
            return null;
        return new ChromeTrace(path);
    }

    private Device OpenDevice(CommandOutput output, ParseResult result, TrainingRecipe recipe, IRankGroup ranks)
    {
        var device = RankDevice.Open(ranks, recipe.Device, recipe.Threads, output.Progress);
        if (result.GetValue(_memoryLimit) is > 0 and var limit)
            device.MemoryLimit = Math.Min(device.MemoryLimit, limit);
        return device;
    }

    private bool ShowsBars(CommandOutput output, ParseResult result) => result.GetValue(_progress) switch
    {
        "always" => true,
        "never" => false,
        _ => output.ShowsBars,
    };

    private static void WriteResult(
        CommandOutput output, RunFolder folder, VisionTask task, List<EpochSummary> epochs)
    {
        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["folder"] = folder.Root,
                ["weights"] = folder.BestWeights,
                ["best"] = Json(task, epochs[0]),
                ["epochs"] = new JsonArray([.. epochs.Select(epoch => Json(task, epoch))]),
            });
            return;
        }

        var best = epochs[0];

        output.WriteLine(task.ResultLine(best.Metrics) + $" (epoch {best.Epoch + 1})");
        output.WriteLine(folder.BestWeights);
    }

    private static JsonObject Json(VisionTask task, EpochSummary epoch)
    {
        var json = new JsonObject { ["epoch"] = epoch.Epoch, ["train_loss"] = epoch.TrainLoss };
        foreach (var (name, value) in epoch.TrainLosses)
            json[$"train_{name}"] = value;
        foreach (var metric in task.Metrics.Metrics)
            json[metric.Column] = epoch.Metrics[metric.Name];
        return json;
    }
}

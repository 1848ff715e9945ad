using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Cli.Training;
using GpuFormer.Cli.Validation;
using GpuFormer.Data;
using GpuFormer.Distributed;
using GpuFormer.Graph;
using GpuFormer.Models;
using GpuFormer.Tasks;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer val</c>: how right a network is on the images of a data set, by the numbers of its task.</summary>
internal sealed class ValCommand
{
    private static readonly Column<ClassRow>[] ClassColumns =
    [
        new("class", "class", row => row.Name, IsNumber: false),
        new("pictures", "pictures", row => row.Pictures),
        new("recall", "recall", row => row.Recall, row => Share(row.Recall)),
        new("precision", "precision", row => row.Precision, row => Share(row.Precision)),
        new("f1", "F1", row => row.F1, row => Share(row.F1)),
    ];

    private readonly Argument<string?> _data = new("DATA")
    {
        Description = "The data set, as for train; its validation split is judged by.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _model = new("--model", "-m")
    {
        Description = "The network; without it the one that the weights name.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _weights = new("--weights", "-w", "--checkpoint")
    {
        Description = "A safetensors file, a PyTorch checkpoint, or the folder of a run, whose best weights are taken.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _results = new("--results-file")
    {
        Description = "A CSV file to write, with timm's columns.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _confusion = new("--confusion")
    {
        Description = "A CSV file to write: pictures of each class (row) taken for each class (column).",
        HelpName = "FILE",
    };

    private readonly Option<bool> _perClass = new("--per-class")
    {
        Description = "Tell recall, precision and F1 of each class too.",
    };

    private readonly Option<string?> _classScores = new("--per-class-file")
    {
        Description = "A CSV file to write: images, precision, recall and F1 of each class.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _average = new("--metrics-avg")
    {
        Description = "Tell precision, recall and F1 over all classes: of all images, of classes, of classes by images.",
        HelpName = "micro|macro|weighted",
    };

    // The settings of a recipe that say how pictures are read.
    private static readonly string[] Keys =
    [
        "batch_size", "img_size", "crop_pct", "mean", "std", "interpolation", "val_split", "class_map", "class_order",
        "workers", "image_errors", "max_pixels",
    ];

    private const string SideKey = "img_size";

    // Those of them that detectors and segmenters have too.
    private static readonly string[] AnnotatedKeys = [SideKey, "val_split", "workers", "image_errors", "max_pixels"];

    private readonly List<(RecipeField Field, Option<string[]> Option)> _settings = [];

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Refuse to start when a picture cannot be read, or an annotation is wrong.",
    };

    private readonly NetworkOptions _network = new();
    private readonly ResultFilesOptions _files = new();
    private readonly AnnotatedDataOptions _annotated = new();
    private readonly ObjectValidation _objects;
    private readonly PixelValidation _pixels;

    private ValCommand() =>
        (_objects, _pixels) = (new ObjectValidation(_annotated, _files), new PixelValidation(_annotated));

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var val = new ValCommand();
        val._average.AcceptOnlyFromAmong("micro", "macro", "weighted");
        var command = new Command("val", "Validate weights on a data set.")
        {
            val._data, val._model, val._weights, val._results, val._confusion, val._perClass, val._classScores,
            val._average, val._strict,
        };
        foreach (var key in Keys)
        {
            var field = RecipeFields.Find(key);
            var option = RecipeOptions.OfValue(field);
            val._settings.Add((field, option));
            command.Options.Add(option);
        }

        command.Options.Add(val._network.Labels);
        command.Options.Add(val._network.DeviceString);
        command.Options.Add(val._network.Threads);
        command.Options.Add(val._network.MemoryLimit);
        command.Options.Add(val._network.Precision);
        command.Options.Add(val._network.ModelOptions);
        val._files.AddTo(command);
        foreach (var option in val._annotated.All.Concat(val._objects.Options))
            command.Options.Add(option);
        command.SetAction(result => RankedCommand.Run(open(result), (ranks, output) => val._files.AreNamed(result)
            ? val.JudgeFiles(output, result, ranks)
            : val.Run(output, result, ranks)));
        return command;
    }

    // Files take no time worth sharing: the first rank judges them.
    private int JudgeFiles(CommandOutput output, ParseResult result, IRankGroup ranks)
    {
        Option[] network =
        [
            _model, _weights, _results, _confusion, _classScores, _average, .. _settings.Select(setting => setting.Option),
            _network.Labels, _network.DeviceString, _network.Threads, _network.MemoryLimit, _network.Precision,
            _network.ModelOptions, .. _annotated.All, .. _objects.Options,
        ];
        var unused = result.GetValue(_data) is not null ? "DATA"
            : network.FirstOrDefault(option => result.GetResult(option) is { Implicit: false })?.Name;
        if (unused is not null)
            throw new UsageException($"'--gt' and '--dt' judge files alone: '{unused}' has no meaning beside them.");
        return ranks.Rank > 0
            ? ExitCode.Success
            : _files.Run(output, result, result.GetValue(_strict), result.GetValue(_perClass));
    }

    private int Run(CommandOutput output, ParseResult result, IRankGroup ranks)
    {
        var path = result.GetValue(_weights)
            ?? throw new UsageException("Option '--weights' is required, or '--gt' and '--dt' to judge files alone.");
        var name = ModelName(result, path);
        var task = ModelCatalogue.FamilyOf(name).Task;
        RequireMeaning(result, name, task);
        if (task != ModelTask.Classification)
            return RunAnnotated(output, result, ranks, name, path, task);
        if (result.GetValue(_data) is null)
            throw new UsageException("Name the data set: gpuformer val DATA --weights FILE.");
        RequireDistinct(result, path);
        using var model = Model.Load(name, path, new ModelOptions
        {
            Labels = result.GetValue(_network.Labels) is { } labels ? ClassLabels.Load(labels) : null,
            NetworkOptions = _network.OptionsOf(result, name),
            Warn = output.Warn,
        });
        var recipe = Settings(result, model);
        var data = RecipeData.Open(recipe, DatasetSplit.Validation);
        foreach (var remark in data.Remarks)
            output.Warn(remark);
        var match = Match(output, path, model, recipe, data);
        if (result.GetValue(_strict))
            data.RequireReadable(output.Cancellation);
        RankAgreement.OnEvaluation(ranks, recipe, data, model.Name);
        using var device = _network.OpenDevice(result, output, ranks);
        var judged = Judge(
            output, path, recipe, model, data, device, _network.PrecisionOf(result), match.Classes, ranks);
        // Of a network that knows more classes than the data set has, its own.
        var classes = match.Classes is null
            ? data.Classes
            : [.. Enumerable.Range(0, model.Classes).Select(k => model.Labels[k])];
        if (ranks.Rank > 0)
            return judged.NonFinite == 0 ? ExitCode.Success : ExitCode.RunError;
        WriteFiles(result, model, recipe, classes, judged);
        WriteResult(output, result, model, recipe, classes, judged);
        return judged.NonFinite == 0 ? ExitCode.Success : ExitCode.RunError;
    }

    // What is for another task has no meaning.
    private void RequireMeaning(ParseResult result, string model, ModelTask task)
    {
        _files.RequireUnused(result, task == ModelTask.Detection);
        Option[] classifiers =
        [
            _results, _confusion, _classScores, _average,
            .. _settings.Where(setting => !AnnotatedKeys.Contains(setting.Field.Key)).Select(setting => setting.Option),
        ];
        (ModelTask Task, IEnumerable<Option> Options)[] owners =
        [
            (ModelTask.Classification, classifiers), (ModelTask.Detection, _objects.Options),
        ];
        foreach (var (other, options) in owners.Where(owner => owner.Task != task))
        {
            if (options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } unused)
            {
                throw new UsageException($"{unused.Name} is for {PredictionTask.NounOf(other)}s, not for {model}, a "
                    + $"{PredictionTask.NounOf(task)}.");
            }
        }

        if (task == ModelTask.Classification
            && _annotated.All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } named)
        {
            throw new UsageException(
                $"{named.Name} is for detectors and segmenters, not for {model}, a {PredictionTask.NounOf(task)}.");
        }
    }

    private int RunAnnotated(
        CommandOutput output, ParseResult result, IRankGroup ranks, string name, string path, ModelTask task)
    {
        var recipe = new TrainingRecipe { Data = result.GetValue(_data) ?? "", Model = name };
        int? side = null;
        foreach (var (field, option) in _settings.Where(setting => AnnotatedKeys.Contains(setting.Field.Key)))
        {
            if (result.GetResult(option) is not { Implicit: false })
                continue;
            recipe = field.Apply(recipe, string.Join(' ', result.GetValue(option)!));
            if (field.Key == SideKey)
                side = recipe.ImageSize;
        }

        var labels = result.GetValue(_network.Labels) is { } file ? ClassLabels.Load(file) : null;
        var request = new ValidationRequest
        {
            Output = output,
            Options = result,
            Ranks = ranks,
            Network = name,
            Weights = path,
            Data = result.GetValue(_data),
            Recipe = recipe,
            ImageSize = side,
            IsStrict = result.GetValue(_strict),
            PerClass = result.GetValue(_perClass),
            Choose = options => _network.Choose(options, result, output, ranks) with
            {
                Warn = output.Warn,
                Model = new ModelOptions { Labels = labels, NetworkOptions = _network.OptionsOf(result, name) },
            },
        };
        return task == ModelTask.Detection ? _objects.Run(request) : _pixels.Run(request);
    }

    private void RequireDistinct(ParseResult result, string weights)
    {
        var labels = result.GetValue(_network.Labels);
        (string Name, string? Path)[] written =
        [
            ("--results-file", result.GetValue(_results)), ("--confusion", result.GetValue(_confusion)),
            ("--per-class-file", result.GetValue(_classScores)),
        ];
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i].Path is { } path)
            {
                OutputFiles.RequireDistinct(
                    path, [("--weights", weights), ("--labels", labels), .. written.Skip(i + 1)]);
            }
        }
    }

    // By name where both sides have names, else by place, of which there must be as many.
    private static ClassMatch Match(
        CommandOutput output, string path, Model model, TrainingRecipe recipe, ImageDataset data)
    {
        var match = ClassMatch.Of(model.Labels, data);
        if (match.Unknown.Count > 0)
        {
            throw new BadDataException($"The weights in {path} know no class {DatasetIdentity.Listed(match.Unknown)} "
                + $"of {recipe.Data}: theirs are {match.Difference}. Name the data set that they were trained for, or "
                + "their classes as the data set calls them (--labels FILE).");
        }

        if (!match.ByName && data.Classes.Count != model.Classes)
        {
            throw new BadDataException($"{recipe.Data} has {data.Classes.Count} classes, the weights in {path} have "
                + $"{model.Classes}. Name the data set that they were trained for.");
        }

        if (match.Classes is not null)
            output.Warn($"classes are matched by name: the weights in {path} have {match.Difference}");
        else if (!match.ByName && data.HasClassNames)
            output.Warn($"the weights in {path} name no classes: those of {recipe.Data} are taken in their order");
        return match;
    }

    private static ClassificationResult Judge(
        CommandOutput output, string path, TrainingRecipe recipe, Model model, ImageDataset data,
        Kernels.Launch.Device device, Precision precision, IReadOnlyList<int>? classOf, IRankGroup ranks)
    {
        using var batches = new BatchLoader(data, RecipeData.EvaluationOptions(
            recipe with { Workers = RankDevice.Threads(ranks, recipe.Workers) }, ranks));
        using var session = NetworkOptions.Guard(recipe.BatchSize, recipe.ImageSize, recipe.ImageSize, () =>
            new Session(model, device, recipe.BatchSize, recipe.ImageSize, recipe.ImageSize, precision));
        var all = batches.BatchesIn(0);
        var turn = 0;
        var judged = Evaluator.Evaluate(session, batches, output.Cancellation, done =>
        {
            // Of several ranks each has every n-th batch.
            if (++turn % 50 == 0 || done + ranks.Size > all)
                output.Progress($"Test: [{Math.Min(all, turn * ranks.Size),4}/{all}]");
        }, classOf, ranks);
        Warn(output, ranks, "damaged, and read all the same: ", batches.Damaged);
        Warn(output, ranks, "skipped: ", batches.Unreadable);
        foreach (var index in judged.NonFinitePictures)
            output.Warn($"{data.NameOf(index)}: the network's result is infinite or NaN");
        if (judged.NonFinite > judged.NonFinitePictures.Count)
            output.Warn($"so are those of {judged.NonFinite - judged.NonFinitePictures.Count} more pictures");
        return judged.Count > 0 ? judged : throw new BadDataException($"No picture of {recipe.Data} could be read.");
    }

    // Each rank knows what was in its own batches.
    private static void Warn(CommandOutput output, IRankGroup ranks, string what, IEnumerable<object> pictures)
    {
        foreach (var line in ranks.GatherTexts(string.Join('\0', pictures))
            .SelectMany(lines => lines.Split('\0', StringSplitOptions.RemoveEmptyEntries)))
        {
            output.Warn($"{what}{line}");
        }
    }

    private string ModelName(ParseResult result, string path)
    {
        if (result.GetValue(_model) is { } named)
            return NetworkOptions.Resolve(named);
        return NetworkOptions.ModelOf(path);
    }

    private TrainingRecipe Settings(ParseResult result, Model model)
    {
        var preprocessing = model.Preprocessing;
        var recipe = new TrainingRecipe
        {
            Data = result.GetValue(_data)!,
            Model = model.Name,
            Classes = model.Classes,
            BatchSize = 64,
            ImageSize = preprocessing.InputSize,
            CropShare = preprocessing.CropShare,
            Mean = preprocessing.Mean,
            StandardDeviation = preprocessing.StandardDeviation,
            Interpolation = preprocessing.Interpolation,
        };
        foreach (var (field, option) in _settings)
        {
            if (result.GetResult(option) is { Implicit: false })
                recipe = field.Apply(recipe, string.Join(' ', result.GetValue(option)!));
        }

        if (recipe.BatchSize == 0)
            throw new UsageException("--batch-size auto is for train; name the pictures of a batch.");

        return recipe;
    }

    private void WriteFiles(
        ParseResult result, Model model, TrainingRecipe recipe, IReadOnlyList<string> classes, ClassificationResult judged)
    {
        if (result.GetValue(_results) is { } results)
        {
            var averages = AveragesOf(result, judged);
            var names = string.Concat(averages.Select(score => $"{score.Name},"));
            var values = string.Concat(averages.Select(score =>
                string.Create(CultureInfo.InvariantCulture, $"{score.Percent:F3},")));
            AtomicFile.WriteText(results, string.Create(CultureInfo.InvariantCulture,
                $"model,top1,top1_err,top5,top5_err,{names}param_count,img_size,crop_pct,interpolation\n"
                + $"{model.Name},{judged.Top1:F3},{100 - judged.Top1:F3},{judged.Top5:F3},{100 - judged.Top5:F3},"
                + $"{values}{model.Network.ParameterCount / 1e6:F2},{recipe.ImageSize},{recipe.CropShare},"
                + $"{RecipeFields.Find("interpolation").Read(recipe)}\n"));
        }

        if (result.GetValue(_confusion) is { } confusion)
            AtomicFile.WriteText(confusion, ConfusionCsv(classes, MatrixOf(judged)));
        if (result.GetValue(_classScores) is { } scores)
            AtomicFile.WriteText(scores, MatrixOf(judged).ToCsv(classes));
    }

    private static ConfusionMatrix MatrixOf(ClassificationResult judged) => judged.Confusion
        ?? throw new BadDataException("There are too many classes for a confusion matrix, which the scores of classes need.");

    // timm's names and unit.
    private (string Name, double Percent)[] AveragesOf(ParseResult result, ClassificationResult judged)
    {
        if (result.GetValue(_average) is not { } average)
            return [];
        var scores = MatrixOf(judged).Average(Enum.Parse<MetricsAverage>(average, ignoreCase: true));
        return
        [
            ($"{average}_precision", 100 * scores.Precision), ($"{average}_recall", 100 * scores.Recall),
            ($"{average}_f1_score", 100 * scores.F1),
        ];
    }

    private static string ConfusionCsv(IReadOnlyList<string> classes, ConfusionMatrix matrix)
    {
        var text = new StringBuilder("class");
        foreach (var name in classes)
            text.Append(',').Append(EncodedText.CsvField(name));
        text.Append('\n');
        for (var actual = 0; actual < matrix.Classes; actual++)
        {
            text.Append(EncodedText.CsvField(classes[actual]));
            for (var predicted = 0; predicted < matrix.Classes; predicted++)
                text.Append(CultureInfo.InvariantCulture, $",{matrix[actual, predicted]}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private void WriteResult(
        CommandOutput output, ParseResult result, Model model, TrainingRecipe recipe, IReadOnlyList<string> names,
        ClassificationResult judged)
    {
        var classes = result.GetValue(_perClass) && judged.Confusion is { } matrix
            ? Enumerable.Range(0, matrix.Classes).Select(k => new ClassRow(
                names[k], matrix.Total(k), matrix.Recall(k), matrix.Precision(k), matrix.F1(k))).ToList()
            : [];
        var averages = AveragesOf(result, judged);
        if (output.Json)
        {
            var json = new JsonObject
            {
                ["model"] = model.Name,
                ["pictures"] = judged.Count,
                ["top1"] = judged.Top1,
                ["top1_err"] = 100 - judged.Top1,
                ["top5"] = judged.Top5,
                ["top5_err"] = 100 - judged.Top5,
                ["loss"] = judged.Loss,
                ["non_finite"] = judged.NonFinite,
                ["param_count"] = model.Network.ParameterCount,
                ["img_size"] = recipe.ImageSize,
                ["crop_pct"] = recipe.CropShare,
                ["interpolation"] = RecipeFields.Find("interpolation").Read(recipe),
            };
            foreach (var (name, percent) in averages)
                json[name] = percent;
            if (classes.Count > 0)
                json["classes"] = ResultTable.ToJson(ClassColumns, classes);
            output.WriteJson(json);
            return;
        }

        if (classes.Count > 0)
            ResultTable.Write(output, ClassColumns, classes);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ClassificationTask.AccuracyLine(judged.Top1, judged.Top5)} Loss {judged.Loss:F4} ({judged.Count} pictures)"));
        if (averages.Length > 0)
        {
            output.WriteLine(" * " + string.Join("  ", averages.Select(score =>
                string.Create(CultureInfo.InvariantCulture, $"{score.Name} {score.Percent:F3}"))));
        }
    }

    private static string Share(double value) =>
        double.IsFinite(value) ? (100 * value).ToString("F2", CultureInfo.InvariantCulture) : "-";

    private sealed record ClassRow(string Name, int Pictures, double Recall, double Precision, double F1);
}

using System.CommandLine;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Graph.Ops;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary>
/// <c>gpuformer run --backward</c>: loss and gradients of stored pictures and labels, and the losses of further steps on
/// them, for parity checks against other frameworks.
/// </summary>
internal sealed class BackwardRun
{
    private const string LabelsTensor = "labels";

    private readonly Option<bool> _backward = new("--backward")
    {
        Description = "Also write the loss and the gradient of every parameter, in training mode; needs --labels, or of "
            + "detectors and segmenters the targets beside the input.",
    };

    private readonly Option<string?> _labels = new("--labels")
    {
        Description = $"A safetensors file with the tensor '{LabelsTensor}': [N] classes, or [N,classes] shares.",
        HelpName = "FILE",
    };

    private readonly Option<int> _steps = NumberOptions.ZeroForAutomatic(
        "--steps", "Updates on the same pictures after the gradients; their losses are written too.");

    private readonly Option<string> _optimizer = new("--opt")
    {
        Description = "The rule of the updates: adamw, sgd (Nesterov, momentum 0.9) or rmsprop (alpha and momentum 0.9).",
        DefaultValueFactory = _ => "adamw",
    };

    private readonly Option<double> _rate = new("--lr")
    {
        Description = "The learning rate of the updates.",
        DefaultValueFactory = _ => 1e-3,
    };

    private readonly Option<double> _decay = new("--weight-decay")
    {
        Description = "The weight decay of the updates, of every parameter.",
        DefaultValueFactory = _ => 0.0,
    };

    private readonly Option<double?> _clip = new("--clip-grad")
    {
        Description = "The largest norm of all gradients together; larger ones are scaled down.",
    };

    private readonly Option<double?> _trunkRate = new("--backbone-lr")
    {
        Description = "The learning rate of a detector's trunk; that of the rest where it is not given.",
    };

    private readonly Option<string> _norms = new("--batch-norm")
    {
        Description = "What the norms of a detector's trunk do: batch (its statistics), running (those of the weights), frozen "
            + "(these, and their weights do not learn).",
        DefaultValueFactory = _ => "batch",
    };

    public BackwardRun()
    {
        _norms.AcceptOnlyFromAmong("batch", "running", "frozen");
        _optimizer.AcceptOnlyFromAmong("adamw", "sgd", "rmsprop");
    }

    public IEnumerable<Option> Options => [_backward, _labels, _steps, _optimizer, _rate, _decay, _clip, _trunkRate, _norms];

    /// <summary>Whether the command line asks for it.</summary>
    /// <exception cref="UsageException">It does not, but sets what it needs.</exception>
    public bool IsAskedFor(ParseResult result)
    {
        if (result.GetValue(_backward))
            return true;
        var set = Options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
        return set is null ? false : throw new UsageException($"{set.Name} needs --backward.");
    }

    /// <summary>The file of labels, if there is one.</summary>
    public string? LabelsOf(ParseResult result) => result.GetValue(_labels);

    /// <summary>Runs and writes.</summary>
    /// <exception cref="UsageException">Labels are missing, or a number makes no sense.</exception>
    public int Run(
        CommandOutput output, ParseResult result, NetworkOptions network, Model model, int[] shape, float[] input,
        string inputPath, string outputPath)
    {
        var isClassifier = model.Network.Family.Task == ModelTask.Classification;
        var labels = result.GetValue(_labels);
        if (isClassifier && labels is null)
            throw new UsageException($"--backward needs --labels FILE with the tensor '{LabelsTensor}'.");
        if (!isClassifier && labels is not null)
            throw new UsageException("--labels is for classifiers; targets of other networks stand beside the input.");
        var optimizer = OptimizerOf(result, out var rate);
        float[] shares = isClassifier ? ReadTargets(labels!, shape[0], model.Classes) : [];
        var reference = isClassifier ? null : ReferenceTargets.Read(inputPath, model.Network, shape);
        using var device = network.OpenDevice(result, output);
        using var session = NetworkOptions.Guard(shape[0], shape[2], shape[3], () => new TrainingSession(
            device, model.Network, new TrainingOptions(shape[0], shape[2], shape[3], optimizer)
            {
                TrunkNorms = Enum.Parse<NormTraining>(result.GetValue(_norms)!, ignoreCase: true),
            }, isClassifier ? null : VisionSystem.CriterionOf(model.Network)));
        var state = model.ReadState();
        session.Load(state);
        var step = reference is null ? session.Backward(input, shares) : session.Backward(input, reference.Targets);

        var writer = new SafetensorsWriter();
        writer.AddMetadata(WeightFile.ModelKey, model.Name);
        if (reference is null)
            writer.Add("logits", session.Logits.ToArray(), shape[0], model.Classes);
        foreach (var (name, values, sizes) in reference?.Results(session) ?? [])
            writer.Add(name, values, sizes);
        writer.Add("loss", new[] { step.Loss }, 1);
        var shapes = model.Network.Parameters.ToDictionary(p => p.Name, p => p.Shape.ToArray());
        foreach (var (name, gradient) in session.ReadGradients())
            writer.Add($"grad.{name}", gradient, shapes[name]);
        foreach (var (name, value) in session.ReadState().Where(entry => IsStatistic(model, entry.Key)))
            writer.Add($"buffer.{name}", value, shapes[name]);
        var losses = new float[result.GetValue(_steps)];
        session.Load(state);
        for (var i = 0; i < losses.Length; i++)
        {
            output.Cancellation.ThrowIfCancellationRequested();
            losses[i] = (reference is null
                ? session.Step(input, shares, rate)
                : session.Step(input, reference.Targets, rate)).Loss;
        }

        if (losses.Length > 0)
            writer.Add("losses", losses, losses.Length);
        if (!float.IsFinite(step.Loss) || !double.IsFinite(step.GradientNorm))
            output.Warn($"{outputPath}: loss or gradients are infinite or NaN");
        writer.Save(outputPath);
        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["model"] = model.Name,
                ["device"] = device.Name,
                ["output"] = outputPath,
                ["loss"] = step.Loss,
                ["gradientNorm"] = step.GradientNorm,
                ["losses"] = new JsonArray([.. losses.Select(loss => (JsonNode)loss)]),
            });
        }
        else
        {
            output.WriteLine($"{outputPath}: loss {step.Loss:G7}, gradients of norm {step.GradientNorm:G7}");
        }

        return ExitCode.Success;
    }

    private OptimizerOptions OptimizerOf(ParseResult result, out double rate)
    {
        rate = NotNegative(result, _rate);
        var kind = Enum.Parse<OptimizerKind>(result.GetValue(_optimizer)!, ignoreCase: true);
        var (clip, trunk) = (result.GetValue(_clip), result.GetValue(_trunkRate));
        if (clip is { } norm && !(norm > 0 && double.IsFinite(norm)))
            throw new UsageException($"{_clip.Name} takes a number above 0, not {norm}.");
        if (trunk is { } own && !(own > 0 && rate > 0 && own <= 1000 * rate))
            throw new UsageException($"{_trunkRate.Name} takes a number above 0, at most a thousand times --lr, not {own}.");
        return new OptimizerOptions(kind, NotNegative(result, _decay))
        {
            DecaysAll = true,
            ClipNorm = clip,
            TrunkFactor = trunk / rate ?? 1,
        };
    }

    private static double NotNegative(ParseResult result, Option<double> option) =>
        result.GetValue(option) is var value && double.IsFinite(value) && value >= 0
            ? value
            : throw new UsageException($"{option.Name} takes a number of at least 0, not {value}.");

    private static bool IsStatistic(Model model, string name) =>
        model.Network.Parameters.Any(p => p.Name == name && p.Kind == ParameterKind.Statistic);

    private static float[] ReadTargets(string path, int batch, int classes)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.TryGet(LabelsTensor, out var entry))
        {
            throw new ModelFormatException(path, LabelsTensor, "is not in the file",
                $"Store the classes as '{LabelsTensor}', [N], or shares of them, [N,classes].");
        }

        var values = new float[entry.ElementCount];
        file.ReadFloat32(LabelsTensor, values);
        if (entry.Shape is [var rows, var columns] && rows == batch && columns == classes)
            return values;
        if (entry.Shape is not [var count] || count != batch || values.Any(v => v < 0 || v >= classes || v % 1 != 0))
        {
            throw new ModelFormatException(path, LabelsTensor, $"is {entry}, or not all are classes",
                $"Store {batch} classes from 0 to {classes - 1}, or shares [{batch},{classes}].");
        }

        var targets = new float[batch * classes];
        for (var i = 0; i < batch; i++)
            targets[(i * classes) + (int)values[i]] = 1;
        return targets;
    }
}

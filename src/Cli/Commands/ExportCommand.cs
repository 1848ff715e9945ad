using System.CommandLine;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Onnx;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer export</c>: a network with its weights as a file for other runtimes.</summary>
internal static class ExportCommand
{
    private const string Onnx = "onnx";
    private const string Safetensors = "safetensors";

    private const string HowToRun =
        "To check the numbers: run it in ONNX Runtime (npm install onnxruntime-node, or pip install onnxruntime) and "
        + "compare its outputs with those of 'gpuformer run' on the same input.";

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var target = new Argument<string>("OUT") { Description = "The file to write." };
        var format = new Option<string>("--format")
        {
            Description = "onnx, or safetensors for the weights alone.",
            DefaultValueFactory = _ => Onnx,
        };
        format.AcceptOnlyFromAmong(Onnx, Safetensors);
        var opset = new Option<int>("--opset")
        {
            Description = "Version of ONNX's operators, "
                + $"{OnnxExportOptions.OldestOpset} to {OnnxExportOptions.NewestOpset}.",
            HelpName = "N",
            DefaultValueFactory = _ => OnnxExportOptions.OldestOpset,
        };
        var dynamic = new Option<bool>("--dynamic") { Description = "Leave the batch size open." };
        var check = new Option<bool>("--check") { Description = "Read the file back and check its structure." };
        var batch = NumberOptions.Positive("--batch-size", 1, "Pictures of one run, without --dynamic.");
        var side = NumberOptions.ZeroForAutomatic("--img-size", "Side of the pictures; 0 takes the model's own.");
        var command = new Command("export", "Write a network with its weights as ONNX, for other runtimes.")
        {
            target, format, network.Name, network.Weights, opset, dynamic, check, batch, side, network.Classes,
            network.ModelOptions,
        };
        command.SetAction(result =>
        {
            var output = open(result);
            var path = result.GetRequiredValue(target);
            var name = network.ModelOf(result);
            var weights = result.GetValue(network.Weights)
                ?? throw new UsageException("export needs --weights FILE, a safetensors file or a PyTorch checkpoint.");
            var chosen = result.GetValue(format)!;
            RequireEnding(path, chosen);
            OutputFiles.RequireDistinct(path, ("--weights", weights));
            var chosenOptions = new ModelOptions
            {
                Warn = output.Warn,
                Classes = result.GetValue(network.Classes),
                NetworkOptions = network.OptionsOf(result, name),
            };
            if (chosen == Safetensors && chosenOptions.Classes == 0)
                throw new UsageException("--classes 0 is for --format onnx: weights keep their last linear.");
            using var model = Model.Load(name, weights, chosenOptions);
            output.Cancellation.ThrowIfCancellationRequested();
            if (chosen == Safetensors)
            {
                CheckpointConverter.Convert(ModelFiles.Find(weights), path, new CheckpointOptions());
                Write(output, model, path, chosen, null);
                return ExitCode.Success;
            }

            var (height, width) = result.GetValue(side) is > 0 and var given ? (given, given) : model.Network.DesignSize;
            var options = new OnnxExportOptions
            {
                Opset = Supported(result.GetValue(opset)),
                DynamicBatch = result.GetValue(dynamic),
                BatchSize = result.GetValue(batch),
                Height = height,
                Width = width,
            };
            NetworkOptions.Guard(options.BatchSize, height, width, () =>
            {
                model.ExportOnnx(path, options);
                return path;
            });
            Write(output, model, path, chosen, result.GetValue(check) ? OnnxCheck.Check(path) : null);
            return ExitCode.Success;
        });
        return command;
    }

    private static void RequireEnding(string path, string format)
    {
        if (!path.EndsWith($".{format}", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"'{path}' must end in .{format} for --format {format}.");
    }

    private static int Supported(int opset) =>
        opset is >= OnnxExportOptions.OldestOpset and <= OnnxExportOptions.NewestOpset
            ? opset
            : throw new UsageException($"--opset {opset} cannot be written; {OnnxExportOptions.OldestOpset} to "
                + $"{OnnxExportOptions.NewestOpset} can, and {OnnxExportOptions.OldestOpset} is read most widely.");

    private static void Write(CommandOutput output, Model model, string path, string format, OnnxSummary? summary)
    {
        var bytes = new FileInfo(path).Length;
        if (output.Json)
        {
            var json = new JsonObject
            {
                ["model"] = model.Name,
                ["format"] = format,
                ["output"] = path,
                ["bytes"] = bytes,
            };
            if (summary is not null)
            {
                json.Add("opset", summary.Opset);
                json.Add("nodes", summary.Nodes);
                json.Add("initialisers", summary.Initialisers);
                json.Add("inputs", new JsonArray([.. summary.Inputs.Select(text => (JsonNode)text)]));
                json.Add("outputs", new JsonArray([.. summary.Outputs.Select(text => (JsonNode)text)]));
            }

            output.WriteJson(json);
            return;
        }

        output.WriteLine($"{path}: {model.Name} as {format}, {Quantities.Bytes(bytes)}");
        if (summary is null)
            return;
        output.WriteLine($"structure is sound: opset {summary.Opset}, {summary.Nodes} nodes, "
            + $"{summary.Initialisers} constants; {string.Join(", ", summary.Inputs)} to "
            + string.Join(", ", summary.Outputs));
        output.Progress(HowToRun);
    }
}

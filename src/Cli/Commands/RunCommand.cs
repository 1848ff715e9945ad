using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer run</c>: tensors in, logits out, for parity checks against other frameworks.</summary>
internal static class RunCommand
{
    private const string InputTensor = "input";
    private const string OutputTensor = "logits";

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var input = new Option<string>("--input", "-i")
        {
            Description = $"A safetensors file with the tensor '{InputTensor}', [N,3,H,W], float32, normalised.",
            HelpName = "FILE",
            Required = true,
        };
        var target = new Option<string>("--output", "-o")
        {
            Description = $"The safetensors file to write, with the tensor '{OutputTensor}', [N,classes], float32.",
            HelpName = "FILE",
            Required = true,
        };
        var classes = NumberOptions.ZeroForAutomatic(
            "--classes", "Classes that the weights must have; 0 takes what they have.");
        var command = new Command("run", "Run a network on stored tensors and store its logits.")
        {
            network.Name, network.Weights, input, target, network.DeviceString, network.Threads,
            network.MemoryLimit, classes, network.HyperToken,
        };
        var backward = new BackwardRun();
        foreach (var option in backward.Options)
            command.Add(option);
        command.SetAction(result => Run(
            open(result), result, network, backward, result.GetRequiredValue(input), result.GetRequiredValue(target),
            new ModelOptions
            {
                Classes = result.GetValue(classes) is > 0 and var count ? count : null,
                SpatialDyRelu = network.IsSpatial(result),
            }));
        return command;
    }

    private static int Run(
        CommandOutput output, ParseResult result, NetworkOptions network, BackwardRun backward, string inputPath,
        string outputPath, ModelOptions options)
    {
        var name = network.ModelOf(result);
        var weights = result.GetValue(network.Weights)
            ?? throw new UsageException("run needs --weights FILE, a safetensors file or a PyTorch checkpoint.");
        var (shape, input) = ReadInput(inputPath);
        using var model = Model.Load(name, weights, options);
        if (backward.IsAskedFor(result))
            return backward.Run(output, result, network, model, shape, input, outputPath);
        using var device = network.OpenDevice(result, output);
        using var session = NetworkOptions.Guard(shape[0], height: shape[2], width: shape[3], () =>
            new Session(model, device, shape[0], height: shape[2], width: shape[3]));
        output.Cancellation.ThrowIfCancellationRequested();

        var logits = new float[session.OutputShape.Elements];
        var start = Stopwatch.GetTimestamp();
        session.Predict(input, logits);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        var writer = new SafetensorsWriter();
        writer.Add(OutputTensor, logits, shape[0], model.Classes);
        writer.Save(outputPath);
        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["model"] = model.Name,
                ["device"] = device.Name,
                ["output"] = outputPath,
                ["shape"] = new JsonArray(shape[0], model.Classes),
                ["milliseconds"] = milliseconds,
            });
        }
        else
        {
            output.Results.WriteLine($"{outputPath}: {OutputTensor} [{shape[0]},{model.Classes}]");
        }

        return ExitCode.Success;
    }

    private static (int[] Shape, float[] Values) ReadInput(string path)
    {
        using var file = SafetensorsFile.Open(path);
        if (!file.TryGet(InputTensor, out var entry))
        {
            throw new ModelFormatException(path, InputTensor, "is not in the file",
                $"Store the pictures as '{InputTensor}', [N,3,H,W], float32.");
        }

        if (entry.DType != DType.F32 || entry.Shape is not [> 0, 3, > 0, > 0])
        {
            throw new ModelFormatException(path, InputTensor, $"is {entry}, not float32 [N,3,H,W]",
                "Store normalised pictures, channels before rows.");
        }

        var values = new float[entry.ElementCount];
        file.ReadFloat32(InputTensor, values);
        return ([.. entry.Shape], values);
    }
}

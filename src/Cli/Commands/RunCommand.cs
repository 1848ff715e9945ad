using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Graph;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Tasks.Systems;
using GpuFormer.Training;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer run</c>: tensors in, logits out, for parity checks against other frameworks.</summary>
internal static class RunCommand
{
    private const string InputTensor = "input";
    private const string SizesTensor = "sizes";
    private const string OriginalsTensor = "original_sizes";

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var input = new Option<string>("--input", "-i")
        {
            Description = $"A safetensors file with the tensor '{InputTensor}', [N,3,H,W], float32, normalised; for detectors "
                + $"also '{SizesTensor}' and '{OriginalsTensor}', [N,2], height and width of each image in it, and of the "
                + "images that boxes are to lie in.",
            HelpName = "FILE",
            Required = true,
        };
        var target = new Option<string>("--output", "-o")
        {
            Description = "The safetensors file to write: 'logits' [N,classes]; 'features' [N,C] with --classes 0; "
                + "'stride4' to 'stride32' [N,C,H,W] with --features; of detectors and segmenters what the programs that "
                + "they follow make, such as 'cls_logits', and 'detections.0.boxes'. All float32.",
            HelpName = "FILE",
            Required = true,
        };
        var features = new Option<bool>("--features")
        {
            Description = "Store the maps of strides 4, 8, 16 and 32 instead, on which detectors build.",
        };
        var command = new Command("run", "Run a network on stored tensors and store its logits.")
        {
            network.Name, network.Weights, input, target, network.DeviceString, network.Threads,
            network.MemoryLimit, network.Precision, network.Classes, network.ModelOptions, features,
        };
        var backward = new BackwardRun();
        foreach (var option in backward.Options)
            command.Add(option);
        command.SetAction(result => Run(
            open(result), result, network, backward, result.GetRequiredValue(input), result.GetRequiredValue(target),
            result.GetValue(features), new ModelOptions
            {
                Classes = result.GetValue(network.Classes),
                NetworkOptions = network.OptionsOf(result, network.ModelOf(result)),
            }));
        return command;
    }

    private static int Run(
        CommandOutput output, ParseResult result, NetworkOptions network, BackwardRun backward, string inputPath,
        string outputPath, bool asksForFeatures, ModelOptions options)
    {
        var name = network.ModelOf(result);
        var weights = result.GetValue(network.Weights)
            ?? throw new UsageException("run needs --weights FILE, a safetensors file or a PyTorch checkpoint.");
        OutputFiles.RequireDistinct(
            outputPath, ("--input", inputPath), ("--weights", weights), ("--labels", backward.LabelsOf(result)));
        var (shape, input) = ReadInput(inputPath);
        if (!FiniteNumbers.All(input))
            output.Warn($"{inputPath}: tensor '{InputTensor}' has infinities or NaN");
        using var model = Model.Load(name, weights, options with { Warn = output.Warn });
        var precision = network.PrecisionOf(result);
        if (backward.IsAskedFor(result) && precision != Precision.Single)
            throw new UsageException("Gradients are made in fp32: leave --precision out, or --backward.");
        if (backward.IsAskedFor(result))
            return backward.Run(output, result, network, model, shape, input, inputPath, outputPath);
        using var device = network.OpenDevice(result, output);
        var (made, milliseconds) = asksForFeatures
            ? Features(model, device, shape, input, precision)
            : model.Network.Family.Task != ModelTask.Classification
                ? Named(model, device, inputPath, shape, input, precision)
                : Logits(model, device, shape, input, precision);
        var writer = new SafetensorsWriter();
        writer.AddMetadata(WeightFile.ModelKey, model.Name);
        var isFinite = true;
        foreach (var (tensor, values, sizes) in made)
        {
            writer.Add(tensor, values, sizes);
            if (FiniteNumbers.All(values))
                continue;
            isFinite = false;
            output.Warn($"{outputPath}: tensor '{tensor}' has infinities or NaN");
        }

        writer.Save(outputPath);
        if (output.Json)
        {
            var json = new JsonObject
            {
                ["model"] = model.Name,
                ["device"] = device.Name,
                ["output"] = outputPath,
                ["shape"] = Sizes(made[0].Shape),
                ["milliseconds"] = milliseconds,
                ["finite"] = isFinite,
            };
            if (made.Length > 1)
                json["shapes"] = new JsonObject(made.Select(t => KeyValuePair.Create(t.Name, (JsonNode?)Sizes(t.Shape))));
            output.WriteJson(json);
        }
        else
        {
            output.WriteLine($"{outputPath}: "
                + string.Join(", ", made.Select(t => $"{t.Name} [{string.Join(',', t.Shape)}]")));
        }

        return ExitCode.Success;
    }

    private static (StoredTensor[] Made, double Milliseconds) Named(
        Model model, Device device, string path, int[] shape, float[] input, Precision precision)
    {
        var sizes = ReferenceTensors.ReadSizes(path, SizesTensor, shape[0])
            ?? [.. Enumerable.Repeat((shape[2], shape[3]), shape[0])];
        if (sizes.Any(size => size.Height > shape[2] || size.Width > shape[3]))
        {
            throw new ModelFormatException(path, SizesTensor, $"holds sizes above {shape[3]} x {shape[2]}, those of the input",
                "Store height and width of each image in it.");
        }

        var originals = ReferenceTensors.ReadSizes(path, OriginalsTensor, shape[0]) ?? sizes;
        var (made, milliseconds) = NetworkOptions.Guard(shape[0], height: shape[2], width: shape[3], () =>
            ReferenceTensors.Of(model, device, shape, input, sizes, originals, precision));
        return ([.. made], milliseconds);
    }

    private static JsonArray Sizes(int[] shape) => new([.. shape.Select(size => (JsonNode)size)]);

    private static (StoredTensor[] Made, double Milliseconds) Logits(
        Model model, Device device, int[] shape, float[] input, Precision precision)
    {
        using var session = NetworkOptions.Guard(shape[0], height: shape[2], width: shape[3], () =>
            new Session(model, device, shape[0], height: shape[2], width: shape[3], precision));
        var logits = new float[session.OutputShape.Elements];
        var start = Stopwatch.GetTimestamp();
        session.Predict(input, logits);
        var name = model.Classes > 0 ? "logits" : "features";
        return ([new(name, logits, [.. session.OutputShape])], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static (StoredTensor[] Made, double Milliseconds) Features(
        Model model, Device device, int[] shape, float[] input, Precision precision)
    {
        using var extractor = NetworkOptions.Guard(shape[0], height: shape[2], width: shape[3], () =>
            new FeatureExtractor(model, device, shape[0], height: shape[2], width: shape[3], precision));
        var start = Stopwatch.GetTimestamp();
        var maps = extractor.Extract(input);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return ([.. maps.Select(map => new StoredTensor($"stride{map.Stage.Stride}", Planes(map),
            [map.Shape[0], map.Shape[3], map.Shape[1], map.Shape[2]]))], milliseconds);
    }

    // [N, H, W, C] to [N, C, H, W].
    private static float[] Planes(FeatureMap map)
    {
        var (pixels, channels) = (map.Shape[1] * map.Shape[2], map.Shape[3]);
        var planes = new float[map.Values.Length];
        for (var i = 0; i < planes.Length; i++)
        {
            var (image, pixel, channel) = (i / (pixels * channels), i / channels % pixels, i % channels);
            planes[(((image * channels) + channel) * pixels) + pixel] = map.Values[i];
        }

        return planes;
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

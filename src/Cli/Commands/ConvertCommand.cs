using System.CommandLine;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer convert</c>: a PyTorch checkpoint, read as data, becomes a safetensors file.</summary>
internal static class ConvertCommand
{
    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var input = new Argument<string>("IN")
        {
            Description = "A .pth, .pth.tar or .safetensors file, or a folder with one.",
        };
        var target = new Argument<string>("OUT") { Description = "The .safetensors file to write." };
        var ema = new Option<bool>("--ema") { Description = "Take the averaged weights of a training checkpoint." };
        var expansion = NumberOptions.Positive("--max-expansion", new CheckpointOptions().ExpansionLimit,
            "How many times the size of the file its tensors may have; raise it for files you trust.");
        var half = new Option<bool>("--half") { Description = "Store numbers in half precision." };
        var command = new Command("convert", "Turn a PyTorch checkpoint into a safetensors file, without running it.")
        {
            input, target, ema, half, expansion,
        };
        command.SetAction(result => Run(
            open(result), result.GetRequiredValue(input), result.GetRequiredValue(target), result.GetValue(ema),
            result.GetValue(half), result.GetValue(expansion)));
        return command;
    }

    private static int Run(CommandOutput output, string input, string target, bool ema, bool half, int expansion)
    {
        OutputFiles.RequireSafetensors(target);
        input = ModelFiles.Find(input);
        // Tensors are read while the target is written.
        OutputFiles.RequireDistinct(target, ("IN", input));
        var summary = CheckpointConverter.Convert(
            input, target, new CheckpointOptions { Ema = ema, ExpansionLimit = expansion }, half, output.Warn);
        if (ModelFiles.WriteConfig(target, input) is { } config)
            output.Progress(config);
        foreach (var dropped in summary.Dropped)
            output.Debug($"left out {dropped.Name}: {dropped.Reason}");
        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["input"] = input,
                ["output"] = target,
                ["tensors"] = summary.TensorCount,
                ["bytes"] = summary.ByteCount,
                ["left_out"] = new JsonArray([.. summary.Dropped.Select(dropped => (JsonNode)new JsonObject
                {
                    ["name"] = dropped.Name,
                    ["reason"] = dropped.Reason,
                })]),
            });
        }
        else
        {
            output.WriteLine(
                $"{target}: {summary.TensorCount} tensors, {Quantities.Bytes(summary.ByteCount)}, "
                + $"{summary.Dropped.Length} entries left out");
        }

        return ExitCode.Success;
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;
using GpuFormer.Weights;

namespace GpuFormer.Cli.Commands;

/// <summary>
/// <c>gpuformer info</c>: one network in numbers and as a tree of its layers, and with <c>--graph</c> every launch of it.
/// </summary>
internal static class InfoCommand
{
    private sealed record Fact(string Key, string Name, JsonNode? Value, string Text);

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var model = new Argument<string>("MODEL") { Description = "The network; see 'gpuformer models'." };
        var side = NumberOptions.ImageSize();
        var batch = NumberOptions.Positive("--batch-size", 1, "Pictures of one run.");
        var classes = NumberOptions.Optional("--classes", "Classes; 0 leaves the last linear out.");
        var graph = new Option<bool>("--graph")
        {
            Description = "List every kernel launch: shapes, kernels, places in memory.",
        };
        var depth = NumberOptions.Optional(
            "--depth", "How many layers deep the tree goes; without it down to the network's blocks.");
        var command = new Command("info", "Describe a network.")
        {
            model, side, batch, classes, graph, depth, network.DeviceString, network.Threads, network.ModelOptions,
        };
        command.SetAction(result =>
        {
            var output = open(result);
            var name = NetworkOptions.Resolve(result.GetRequiredValue(model));
            var described = network.Create(result, name, result.GetValue(classes));
            using var device = network.OpenDevice(result, output);
            var (height, width) = result.GetValue(side) ?? described.DesignSize;
            var (plan, launches) = NetworkOptions.Guard(result.GetValue(batch), height, width, () =>
                PlannedLaunches.Of(described, device.Capabilities, result.GetValue(batch), height, width));
            var columns = result.GetValue(graph) ? Columns(plan) : null;
            Write(output, Facts(described, device, plan, launches), columns, launches,
                LayerTree.Of(described, height, width), result.GetValue(depth));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(
        CommandOutput output, IReadOnlyList<Fact> facts, Column<TraceRow>[]? columns, IReadOnlyList<TraceRow> launches,
        LayerTree layers, int? depth)
    {
        if (output.Json)
        {
            var json = new JsonObject();
            foreach (var fact in facts)
                json.Add(fact.Key, fact.Value);
            json.Add("layers", layers.ToJson(depth ?? int.MaxValue)["layers"]!.DeepClone());
            if (columns is not null)
                json.Add("graph", ResultTable.ToJson(columns, launches));
            output.WriteJson(json);
            return;
        }

        var width = facts.Max(fact => fact.Name.Length);
        foreach (var fact in facts)
            WriteFact(output, fact, width);
        output.WriteLine("");
        if (columns is null)
            layers.Write(output, depth);
        else
            ResultTable.Write(output, columns, launches, row => NodeNames.BlockOf(row.Node.Name));
    }

    // On a terminal, what is too long goes on below itself.
    private static void WriteFact(CommandOutput output, Fact fact, int width)
    {
        const string Gap = "  ";
        var name = fact.Name.PadRight(width) + Gap;
        var line = name;
        foreach (var word in fact.Text.Split(' '))
        {
            if (output.Interactive && line.Length > name.Length && line.Length + word.Length > output.Width)
            {
                output.WriteLine(line.TrimEnd());
                line = new string(' ', name.Length);
            }

            line += word + " ";
        }

        output.WriteLine(line.TrimEnd());
    }

    private static List<Fact> Facts(
        ImageModel model, Device device, ExecutionPlan plan, IReadOnlyList<TraceRow> launches)
    {
        var input = plan.Graph.Inputs[0].Shape;
        // As the model states it: passes neither add nor remove multiply-adds that papers count.
        var macs = model.Build(1, input[2], input[3]).MultiplyAdds;
        return
        [
            new("model", "model", model.Name, model.Name),
            new("family", "family", model.Family.Name, model.Family.Name),
            new("task", "task", TaskOf(model), TaskOf(model)),
            new("options", "options", new JsonArray([.. model.OptionTexts.Select(text => (JsonNode)text)]),
                model.OptionTexts.Count == 0 ? "as published" : string.Join(" ", model.OptionTexts)),
            new("params", "parameters", model.ParameterCount, $"{model.ParameterCount:N0}"),
            new("buffers", "buffers", model.BufferCount, $"{model.BufferCount:N0}"),
            new("entries", "state-dict entries", model.Parameters.Count, $"{model.Parameters.Count:N0}"),
            new("checksum", "their FNV-1a", ChecksumOf(model), ChecksumOf(model)),
            new("classes", "classes", model.Classes, $"{model.Classes:N0}"),
            new("features", "features",
                new JsonArray([.. model.Features.Select(stage => (JsonNode)new JsonObject
                {
                    ["stride"] = stage.Stride,
                    ["channels"] = stage.Channels,
                    ["stage"] = stage.Name,
                })]),
                string.Join(", ", model.Features.Select(stage => $"{stage.Channels} at stride {stage.Stride}"))),
            new("input", "input", new JsonArray([.. input.Select(size => (JsonNode)size)]), input.ToString()),
            new("macs", "MACs of an image", macs, $"{macs:N0}"),
            new("flops", "FLOPs (2 x MACs)", 2 * macs, $"{2 * macs:N0}"),
            new("device", "device", device.Name, $"{device.Name}: {device.Description}"),
            new("launches", "launches", launches.Count, $"{launches.Count} in {plan.Schedule.Waves.Count} waves"),
            new("kernels", "kernels", Kernels(launches), $"{Kernels(launches)}"),
            new("arena_bytes", "arena", plan.ArenaBytes, Quantities.Bytes(plan.ArenaBytes)),
            new("constant_bytes", "packed weights", plan.ConstantBytes, Quantities.Bytes(plan.ConstantBytes)),
            new("peak_bytes", "device memory", plan.ArenaBytes + plan.ConstantBytes,
                Quantities.Bytes(plan.ArenaBytes + plan.ConstantBytes)),
        ];
    }

    // Of all names and shapes in order, as Networks 1.11 says.
    private static string ChecksumOf(ImageModel model) => SeededWeights.Hash(string.Concat(model.Parameters
        .Select(parameter => $"{parameter.Name} {string.Join(',', parameter.Shape)}\n"))).ToString("x8", CultureInfo.InvariantCulture);

    private static string TaskOf(ImageModel model) => model.Family.Task.ToString().ToLowerInvariant();

    private static int Kernels(IReadOnlyList<TraceRow> launches) =>
        launches.Select(row => row.Kernel).Distinct().Count();

    private static Column<TraceRow>[] Columns(ExecutionPlan plan) =>
    [
        new("wave", "wave", row => row.Wave) { Terminal = new() { LeavesOut = 1 } },
        new("node", "node", row => row.Node.Name, IsNumber: false)
        {
            Terminal = new() { Text = row => NodeNames.WithinBlock(row.Node.Name) },
        },
        new("op", "op", row => row.Node.Op.Name, IsNumber: false),
        new("kernel", "kernel", row => row.Kernel.Name, IsNumber: false)
        {
            Terminal = new() { Text = NodeNames.KernelOf, LeavesOut = 4 },
        },
        new("grid", "grid", row => new JsonArray(row.Grid.X, row.Grid.Y, row.Grid.Z),
            row => $"{row.Grid.X}x{row.Grid.Y}x{row.Grid.Z}") { Terminal = new() { LeavesOut = 3 } },
        new("outputs", "output", row => new JsonArray([.. row.Node.Outputs.Select(tensor => (JsonNode)new JsonObject
        {
            ["shape"] = new JsonArray([.. tensor.Shape.Select(size => (JsonNode)size)]),
            ["offset"] = plan.OffsetOf(tensor),
        })]), row => string.Join(" ", row.Node.Outputs.Select(tensor => tensor.Shape)), IsNumber: false)
        {
            Terminal = new() { Text = row => string.Join('x', row.Node.Output.Shape) },
        },
        new("offset", "arena offset", row => plan.OffsetOf(row.Node.Output),
            row => string.Join(" ", row.Node.Outputs.Select(plan.OffsetOf)))
        {
            Terminal = new()
            {
                Header = "offset", Text = row => $"{plan.OffsetOf(row.Node.Output)}", LeavesOut = 2,
            },
        },
        new("macs", "MACs", row => row.Node.MultiplyAdds, row => Quantities.Count(row.Node.MultiplyAdds)),
    ];
}

using System.CommandLine;
using GpuFormer.Cli.Output;
using GpuFormer.Models;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer models</c>: the catalogue, with parameters and multiply-adds.</summary>
internal static class ModelsCommand
{
    private static readonly Column<ImageModel>[] Columns =
    [
        new("model", "model", row => row.Name, IsNumber: false),
        new("family", "family", row => row.Family.Name, IsNumber: false)
        {
            Terminal = new() { IsHidden = true },
        },
        new("params", "params", row => row.ParameterCount, row => Quantities.Count(row.ParameterCount)),
        new("macs", "MACs", row => row.MultiplyAdds, row => Quantities.Count(row.MultiplyAdds)),
        new("flops", "FLOPs", row => 2 * row.MultiplyAdds, row => Quantities.Count(2 * row.MultiplyAdds)),
        new("img_size", "at pixels", row => row.ImageSize),
    ];

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var pattern = new Argument<string?>("PATTERN")
        {
            Description = "A part of the name, or a pattern with * and ?.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("models", "List the networks, with parameters and multiply-adds.") { pattern };
        command.SetAction(result => Run(open(result), result.GetValue(pattern)));
        return command;
    }

    private static int Run(CommandOutput output, string? pattern)
    {
        var names = ModelCatalogue.Match(pattern);
        if (names.Count == 0)
            output.Warn($"no model matches '{pattern}'; there are {string.Join(", ", ModelCatalogue.Names)}");
        ResultTable.Write(output, Columns, [.. names.Select(name => ModelCatalogue.Create(name))],
            row => row.Family.Name);
        return ExitCode.Success;
    }
}

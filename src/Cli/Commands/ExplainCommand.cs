using System.CommandLine;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Compiler.Targets.OpenClC;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Models;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer explain</c>: what the compiler makes of one kernel, after any of its passes.</summary>
internal static class ExplainCommand
{
    // Between them they use every kernel of the library that a model uses.
    private static IEnumerable<ImageModel> Users()
    {
        yield return ModelCatalogue.Create("mobile_former_26m");
        yield return ModelCatalogue.Create("mobile_former_294m");
        yield return ModelCatalogue.Create("mobile_former_96m", options: ["hyper_token_id=-1"]);
        yield return ModelCatalogue.Create("mobilenet_v3_large");
    }

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var kernel = new Argument<string>("KERNEL")
        {
            Description = "Family and method, such as LayerNorm.Forward; more of the name picks a specialisation.",
        };
        var target = new Option<string>("--target", "-t")
        {
            Description = "What the kernel is compiled for.",
            DefaultValueFactory = _ => "cpu",
        };
        target.AcceptOnlyFromAmong("cpu", "opencl", "ptx");
        var after = new Option<string?>("--after")
        {
            Description = "Show the IR after this pass; without it, what the target writes.",
            HelpName = "PASS",
        };
        var command = new Command("explain", "Show what the compiler makes of a kernel.") { kernel, target, after };
        command.SetAction(result => Run(
            open(result), result.GetRequiredValue(kernel), result.GetValue(target)!, result.GetValue(after)));
        return command;
    }

    private static int Run(CommandOutput output, string kernel, string target, string? after)
    {
        var specialisation = Find(kernel);
        string text;
        try
        {
            text = after is not null ? KernelCompiler.Explain(specialisation, after) : Written(specialisation, target);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(exception.Message);
        }

        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["kernel"] = specialisation.Name,
                ["group"] = new JsonArray(specialisation.Group.X, specialisation.Group.Y, specialisation.Group.Z),
                ["target"] = target,
                ["after"] = after,
                ["text"] = text,
            });
        }
        else
        {
            output.Results.WriteLine(text.TrimEnd());
        }

        return ExitCode.Success;
    }

    private static string Written(KernelSpecialisation specialisation, string target)
    {
        var function = KernelCompiler.Compile(specialisation);
        return target switch
        {
            "opencl" => OpenClCTarget.Write(function).Text,
            "ptx" => PtxTarget.Write(function).Text,
            _ => CpuTarget.Describe(function),
        };
    }

    // The first specialisation that a model's plan uses: one with real sizes and a real epilogue. Specialisations are
    // those of the CPU for every target, which needs no other device to be there.
    private static KernelSpecialisation Find(string kernel)
    {
        using var device = DeviceSelector.Open("cpu", threads: 1);
        var known = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var network in Users())
        {
            foreach (var row in PlannedLaunches.Of(network, device.Capabilities, batchSize: 1, network.ImageSize).Launches)
            {
                if (IsNamed(row.Kernel.Name, kernel))
                    return row.Kernel;
                known.Add(FamilyAndMethod(row.Kernel.Name));
            }
        }

        throw new UsageException($"There is no kernel '{kernel}'. Kernels are: {string.Join(", ", known)}.");
    }

    private static bool IsNamed(string name, string asked) =>
        name.StartsWith(asked, StringComparison.OrdinalIgnoreCase)
        && asked.Length >= FamilyAndMethod(name).Length;

    // "Pointwise.Forward<Relu6>(tile=6)" without type arguments and constants.
    private static string FamilyAndMethod(string name)
    {
        var end = name.AsSpan().IndexOfAny('<', '(');
        return end < 0 ? name : name[..end];
    }
}

using System.CommandLine;
using GpuFormer.Cli.Output;
using GpuFormer.Distributed;
using GpuFormer.Graph;
using GpuFormer.Kernels.Launch;
using GpuFormer.Models;

namespace GpuFormer.Cli;

/// <summary>The options by which commands name a model, its weights and its device.</summary>
internal sealed class NetworkOptions
{
    private const string Single = "fp32";
    private const string Half = "fp16";
    private const string BFloat16 = "bf16";

    public NetworkOptions() => Precision.AcceptOnlyFromAmong(Single, Half, BFloat16);

    public Option<string?> Name { get; } = new("--model", "-m")
    {
        Description = "The network, such as mobile_former_294m; see 'gpuformer models'. Without it the one that the "
            + "weights name.",
        HelpName = "NAME",
    };

    public Option<string?> Weights { get; } = new("--weights", "-w")
    {
        Description = "A safetensors file, a PyTorch checkpoint (.pth, .pth.tar), the folder of a run, whose best weights "
            + "are taken, or a folder of a model hub.",
        HelpName = "FILE",
    };

    public Option<string?> Labels { get; } = new("--labels")
    {
        Description = "Names of the classes: one a line, or a JSON array.",
        HelpName = "FILE",
    };

    public Option<string> DeviceString { get; } = new("--device", "-d")
    {
        Description = $"One of {DeviceSelector.Forms}; see 'gpuformer devices'. "
            + $"The variable {DeviceSelector.EnvironmentVariable} replaces auto.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    public Option<int> Threads { get; } =
        NumberOptions.ZeroForAutomatic("--threads", "Workers of a CPU device; 0 takes one for each processor.");

    public Option<long> MemoryLimit { get; } = NumberOptions.ByteSize(
        "--memory-limit", "The most memory to take on the device, such as 256MB or 2GB; without it all there is.");

    public Option<string> Precision { get; } = new("--precision")
    {
        Description = "How filters and maps are stored on the device: fp32, fp16 or bf16; sums are fp32.",
        DefaultValueFactory = _ => Single,
    };

    public Option<string[]> ModelOptions { get; } = new("--model-kwargs")
    {
        Description = "Options of the network, as its official class calls them, such as gbr_type=mlp se_flag=1,0,1,0; "
            + "without it those that the weights name.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    public Option<int?> Classes { get; } = NumberOptions.Optional("--classes",
        "Classes that the weights must have; 0 leaves the last linear out. Without it, what they have.");

    /// <summary>The precision that the command line names.</summary>
    public Precision PrecisionOf(ParseResult result) =>
        result.GetValue(Precision) switch
        {
            Half => Graph.Precision.Half,
            BFloat16 => Graph.Precision.BFloat16,
            _ => Graph.Precision.Single,
        };

    /// <summary>What the command line calls a precision.</summary>
    public static string NameOf(Precision precision) => precision switch
    {
        Graph.Precision.Single => Single,
        Graph.Precision.Half => Half,
        Graph.Precision.BFloat16 => BFloat16,
    };

    /// <summary>The options that the command line names, or null.</summary>
    /// <exception cref="UsageException">There is no such option, or the model cannot be had with them.</exception>
    public IReadOnlyList<string>? OptionsOf(ParseResult result, string model)
    {
        if (result.GetValue(ModelOptions) is not { Length: > 0 } texts)
            return null;
        Create(result, model);
        return texts;
    }

    /// <summary>Makes a network with the options that the command line names.</summary>
    /// <exception cref="UsageException">There is no such option, or the model cannot be had with them.</exception>
    public ImageModel Create(ParseResult result, string model, int? classes = null)
    {
        try
        {
            return ModelCatalogue.Create(model, classes, result.GetValue(ModelOptions));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(WithoutParameter(exception));
        }
    }

    /// <summary>The full name of the model that the command line names, or else its weights.</summary>
    /// <exception cref="UsageException">There is none; the message suggests one.</exception>
    public string ModelOf(ParseResult result)
    {
        if (result.GetValue(Name) is { } name)
            return Resolve(name);
        return result.GetValue(Weights) is { } path
            ? ModelOf(path)
            : throw new UsageException("--model NAME is needed, or --weights FILE that says which network it is of.");
    }

    /// <summary>The full name of the model that weights are of.</summary>
    /// <exception cref="UsageException">They do not say it.</exception>
    public static string ModelOf(string path) => ModelFiles.NameOf(path)
        ?? throw new UsageException($"{path} does not say which network it is of. Name it with --model.");

    /// <summary>Opens the device that the command line names; says which one 'auto' took.</summary>
    /// <exception cref="DeviceSelectionException">There is none.</exception>
    public Device OpenDevice(ParseResult result, CommandOutput output) =>
        OpenDevice(result, output, SingleRank.Instance);

    /// <summary>The same for one of several ranks, which share the cards and cores of a machine.</summary>
    /// <exception cref="DeviceSelectionException">There is none.</exception>
    public Device OpenDevice(ParseResult result, CommandOutput output, IRankGroup ranks)
    {
        var device = RankDevice.Open(
            ranks, result.GetValue(DeviceString)!, result.GetValue(Threads), output.Progress);
        if (result.GetValue(MemoryLimit) is > 0 and var limit)
            device.MemoryLimit = Math.Min(device.MemoryLimit, limit);
        return device;
    }

    /// <summary>The same choice of device, memory and precision for a predictor, which opens its device itself.</summary>
    public PredictorOptions Choose(
        PredictorOptions options, ParseResult result, CommandOutput output, IRankGroup ranks) => options with
        {
            Device = RankDevice.Choose(ranks, result.GetValue(DeviceString)!),
            Threads = RankDevice.Threads(ranks, result.GetValue(Threads)),
            MemoryLimit = result.GetValue(MemoryLimit),
            Precision = PrecisionOf(result),
            Report = output.Progress,
        };

    /// <summary>The full name that a spelling stands for.</summary>
    /// <exception cref="UsageException">There is none; the message suggests one.</exception>
    public static string Resolve(string name)
    {
        try
        {
            return ModelCatalogue.Resolve(name);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(WithoutParameter(exception));
        }
    }

    /// <summary>Plans or compiles for a batch and picture size that the command line asks for.</summary>
    /// <exception cref="UsageException">No tensor may be that large.</exception>
    public static T Guard<T>(int batchSize, int height, int width, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new UsageException($"A batch of {batchSize} pictures of {width} x {height} pixels is not possible. "
                + WithoutParameter(exception));
        }
        catch (ArgumentException exception)
        {
            // A network of one picture size says which.
            throw new UsageException(WithoutParameter(exception));
        }
    }

    // .NET adds the parameter's name, which means nothing to a user.
    private static string WithoutParameter(ArgumentException exception)
    {
        var end = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}

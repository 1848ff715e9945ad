using System.Globalization;
using GpuFormer.Models;

namespace GpuFormer.Perf.Peers;

/// <summary>A network, and the images that it is measured with.</summary>
/// <param name="Name">Of the catalogue.</param>
/// <param name="Size">Rows and columns; null for those that the network was designed for.</param>
internal sealed record PeerNetwork(string Name, (int Height, int Width)? Size)
{
    /// <summary><c>mobilenet_v2</c> or <c>retinanet_mobile_former_294m@800x1088</c>.</summary>
    /// <exception cref="ArgumentException">There is no such network, or the size is none.</exception>
    public static PeerNetwork Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
            return new(ModelCatalogue.Resolve(text), null);
        return PeerOptions.Numbers(text[(at + 1)..].Replace('x', ',')) is [var height, var width]
            ? new(ModelCatalogue.Resolve(text[..at]), (height, width))
            : throw new ArgumentException($"'{text}' has no size such as 800x1088.");
    }

    public override string ToString() => Size is var (height, width) ? $"{Name} {height}x{width}" : Name;
}

/// <summary>What <c>peers</c> compares and how long.</summary>
internal sealed record PeerOptions
{
    public const string Usage =
        """
        peers [--models NAME[@HxW],...] networks, each perhaps with rows and columns of its images (all classifiers)
              [--batch N,...]        pictures of a run (1,16)
              [--threads N,...]      threads of both sides (2,1); larger batches run with the first number alone
              [--rounds N]           turns of each side (10)
              [--runs N]             measured runs of a turn (6)
              [--extra NAME=PATH]    an .onnx file to be timed in ONNX Runtime alone; may be repeated
              [--kernels NAME,...]   networks whose kernels are listed one by one (mobile_former_294m)
              [--onnxruntime DIR]    a folder with node_modules/onnxruntime-node; without it npm fills artifacts/peers
              [--output DIR]         where peers.md and peers-kernels.md go (artifacts/peers)
        """;

    public IReadOnlyList<PeerNetwork> Models { get; private init; } =
        [.. ModelCatalogue.NamesOf(ModelTask.Classification).Select(PeerNetwork.Parse)];

    public IReadOnlyList<int> Batches { get; private init; } = [1, 16];

    public IReadOnlyList<int> Threads { get; private init; } = [2, 1];

    public int Rounds { get; private init; } = 10;

    public int Runs { get; private init; } = 6;

    public IReadOnlyList<(string Name, string Path)> Extra { get; private init; } = [];

    public IReadOnlyList<string> Kernels { get; private init; } = ["mobile_former_294m"];

    public string? OnnxRuntime { get; private init; }

    public string? Output { get; private init; }

    /// <exception cref="ArgumentException">An option is unknown or has no sensible value.</exception>
    public static PeerOptions Parse(IReadOnlyList<string> args)
    {
        var options = new PeerOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--models" => options with
                {
                    Models = [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(PeerNetwork.Parse)],
                },
                "--batch" => options with { Batches = Numbers(value) },
                "--threads" => options with { Threads = Numbers(value) },
                "--rounds" => options with { Rounds = Numbers(value)[0] },
                "--runs" => options with { Runs = Numbers(value)[0] },
                "--extra" => options with { Extra = [.. options.Extra, Pair(value)] },
                "--kernels" => options with { Kernels = Names(value) },
                "--onnxruntime" => options with { OnnxRuntime = value },
                "--output" => options with { Output = value },
                var unknown => throw new ArgumentException($"There is no option {unknown}."),
            };
        }

        return options;
    }

    internal static string[] Names(string value) =>
        [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ModelCatalogue.Resolve)];

    internal static int[] Numbers(string value) =>
    [
        .. value.Split(',').Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new ArgumentException($"'{text}' is no number above 0.")),
    ];

    private static (string Name, string Path) Pair(string value) =>
        value.Split('=', 2) is [var name, var path] && File.Exists(path)
            ? (name, path)
            : throw new ArgumentException($"'{value}' is no NAME=PATH of a file.");
}

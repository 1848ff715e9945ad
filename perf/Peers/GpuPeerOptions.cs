namespace GpuFormer.Perf.Peers;

/// <summary>What <c>gpu-peers</c> compares and how long.</summary>
internal sealed record GpuPeerOptions
{
    public const string Usage =
        """
        gpu-peers [--device D]           our device (cuda)
                  [--beside D]           another device of ours, timed in turn (ilgpu:cuda beside cuda; none: no other)
                  [--torch-device D]     PyTorch's (cuda where ours is cuda, else cpu)
                  [--models NAME,...]    networks (mobile_former_294m)
                  [--batch N,...]        pictures of a run (1,32,256)
                  [--precision P,...]    float32, float16 (both)
                  [--modes M,...]        of PyTorch (eager,channels-last,reduce-overhead,max-autotune)
                  [--train N]            pictures of a training step, 0 for none (128)
                  [--threads N]          threads of both sides where they compute on the processor (2)
                  [--rounds N]           turns of each side (7)
                  [--runs N]             measured runs of a turn, after as many that do not count (20)
                  [--python PATH]        a Python with torch and numpy (/usr/bin/python3)
                  [--output DIR]         where gpu-peers.md goes (artifacts/peers)
        """;

    private static readonly string[] AllModes = ["eager", "channels-last", "reduce-overhead", "max-autotune"];
    private static readonly string[] AllPrecisions = ["float32", "float16"];

    public string Device { get; private init; } = "cuda";

    public string? OtherDevice { get; private init; }

    public string? TorchDevice { get; private init; }

    public IReadOnlyList<string> Models { get; private init; } = ["mobile_former_294m"];

    public IReadOnlyList<int> Batches { get; private init; } = [1, 32, 256];

    public IReadOnlyList<string> Precisions { get; private init; } = AllPrecisions;

    public IReadOnlyList<string> Modes { get; private init; } = AllModes;

    public int TrainingBatch { get; private init; } = 128;

    public int Threads { get; private init; } = 2;

    public int Rounds { get; private init; } = 7;

    public int Runs { get; private init; } = 20;

    public string Python { get; private init; } = "/usr/bin/python3";

    public string? Output { get; private init; }

    /// <summary>The device of ours that is timed beside the first; null for none.</summary>
    public string? Beside => OtherDevice is { } named ? (named == "none" ? null : named)
        : Device.Split(':')[0] is "cuda" or "opencl" ? $"ilgpu:{Device.Split(':')[0]}" : null;

    /// <summary>Where PyTorch computes.</summary>
    public string Peer => TorchDevice ?? (Device.StartsWith("cuda", StringComparison.Ordinal) ? "cuda" : "cpu");

    /// <exception cref="ArgumentException">An option is unknown or has no sensible value.</exception>
    public static GpuPeerOptions Parse(IReadOnlyList<string> args)
    {
        var options = new GpuPeerOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--device" => options with { Device = value },
                "--beside" => options with { OtherDevice = value },
                "--torch-device" => options with { TorchDevice = value },
                "--models" => options with { Models = PeerOptions.Names(value) },
                "--batch" => options with { Batches = PeerOptions.Numbers(value) },
                "--precision" => options with { Precisions = Among(AllPrecisions, value) },
                "--modes" => options with { Modes = Among(AllModes, value) },
                "--train" => options with { TrainingBatch = value == "0" ? 0 : PeerOptions.Numbers(value)[0] },
                "--threads" => options with { Threads = PeerOptions.Numbers(value)[0] },
                "--rounds" => options with { Rounds = PeerOptions.Numbers(value)[0] },
                "--runs" => options with { Runs = PeerOptions.Numbers(value)[0] },
                "--python" => options with { Python = value },
                "--output" => options with { Output = value },
                var unknown => throw new ArgumentException($"There is no option {unknown}."),
            };
        }

        return options;
    }

    private static string[] Among(string[] known, string value)
    {
        var names = value.Split(',');
        return Array.Find(names, name => !known.Contains(name)) is { } unknown
            ? throw new ArgumentException($"'{unknown}' is none of {string.Join(", ", known)}.")
            : names;
    }
}

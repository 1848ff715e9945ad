namespace GpuFormer.Perf.Peers;

/// <summary>What <c>train</c> compares and how long.</summary>
internal sealed record TrainingPeerOptions
{
    public const string Usage =
        """
        train [--models NAME,...]    networks (mobile_former_26m,mobile_former_294m)
              [--batch N]            pictures of a step (32)
              [--size N]             side of the pictures (224)
              [--threads N]          threads of both sides (2)
              [--rounds N]           turns of each side (5)
              [--runs N]             measured steps of a turn, after one that does not count (2)
              [--python PATH]        a Python with torch and numpy (/usr/bin/python3)
              [--output DIR]         where train.md and train-kernels.md go (artifacts/peers)
        """;

    public IReadOnlyList<string> Models { get; private init; } = ["mobile_former_26m", "mobile_former_294m"];

    public int Batch { get; private init; } = 32;

    public int Size { get; private init; } = 224;

    public int Threads { get; private init; } = 2;

    public int Rounds { get; private init; } = 5;

    public int Runs { get; private init; } = 2;

    public string Python { get; private init; } = "/usr/bin/python3";

    public string? Output { get; private init; }

    /// <exception cref="ArgumentException">An option is unknown or has no sensible value.</exception>
    public static TrainingPeerOptions Parse(IReadOnlyList<string> args)
    {
        var options = new TrainingPeerOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value.");
            options = args[i] switch
            {
                "--models" => options with { Models = PeerOptions.Names(value) },
                "--batch" => options with { Batch = PeerOptions.Numbers(value)[0] },
                "--size" => options with { Size = PeerOptions.Numbers(value)[0] },
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
}

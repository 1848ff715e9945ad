using GpuFormer.Devices.Cpu;

namespace GpuFormer.Perf.Peers;

/// <summary><c>dotnet run -c Release --project perf -- train</c>: training steps beside PyTorch, and our kernels.</summary>
internal static class TrainingProgram
{
    public static int Run(IReadOnlyList<string> args, TextWriter log)
    {
        TrainingPeerOptions options;
        try
        {
            options = TrainingPeerOptions.Parse(args);
        }
        catch (ArgumentException exception)
        {
            log.WriteLine(exception.Message);
            log.WriteLine(TrainingPeerOptions.Usage);
            return 2;
        }

        var repository = PeersProgram.FindRepository();
        var folder = options.Output ?? Path.Combine(repository, "artifacts", "peers");
        Directory.CreateDirectory(folder);
        var scratch = Directory.CreateTempSubdirectory("gpuformer-train-").FullName;
        try
        {
            using var peer = PyTorchPeer.TryStart(options.Python, repository, out var reason);
            if (peer is null)
                log.WriteLine(reason);
            var rows = new TrainingComparison(options, peer, scratch, log).Run();
            using (var table = new StreamWriter(Path.Combine(folder, "train.md")))
            {
                using var device = new CpuDevice(options.Threads);
                TrainingTable.Write(table, rows, options.Batch, options.Threads,
                [
                    $"{device.Description}; .NET {Environment.Version}; {peer?.Version ?? reason}",
                    $"{Environment.OSVersion}; {options.Rounds} alternating rounds of {options.Runs} steps a side after "
                        + $"one more, float32, {options.Size}x{options.Size}, seeded weights, AdamW.",
                    $"Command: `dotnet run -c Release --project perf -- train {string.Join(" ", args)}`.",
                ]);
            }

            using var kernels = new StreamWriter(Path.Combine(folder, "train-kernels.md"));
            kernels.WriteLine("# Where the time of training goes");
            kernels.WriteLine();
            foreach (var row in rows)
                KernelTable.Write(kernels, row, options);
            log.WriteLine($"{folder}: train.md, train-kernels.md");
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}

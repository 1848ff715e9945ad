using GpuFormer.Devices.Cpu;

namespace GpuFormer.Perf.Peers;

/// <summary><c>dotnet run -c Release --project perf -- peers</c>: whole networks beside ONNX Runtime.</summary>
internal static class PeersProgram
{
    public static int Run(IReadOnlyList<string> args, TextWriter log)
    {
        PeerOptions options;
        try
        {
            options = PeerOptions.Parse(args);
        }
        catch (ArgumentException exception)
        {
            log.WriteLine(exception.Message);
            log.WriteLine(PeerOptions.Usage);
            return 2;
        }

        var repository = FindRepository();
        var folder = options.Output ?? Path.Combine(repository, "artifacts", "peers");
        Directory.CreateDirectory(folder);
        var scratch = Directory.CreateTempSubdirectory("gpuformer-peers-").FullName;
        try
        {
            using var peer = OnnxRuntimePeer.Start(options.OnnxRuntime, repository, log);
            var (onnxRuntime, node) = peer.Versions();
            var comparison = new PeerComparison(options, peer, scratch, log);
            var rows = comparison.Run();
            using (var table = new StreamWriter(Path.Combine(folder, "peers.md")))
            {
                using var device = new CpuDevice();
                PeerTable.Write(table, rows, comparison.PeakOf,
                [
                    $"{device.Description}; .NET {Environment.Version}; ONNX Runtime {onnxRuntime} through node "
                        + $"{node}, graphOptimizationLevel all, sequential.",
                    $"{Environment.OSVersion}; {options.Rounds} alternating rounds of {options.Runs} runs a side, "
                        + "float32, seeded weights.",
                    $"Command: `dotnet run -c Release --project perf -- peers {string.Join(" ", args)}`.",
                ]);
            }

            using var kernels = new StreamWriter(Path.Combine(folder, "peers-kernels.md"));
            kernels.WriteLine("# Where the time goes");
            kernels.WriteLine();
            foreach (var name in options.Kernels)
                KernelTable.Write(kernels, name, options.Threads[0]);
            log.WriteLine($"{folder}: peers.md, peers-kernels.md");
            return 0;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    internal static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GpuFormer.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No GpuFormer.sln above {AppContext.BaseDirectory}.");
    }
}

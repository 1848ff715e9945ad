namespace GpuFormer.Perf.Peers;

/// <summary>
/// <c>dotnet run -c Release --project perf -- gpu-peers</c>: our device beside PyTorch and beside ILGPU's code for the same
/// kernels, on the same GPU.
/// </summary>
internal static class GpuPeersProgram
{
    public static int Run(IReadOnlyList<string> args, TextWriter log)
    {
        GpuPeerOptions options;
        try
        {
            options = GpuPeerOptions.Parse(args);
        }
        catch (ArgumentException exception)
        {
            log.WriteLine(exception.Message);
            log.WriteLine(GpuPeerOptions.Usage);
            return 2;
        }

        var repository = PeersProgram.FindRepository();
        using var peer = PyTorchPeer.TryStart(options.Python, repository, out var reason);
        if (peer is null)
        {
            log.WriteLine(reason);
            return 1;
        }

        var folder = options.Output ?? Path.Combine(repository, "artifacts", "peers");
        Directory.CreateDirectory(folder);
        var scratch = Directory.CreateTempSubdirectory("gpuformer-gpu-peers-").FullName;
        try
        {
            using var device = DeviceSelector.Open(options.Device, options.Threads);
            using var beside = options.Beside is { } other ? DeviceSelector.Open(other, options.Threads) : null;
            var comparison = new GpuComparison(options, peer, device, beside, scratch, log);
            var rows = comparison.Run();
            using var table = new StreamWriter(Path.Combine(folder, "gpu-peers.md"));
            GpuPeerTable.Write(table, rows, comparison.Peak,
            [
                $"{device.Description}; .NET {Environment.Version}; {peer.Version}, TensorFloat-32 as PyTorch has it by "
                    + "default while it is timed, off while logits are compared.",
                $"{Environment.OSVersion}; {options.Rounds} alternating rounds of {options.Runs} runs a side after as "
                    + "many more, 224x224, seeded weights; training steps with AdamW.",
                $"Command: `dotnet run -c Release --project perf -- gpu-peers {string.Join(" ", args)}`.",
            ]);
            log.WriteLine(Path.Combine(folder, "gpu-peers.md"));
            return 0;
        }
        catch (DeviceSelectionException exception)
        {
            log.WriteLine(exception.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}

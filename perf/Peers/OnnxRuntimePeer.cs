using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace GpuFormer.Perf.Peers;

/// <summary>
/// ONNX Runtime in a process of its own (node and the npm package onnxruntime-node), which computes only while a
/// request is under way.
/// </summary>
internal sealed class OnnxRuntimePeer : IDisposable
{
    /// <summary>Names a folder in which <c>npm install onnxruntime-node</c> was run.</summary>
    public const string FolderVariable = "GPUFORMER_ONNXRUNTIME";

    private const string Package = "onnxruntime-node@1.30.0";

    private readonly PeerProcess _process;

    private OnnxRuntimePeer(PeerProcess process) => _process = process;

    /// <summary>Starts it from a folder, or else from one in <c>artifacts</c> that npm fills first.</summary>
    public static OnnxRuntimePeer Start(string? folder, string repository, TextWriter log)
    {
        folder ??= Environment.GetEnvironmentVariable(FolderVariable) ?? Install(repository, log);
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "onnxruntime-node")))
            throw new DirectoryNotFoundException($"'{folder}' has no node_modules/onnxruntime-node.");
        var start = new ProcessStartInfo("node", [Path.Combine(repository, "perf", "Peers", "worker.js")]);
        start.Environment["NODE_PATH"] = Path.Combine(Path.GetFullPath(folder), "node_modules");
        return new OnnxRuntimePeer(new PeerProcess("ONNX Runtime", start));
    }

    public (string OnnxRuntime, string Node) Versions()
    {
        var answer = _process.Ask(new JsonObject { ["command"] = "version" });
        return ((string)answer["onnxruntime"]!, (string)answer["node"]!);
    }

    /// <summary>Opens a model.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="threads">Threads within an operator; operators run one after the other.</param>
    /// <param name="batch">What a named size of the input stands for.</param>
    /// <param name="input">Values of the first input, or null for any.</param>
    /// <param name="scratch">A file for the values.</param>
    public void Load(string path, int threads, int batch, float[]? input, string scratch)
    {
        if (input is not null)
            File.WriteAllBytes(scratch, MemoryMarshal.AsBytes(input.AsSpan()).ToArray());
        _process.Ask(new JsonObject
        {
            ["command"] = "load",
            ["path"] = path,
            ["threads"] = threads,
            ["batch"] = batch,
            ["input"] = input is null ? null : scratch,
        });
    }

    /// <summary>An output of one run: the first, or one by its name.</summary>
    public float[] Output(string scratch, string? name = null)
    {
        _process.Ask(new JsonObject { ["command"] = "output", ["path"] = scratch, ["name"] = name });
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(scratch)).ToArray();
    }

    /// <summary>Seconds of each run, as it measures them itself.</summary>
    public IEnumerable<double> Run(int warm, int count)
    {
        var answer = _process.Ask(new JsonObject { ["command"] = "run", ["warm"] = warm, ["count"] = count });
        return answer["times"]!.AsArray().Select(time => (double)time! / 1e9);
    }

    public void Unload() => _process.Ask(new JsonObject { ["command"] = "unload" });

    public void Dispose() => _process.Dispose();

    // Without scripts: the package brings the runtime for the processor, and its script would fetch one for cards.
    private static string Install(string repository, TextWriter log)
    {
        var folder = Path.Combine(repository, "artifacts", "peers");
        if (Directory.Exists(Path.Combine(folder, "node_modules", "onnxruntime-node")))
            return folder;
        log.WriteLine($"npm install {Package} into {folder}");
        Directory.CreateDirectory(folder);
        using var npm = Process.Start(new ProcessStartInfo("npm",
            ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder, Package])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        return npm.ExitCode == 0
            ? folder
            : throw new InvalidOperationException(
                $"npm could not install {Package}. Install it elsewhere and name the folder with --onnxruntime.");
    }
}

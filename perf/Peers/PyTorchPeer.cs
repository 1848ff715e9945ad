using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace GpuFormer.Perf.Peers;

/// <summary>
/// PyTorch in a process of its own (Python with torch and numpy), which computes only while a request is under way.
/// </summary>
internal sealed class PyTorchPeer : IDisposable
{
    private readonly PeerProcess _process;

    private PyTorchPeer(PeerProcess process, string version) => (_process, Version) = (process, version);

    /// <summary>Of PyTorch and of Python.</summary>
    public string Version { get; }

    /// <summary>Starts it, or returns null and says why it cannot be had.</summary>
    public static PyTorchPeer? TryStart(string python, string repository, out string reason)
    {
        reason = "";
        PeerProcess? process = null;
        try
        {
            process = new PeerProcess("PyTorch", new ProcessStartInfo(
                python, ["-B", Path.Combine(repository, "perf", "Peers", "torch_worker.py")]));
            var answer = process.Ask(new JsonObject { ["command"] = "version" });
            return new PyTorchPeer(process, $"PyTorch {answer["torch"]}, Python {answer["python"]}, CUDA "
                + $"{answer["cuda"]}, {answer["card"]}");
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            process?.Dispose();
            reason = $"No PyTorch beside us: {exception.Message} Name a Python that has torch and numpy with --python.";
            return null;
        }
    }

    /// <summary>Makes a network in training mode, with AdamW.</summary>
    /// <param name="name">Of the network.</param>
    /// <param name="path">
    /// A safetensors file: the state, <c>input</c> [N, 3, H, W] and <c>labels</c> [N], float32.
    /// </param>
    /// <param name="threads">Threads within an operator.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="decay">Of weights of two or more dimensions.</param>
    public void Load(string name, string path, int threads, double rate, double decay) => _process.Ask(new JsonObject
    {
        ["command"] = "load",
        ["name"] = name,
        ["path"] = path,
        ["threads"] = threads,
        ["rate"] = rate,
        ["decay"] = decay,
    });

    /// <summary>Steps of forward, backward and update: seconds of each, as it measures them itself, and its loss.</summary>
    public IReadOnlyList<(double Seconds, double Loss)> Run(int count) =>
    [
        .. _process.Ask(new JsonObject { ["command"] = "run", ["count"] = count })["steps"]!.AsArray()
            .Select(step => ((double)step![0]! / 1e9, (double)step[1]!)),
    ];

    /// <summary>Opens a network for inference; returns why there is no such mode, or nothing.</summary>
    /// <param name="name">Of the network.</param>
    /// <param name="path">A safetensors file: the state and <c>input</c> [N, 3, H, W], float32.</param>
    /// <param name="threads">Threads within an operator on the processor.</param>
    /// <param name="device">cpu or cuda.</param>
    /// <param name="mode">eager, channels-last, reduce-overhead or max-autotune.</param>
    /// <param name="precision">float32 or float16.</param>
    public string Open(string name, string path, int threads, string device, string mode, string precision) =>
        (string)_process.Ask(new JsonObject
        {
            ["command"] = "open",
            ["name"] = name,
            ["path"] = path,
            ["threads"] = threads,
            ["device"] = device,
            ["mode"] = mode,
            ["precision"] = precision,
        })["unavailable"]!;

    /// <summary>As <see cref="Load"/>, on a device and in a mode; returns why there is no such mode, or nothing.</summary>
    public string Train(string name, string path, int threads, string device, string mode, double rate, double decay) =>
        (string)_process.Ask(new JsonObject
        {
            ["command"] = "train",
            ["name"] = name,
            ["path"] = path,
            ["threads"] = threads,
            ["device"] = device,
            ["mode"] = mode,
            ["rate"] = rate,
            ["decay"] = decay,
        })["unavailable"]!;

    /// <summary>The logits of the pictures.</summary>
    public float[] Logits(string scratch)
    {
        _process.Ask(new JsonObject { ["command"] = "logits", ["path"] = scratch });
        return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(scratch)).ToArray();
    }

    /// <summary>Seconds of runs, each until the device is done; with copies, of pictures there and logits back.</summary>
    public IReadOnlyList<double> Infer(int count, bool copies) =>
    [
        .. _process.Ask(new JsonObject { ["command"] = "infer", ["count"] = count, ["copies"] = copies })["nanoseconds"]!
            .AsArray().Select(nanoseconds => (double)nanoseconds! / 1e9),
    ];

    public void Dispose() => _process.Dispose();
}

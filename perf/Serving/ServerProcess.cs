using System.Diagnostics;
using GpuFormer.Serving;
using GpuFormer.Serving.Predictors;

namespace GpuFormer.Perf.Serving;

/// <summary>A server in a process of its own, whose memory can be told from that of its clients.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string Batched = "batched";
    public const string Locked = "locked";

    private readonly Process _process;

    private ServerProcess(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Bytes of its memory that lie in RAM.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time that it has taken.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts this program again as a server, with a classifier's batches or a lock.</summary>
    public static ServerProcess Start(string how, string weights, string device)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet",
            [typeof(ServerProcess).Assembly.Location, "serve", "host", how, weights, device])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        return new ServerProcess(process, process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("The server ended before it listened."));
    }

    /// <summary>What the other process does: serves until its input ends.</summary>
    public static async Task HostAsync(string how, string weights, string device)
    {
        var classifier = Classifier.Load(weights, new ClassifierOptions { Device = device });
        IPredictor predictor = how == Locked ? new LockedPredictor(classifier) : new ClassPredictor(classifier);
        await using var server = new ModelServer([new ServedModel("model", predictor, null)],
            new ServerOptions { Urls = ["http://127.0.0.1:0"], Warn = Console.Error.WriteLine });
        await server.StartAsync();
        Console.WriteLine(server.Urls[0]);
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(30)))
            _process.Kill();
        _process.Dispose();
    }
}

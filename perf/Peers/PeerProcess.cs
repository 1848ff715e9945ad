using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GpuFormer.Perf.Peers;

/// <summary>
/// Another runtime in a process of its own, which takes one JSON request a line and gives one JSON answer a line.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly string _name;
    private readonly Process _process;

    /// <param name="name">Of the runtime, for messages.</param>
    /// <param name="start">Its standard input and output are redirected.</param>
    public PeerProcess(string name, ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.UseShellExecute = false;
        (_name, _process) = (name, Process.Start(start)!);
    }

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or answered with an error.</exception>
    public JsonObject Ask(JsonObject request)
    {
        try
        {
            _process.StandardInput.WriteLine(request.ToJsonString());
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It ended: the missing answer says so.
        }

        var line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"The process of {_name} ended; its error stream says why.");
        var answer = JsonSerializer.Deserialize<JsonObject>(line)!;
        return answer["error"] is { } error ? throw new InvalidOperationException($"{_name}: {error}") : answer;
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before.
        }

        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }
}

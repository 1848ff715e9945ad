using GpuFormer.Cli.Output;
using GpuFormer.Kernels.Launch;
using GpuFormer.Serving;

namespace GpuFormer.Cli.Commands;

/// <summary>A server from its start to its end; what names ASP.NET Core is here, so that other commands do not load it.
/// </summary>
internal static class ServeRun
{
    // Whoever asks for readiness sees that the device is lost before nobody answers any more.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    public static int Run(
        CommandOutput output, string[] urls, List<ServedWeights> models, string device, string? fallback) =>
        RunAsync(output, urls, models, device, fallback).GetAwaiter().GetResult();

    private static async Task<int> RunAsync(
        CommandOutput output, string[] urls, List<ServedWeights> models, string device, string? fallback)
    {
        var options = new ServerOptions { Urls = urls, Warn = output.Warn };
        // Requests under way get an answer after a signal; a second one does not wait.
        using var storing = output.Interruption.BeginStoring();
        await using var server = new ModelServer(Load(output, models, device), options, fallback is null
            ? null : name => models.Single(model => model.Name == name).Load(output, fallback));
        await server.StartAsync(output.Cancellation);
        foreach (var url in server.Urls)
        {
            output.WriteLine(url);
            if (!ServerOptions.IsLocal(url))
                output.Warn($"{url} is open to other machines, and has no passwords or encryption.");
        }

        output.Progress($"Serving {string.Join(", ", models.Select(model => model.Name))}; Ctrl-C ends.");
        try
        {
            await server.WaitAsync(output.Cancellation);
        }
        catch (DeviceLostException lost)
        {
            output.Warn($"not ready any more: {lost.Message}");
            await Task.Delay(Farewell);
            throw;
        }

        output.Progress("Requests under way are answered, then the server ends.");
        return ExitCode.Success;
    }

    private static List<KeyValuePair<string, Predictor>> Load(
        CommandOutput output, List<ServedWeights> models, string device)
    {
        var loaded = new List<KeyValuePair<string, Predictor>>();
        try
        {
            foreach (var model in models)
            {
                output.Cancellation.ThrowIfCancellationRequested();
                loaded.Add(new(model.Name, model.Load(output, device)));
            }

            return loaded;
        }
        catch
        {
            loaded.ForEach(model => model.Value.Dispose());
            throw;
        }
    }
}

using Microsoft.Extensions.Hosting;

namespace GpuFormer.Extensions.Hosting;

/// <summary>Loads a predictor when its host starts, so that weights which are missing or damaged are known at once.</summary>
internal sealed class PredictorStart(GpuFormerOptions options, Func<Predictor> get) : IHostedService
{
    // Loading compiles kernels for a second or so; other services of the host start in the meantime.
    public Task StartAsync(CancellationToken cancellationToken) =>
        options.LoadAtStart ? Task.Run(() => _ = get(), cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

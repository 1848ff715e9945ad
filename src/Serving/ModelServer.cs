using GpuFormer.Serving.Images;
using GpuFormer.Serving.Limits;
using GpuFormer.Serving.Metrics;
using GpuFormer.Serving.Predictors;
using GpuFormer.Serving.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GpuFormer.Serving;

/// <summary>
/// Serves classifiers, detectors and segmenters over HTTP: the Open Inference Protocol at <c>/v2</c>, image files at <c>/predict</c>, metrics at
/// <c>/metrics</c>, its own description at <c>/openapi</c>, and a page at <c>/</c>.
/// </summary>
/// <example>
/// <code>
/// var classifier = Classifier.Load("weights.safetensors");
/// await using var server = new ModelServer([new("digits", classifier)]);
/// await server.StartAsync();
/// await server.WaitAsync(cancellation);
/// </code>
/// </example>
public sealed class ModelServer : IAsyncDisposable
{
    // How often a device is asked whether it is lost while nobody calls.
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(250);

    private readonly ModelSet _models;
    private readonly ServerOptions _options;
    private readonly ServerLimits _limits;
    private readonly ServerMetrics _metrics = new();
    private readonly MetricCollector _collector;
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _end = new();
    private Task _watch = Task.CompletedTask;
    private int _isDisposed;

    /// <summary>Makes a server, which does not listen yet.</summary>
    /// <param name="predictors">By the names that clients know them by; the server disposes of them.</param>
    /// <param name="options">Where it listens and how much it takes.</param>
    /// <param name="fallback">Makes a predictor in place of one whose device is lost, by its name; null to end
    /// instead.</param>
    /// <exception cref="ArgumentException">There is no predictor, or two have one name.</exception>
    public ModelServer(IReadOnlyList<KeyValuePair<string, Predictor>> predictors, ServerOptions? options = null,
        Func<string, Predictor>? fallback = null)
        : this([.. (predictors ?? throw new ArgumentNullException(nameof(predictors))).Select(named => new ServedModel(
            named.Key, LoadedPredictor.Of(named.Value),
            fallback is null ? null : () => LoadedPredictor.Of(fallback(named.Key))))], options ?? new ServerOptions())
    {
    }

    internal ModelServer(IReadOnlyList<ServedModel> models, ServerOptions options)
    {
        _models = new ModelSet(models);
        _options = options;
        _limits = new ServerLimits(options);
        _collector = new MetricCollector(_metrics.Meter);
        _app = Build();
    }

    /// <summary>The addresses that it listens at, once it was started, with the ports that were free.</summary>
    public IReadOnlyList<string> Urls => [.. _app.Urls];

    /// <summary>The addresses that something answers at, their variables in braces.</summary>
    internal IEnumerable<string> Routes => ((IEndpointRouteBuilder)_app).DataSources
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText!);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">An address is taken or not this machine's.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        await _app.StartAsync(cancellation).ConfigureAwait(false);
        _watch = WatchAsync();
    }

    /// <summary>Waits for the end: until it is cancelled, or a device is lost and nothing takes its place.</summary>
    /// <exception cref="Kernels.Launch.DeviceLostException">The device is lost. <c>/v2/health/ready</c> says so until the
    /// server is disposed of.</exception>
    public async Task WaitAsync(CancellationToken cancellation = default)
    {
        var cancelled = new TaskCompletionSource();
        using var registration = cancellation.Register(cancelled.SetResult);
        var ends = _models.All.Select(model => model.Ended).ToList();
        if (await Task.WhenAny([cancelled.Task, .. ends]).ConfigureAwait(false) is Task<Exception> lost)
            throw await lost.ConfigureAwait(false);
    }

    /// <summary>Stops to listen, gives requests under way <see cref="ServerOptions.ShutdownTime"/>, and releases the
    /// devices.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        try
        {
            await _end.CancelAsync().ConfigureAwait(false);
            using (var time = new CancellationTokenSource(_options.ShutdownTime))
                await _app.StopAsync(time.Token).ConfigureAwait(false);
            await _app.DisposeAsync().ConfigureAwait(false);
            await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            _models.Dispose();
            _collector.Dispose();
            _metrics.Dispose();
            _limits.Dispose();
            _end.Dispose();
        }
    }

    private WebApplication Build()
    {
        // Nothing is read from the environment or from files of the current folder, which may be anyone's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = _options.ShutdownTime);
        var app = builder.Build();
        foreach (var url in _options.Urls)
            app.Urls.Add(url);
        var guard = new RequestGuard(_limits, _metrics, new LocalHosts(_options.Urls));
        app.Use(next => context => guard.InvokeAsync(context, next));
        app.UseRouting();
        new ProtocolEndpoints(_models, _limits, _metrics).Map(app);
        new PredictEndpoint(_models, _limits, _metrics).Map(app);
        new AttentionEndpoint(_models, _limits).Map(app);
        new DescriptionEndpoints(_collector).Map(app);
        new PageEndpoints(_models).Map(app);
        return app;
    }

    private void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = _options.Connections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = _options.BodyBytes;
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Watch);
        while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false))
            _ = _models.AreReady;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GpuFormer.Extensions.Hosting;

/// <summary>Adds classifiers to the services of a host.</summary>
public static class GpuFormerServices
{
    /// <summary>The category of what classifiers log: which device was taken, and images and weights that are damaged.</summary>
    public const string LogCategory = "GpuFormer";

    /// <summary>The tag of the health checks, for those who tell readiness from liveness.</summary>
    public const string HealthTag = "ready";

    /// <summary>
    /// Adds a <see cref="Classifier"/>, one for all, with a health check; its metrics are those of
    /// <see cref="ClassifierMetrics"/>.
    /// </summary>
    /// <param name="services">Of the host.</param>
    /// <param name="configure">Sets at least <see cref="GpuFormerOptions.Weights"/>.</param>
    public static IServiceCollection AddGpuFormer(
        this IServiceCollection services, Action<GpuFormerOptions> configure)
    {
        Add(services, Options.DefaultName, configure);
        return services.AddSingleton(provider => Load(provider, Options.DefaultName));
    }

    /// <summary>
    /// Adds a <see cref="Classifier"/> under a key, for hosts with several: <c>[FromKeyedServices("digits")]</c>.
    /// </summary>
    /// <param name="services">Of the host.</param>
    /// <param name="key">Also the name of its options.</param>
    /// <param name="configure">Sets at least <see cref="GpuFormerOptions.Weights"/>.</param>
    public static IServiceCollection AddGpuFormer(
        this IServiceCollection services, string key, Action<GpuFormerOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Add(services, key, configure);
        return services.AddKeyedSingleton(key, (provider, _) => Load(provider, key));
    }

    private static void Add(IServiceCollection services, string name, Action<GpuFormerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddLogging();
        services.AddOptions<GpuFormerOptions>(name).Configure(configure).Validate(
            options => options.Weights.Length > 0,
            "GpuFormerOptions.Weights is not set: name a file of weights, or the folder of a run.");
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            name.Length == 0 ? "gpuformer" : $"gpuformer-{name}",
            provider => new ClassifierHealthCheck(() => Get(provider, name)), failureStatus: null, [HealthTag]));
        services.AddSingleton<IHostedService>(provider => new ClassifierStart(
            provider.GetRequiredService<IOptionsMonitor<GpuFormerOptions>>().Get(name), () => Get(provider, name)));
    }

    private static Classifier Get(IServiceProvider provider, string name) => name.Length == 0
        ? provider.GetRequiredService<Classifier>() : provider.GetRequiredKeyedService<Classifier>(name);

    private static Classifier Load(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<GpuFormerOptions>>().Get(name);
        var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory);
        var settings = new ClassifierOptions
        {
            Device = options.Device,
            Threads = options.Threads,
            MemoryLimit = options.MemoryLimit,
            QueueLimit = options.QueueLimit,
            WhenQueueIsFull = options.WhenQueueIsFull,
            MaxBatchSize = options.MaxBatchSize,
            // Names of files and tensors are others' texts.
            Report = line => ClassifierLog.Told(log, EncodedText.Line(line)),
            Warn = line => ClassifierLog.Warned(log, EncodedText.Line(line)),
            Model = new ModelOptions { Labels = options.Labels is { } labels ? ClassLabels.Load(labels) : null },
        };
        var classifier = options.Model is { } model
            ? Classifier.Load(model, options.Weights, settings) : Classifier.Load(options.Weights, settings);
        ClassifierLog.Loaded(log, classifier.Model.Name, classifier.Device.Description);
        return classifier;
    }
}

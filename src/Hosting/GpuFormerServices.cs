using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GpuFormer.Extensions.Hosting;

/// <summary>Adds classifiers, detectors and segmenters to the services of a host.</summary>
public static class GpuFormerServices
{
    /// <summary>The category of what predictors log: which device was taken, and images and weights that are damaged.</summary>
    public const string LogCategory = "GpuFormer";

    /// <summary>The tag of the health checks, for those who tell readiness from liveness.</summary>
    public const string HealthTag = "ready";

    /// <summary>
    /// Adds a <see cref="Classifier"/>, one for all, with a health check; its metrics are those of
    /// <see cref="PredictionMetrics"/>.
    /// </summary>
    /// <param name="services">Of the host.</param>
    /// <param name="configure">Sets at least <see cref="GpuFormerOptions.Weights"/>.</param>
    public static IServiceCollection AddGpuFormer(
        this IServiceCollection services, Action<GpuFormerOptions> configure) =>
        services.AddGpuFormer<Classifier>(configure);

    /// <summary>
    /// Adds a <see cref="Classifier"/> under a key, for hosts with several: <c>[FromKeyedServices("digits")]</c>.
    /// </summary>
    /// <param name="services">Of the host.</param>
    /// <param name="key">Also the name of its options; no other predictor has it.</param>
    /// <param name="configure">Sets at least <see cref="GpuFormerOptions.Weights"/>.</param>
    public static IServiceCollection AddGpuFormer(
        this IServiceCollection services, string key, Action<GpuFormerOptions> configure) =>
        services.AddGpuFormer<Classifier>(key, configure);

    /// <summary>Adds a <see cref="Classifier"/>, a <see cref="Detector"/> or a <see cref="Segmenter"/>.</summary>
    /// <inheritdoc cref="AddGpuFormer(IServiceCollection, Action{GpuFormerOptions})"/>
    /// <typeparam name="TPredictor">Which of them.</typeparam>
    public static IServiceCollection AddGpuFormer<TPredictor>(
        this IServiceCollection services, Action<GpuFormerOptions> configure)
        where TPredictor : Predictor
    {
        // One of each kind may be without a key.
        var name = typeof(TPredictor) == typeof(Classifier) ? Options.DefaultName : typeof(TPredictor).Name;
        Add(services, name, configure, provider => provider.GetRequiredService<TPredictor>());
        return services.AddSingleton(provider => Load<TPredictor>(provider, name));
    }

    /// <summary>Adds a <see cref="Classifier"/>, a <see cref="Detector"/> or a <see cref="Segmenter"/> under a key.</summary>
    /// <inheritdoc cref="AddGpuFormer(IServiceCollection, string, Action{GpuFormerOptions})"/>
    /// <typeparam name="TPredictor">Which of them.</typeparam>
    public static IServiceCollection AddGpuFormer<TPredictor>(
        this IServiceCollection services, string key, Action<GpuFormerOptions> configure)
        where TPredictor : Predictor
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Add(services, key, configure, provider => provider.GetRequiredKeyedService<TPredictor>(key));
        return services.AddKeyedSingleton(key, (provider, _) => Load<TPredictor>(provider, key));
    }

    private static void Add(IServiceCollection services, string name, Action<GpuFormerOptions> configure,
        Func<IServiceProvider, Predictor> get)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddLogging();
        services.AddOptions<GpuFormerOptions>(name).Configure(configure).Validate(
            options => options.Weights.Length > 0,
            "GpuFormerOptions.Weights is not set: name a file of weights, or the folder of a run.");
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            name.Length == 0 ? "gpuformer" : $"gpuformer-{name}",
            provider => new PredictorHealthCheck(() => get(provider)), failureStatus: null, [HealthTag]));
        services.AddSingleton<IHostedService>(provider => new PredictorStart(
            provider.GetRequiredService<IOptionsMonitor<GpuFormerOptions>>().Get(name), () => get(provider)));
    }

    private static TPredictor Load<TPredictor>(IServiceProvider provider, string name)
        where TPredictor : Predictor
    {
        var options = provider.GetRequiredService<IOptionsMonitor<GpuFormerOptions>>().Get(name);
        var log = provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory);
        var predictor = Load(typeof(TPredictor), options, log);
        PredictorLog.Loaded(log, predictor.Model.Name, predictor.Device.Description);
        return (TPredictor)predictor;
    }

    private static Predictor Load(Type type, GpuFormerOptions options, ILogger log)
    {
        var (model, weights) = (options.Model, options.Weights);
        if (type == typeof(Classifier))
        {
            var settings = With(new ClassifierOptions { MaxBatchSize = options.MaxBatchSize });
            return model is null ? Classifier.Load(weights, settings) : Classifier.Load(model, weights, settings);
        }

        if (type == typeof(Detector))
        {
            var settings = With(new DetectorOptions
            {
                ScoreThreshold = options.ScoreThreshold,
                OverlapThreshold = options.OverlapThreshold,
                MaxDetections = options.MaxDetections,
                ImageSize = options.ImageSize,
            });
            return model is null ? Detector.Load(weights, settings) : Detector.Load(model, weights, settings);
        }

        if (type == typeof(Segmenter))
        {
            var settings = With(new SegmenterOptions { ImageSize = options.ImageSize });
            return model is null ? Segmenter.Load(weights, settings) : Segmenter.Load(model, weights, settings);
        }

        throw new NotSupportedException(
            $"A host has a {nameof(Classifier)}, {nameof(Detector)} or {nameof(Segmenter)}, not a {type.Name}.");

        TOptions With<TOptions>(TOptions chosen)
            where TOptions : PredictorOptions => chosen with
            {
                Device = options.Device,
                Threads = options.Threads,
                MemoryLimit = options.MemoryLimit,
                QueueLimit = options.QueueLimit,
                WhenQueueIsFull = options.WhenQueueIsFull,
                // Names of files and tensors are others' texts.
                Report = line => PredictorLog.Told(log, EncodedText.Line(line)),
                Warn = line => PredictorLog.Warned(log, EncodedText.Line(line)),
                Model = new ModelOptions { Labels = options.Labels is { } labels ? ClassLabels.Load(labels) : null },
            };
    }
}

using System.Collections.Concurrent;
using GpuFormer.Extensions.Hosting;
using GpuFormer.Imaging;
using GpuFormer.Tests.Cli;
using GpuFormer.Tests.Host;
using GpuFormer.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace GpuFormer.Tests.Hosting;

/// <summary>Classifiers as services of a host.</summary>
public sealed class GpuFormerServicesTests
{
    [Fact]
    public async Task A_host_has_one_classifier_that_is_healthy_logs_and_goes_with_it()
    {
        var log = new ListLogger();
        var host = HostOf(services => services.AddGpuFormer(Digits), log);
        await host.StartAsync();
        var classifier = host.Services.GetRequiredService<Classifier>();
        Assert.Same(classifier, host.Services.GetRequiredService<Classifier>());
        Assert.Equal("7", Assert.Single(classifier.Classify(ImageDecoder.Decode(RunningServer.Digit(7)), topK: 1)).Label);
        Assert.Contains(log.Lines, line => line.StartsWith("GpuFormer: mobile_former_26m runs on ", StringComparison.Ordinal));
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = report.Entries["gpuformer"];
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("mobile_former_26m", entry.Data["model"]);
        Assert.Contains(GpuFormerServices.HealthTag, entry.Tags);
        host.Dispose();
        Assert.Throws<ObjectDisposedException>(() => classifier.Classify(new Image(28, 28)));
    }

    [Fact]
    public async Task Classifiers_with_keys_stand_side_by_side()
    {
        using var folder = new TemporaryFolder();
        var labels = folder.Write("labels.txt", string.Join('\n', Enumerable.Range(0, 10).Select(digit => $"digit {digit}")));
        using var host = HostOf(services => services.AddGpuFormer("plain", Digits).AddGpuFormer("named", options =>
        {
            Digits(options);
            options.Model = "mobile_former_26m";
            options.Labels = labels;
        }));
        await host.StartAsync();
        var image = ImageDecoder.Decode(RunningServer.Digit(4));
        Assert.Equal("4", host.Services.GetRequiredKeyedService<Classifier>("plain").Classify(image, 1)[0].Label);
        Assert.Equal("digit 4", host.Services.GetRequiredKeyedService<Classifier>("named").Classify(image, 1)[0].Label);
        Assert.Null(host.Services.GetService<Classifier>());
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(["gpuformer-named", "gpuformer-plain"], report.Entries.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_detector_stands_beside_a_classifier()
    {
        using var folder = new TemporaryFolder();
        var weights = StoredDetectorFile.Write(folder["objects.safetensors"], sure: 9);
        void Objects(GpuFormerOptions options) =>
            (options.Weights, options.Device, options.Threads, options.ScoreThreshold) = (weights, "cpu", 1, 0.5f);
        using var host = HostOf(services => services.AddGpuFormer(Digits).AddGpuFormer<Detector>(Objects)
            .AddGpuFormer<Detector>("one", options =>
            {
                Objects(options);
                options.MaxDetections = 1;
            }));
        await host.StartAsync();
        var image = new Image(40, 80);
        Assert.Equal(["three", "three"],
            host.Services.GetRequiredService<Detector>().Detect(image).Select(found => found.Label));
        Assert.Single(host.Services.GetRequiredKeyedService<Detector>("one").Detect(image));
        Assert.NotNull(host.Services.GetRequiredService<Classifier>());
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(["gpuformer", "gpuformer-Detector", "gpuformer-one"], report.Entries.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("e2e_mobile_former_26m", report.Entries["gpuformer-one"].Data["model"]);
        // Weights of another task are refused when the host starts.
        using var wrong = HostOf(services => services.AddGpuFormer<Segmenter>(Objects));
        await Assert.ThrowsAsync<Weights.ModelFormatException>(() => wrong.StartAsync());
    }

    [Fact]
    public async Task A_host_without_weights_or_with_damaged_ones_does_not_start()
    {
        using var without = HostOf(services => services.AddGpuFormer(_ => { }));
        await Assert.ThrowsAsync<OptionsValidationException>(() => without.StartAsync());
        using var folder = new TemporaryFolder();
        var damaged = folder.Write("w.safetensors", "no weights");
        using var host = HostOf(services => services.AddGpuFormer(options => options.Weights = damaged));
        await Assert.ThrowsAsync<Weights.ModelFormatException>(() => host.StartAsync());
        // One that loads later starts, and says the same to whoever asks for it.
        using var later = HostOf(services => services.AddGpuFormer(options =>
            (options.Weights, options.LoadAtStart) = (damaged, false)));
        await later.StartAsync();
        Assert.Throws<Weights.ModelFormatException>(() => later.Services.GetRequiredService<Classifier>());
        var report = await later.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
    }

    private static void Digits(GpuFormerOptions options) =>
        (options.Weights, options.Device, options.Threads) = (RunningServer.Weights, "cpu", 1);

    private static IHost HostOf(Action<IServiceCollection> add, ILoggerProvider? log = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        if (log is not null)
            builder.Logging.AddProvider(log);
        add(builder.Services);
        return builder.Build();
    }

    private sealed class ListLogger : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Category(ListLogger owner, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
                Func<TState, Exception?, string> formatter) => owner.Lines.Enqueue($"{name}: {formatter(state, exception)}");
        }
    }
}

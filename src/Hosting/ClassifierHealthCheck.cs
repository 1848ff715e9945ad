using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpuFormer.Extensions.Hosting;

/// <summary>Says whether a classifier can answer: it was loaded, and its device is not lost.</summary>
internal sealed class ClassifierHealthCheck(Func<Classifier> get) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var classifier = get();
        var data = new Dictionary<string, object>
        {
            ["model"] = classifier.Model.Name,
            ["device"] = classifier.Device.Description,
            ["queue"] = classifier.QueueLength,
        };
        return Task.FromResult(classifier.IsLost
            ? new HealthCheckResult(context.Registration.FailureStatus, "The device is lost.", null, data)
            : HealthCheckResult.Healthy(null, data));
    }
}

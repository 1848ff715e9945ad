using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GpuFormer.Extensions.Hosting;

/// <summary>Says whether a predictor can answer: it was loaded, and its device is not lost.</summary>
internal sealed class PredictorHealthCheck(Func<Predictor> get) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
    {
        var predictor = get();
        var data = new Dictionary<string, object>
        {
            ["model"] = predictor.Model.Name,
            ["device"] = predictor.Device.Description,
            ["queue"] = predictor.QueueLength,
        };
        return Task.FromResult(predictor.IsLost
            ? new HealthCheckResult(context.Registration.FailureStatus, "The device is lost.", null, data)
            : HealthCheckResult.Healthy(null, data));
    }
}

using Microsoft.Extensions.Logging;

namespace GpuFormer.Extensions.Hosting;

/// <summary>What predictors log.</summary>
internal static partial class PredictorLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Model} runs on {Device}.")]
    public static partial void Loaded(ILogger log, string model, string device);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{Line}")]
    public static partial void Told(ILogger log, string line);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "{Line}")]
    public static partial void Warned(ILogger log, string line);
}

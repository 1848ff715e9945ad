namespace GpuFormer;

/// <summary>
/// A predictor has as many calls under way as <see cref="PredictorOptions.QueueLimit"/> allows, and is not to let others
/// wait (<see cref="QueueFullMode.Throw"/>). Nothing was begun: call again later.
/// </summary>
public sealed class PredictorBusyException : Exception
{
    internal PredictorBusyException(string owner, int limit)
        : base($"The {owner} has {limit} calls under way, as many as its queue limit allows. Call again later, let calls "
            + "wait, or raise the limit.") => Limit = limit;

    /// <summary>The most calls that may be under way.</summary>
    public int Limit { get; }
}

namespace GpuFormer;

/// <summary>
/// The classifier has as many calls under way as <see cref="ClassifierOptions.QueueLimit"/> allows, and is not to let
/// others wait (<see cref="QueueFullMode.Throw"/>). Nothing was begun: call again later.
/// </summary>
public sealed class ClassifierBusyException(int limit)
    : Exception($"The classifier has {limit} calls under way, as many as its queue limit allows. Call again later, let "
        + "calls wait, or raise the limit.")
{
    /// <summary>The most calls that may be under way.</summary>
    public int Limit { get; } = limit;
}

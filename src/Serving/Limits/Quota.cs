using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving.Limits;

/// <summary>Counts what is under way, up to a limit: requests that compute or wait to, or bytes of their bodies.</summary>
internal sealed class Quota(long limit, string refusal)
{
    private long _taken;

    /// <summary>How much is under way.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a share, which <see cref="Leave"/> gives back.</summary>
    /// <exception cref="RequestException">There is no room now: 429.</exception>
    public void Enter(long amount)
    {
        if (Interlocked.Add(ref _taken, amount) <= limit)
            return;
        Leave(amount);
        throw new RequestException(StatusCodes.Status429TooManyRequests, refusal);
    }

    public void Leave(long amount) => Interlocked.Add(ref _taken, -amount);
}

namespace GpuFormer.Serving;

/// <summary>A request cannot be answered; the message, which the client gets, says why.</summary>
/// <param name="status">The HTTP status of the answer.</param>
/// <param name="message">What was wrong, where, and what to do.</param>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

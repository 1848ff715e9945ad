namespace GpuFormer.Serving.Limits;

/// <summary>What all requests of a server share.</summary>
internal sealed class ServerLimits(ServerOptions options) : IDisposable
{
    public ServerOptions Options { get; } = options;

    /// <summary>Requests that compute or wait to.</summary>
    public Quota Requests { get; } = new(options.QueueLimit,
        $"The server is busy: {options.QueueLimit} requests wait already. Try again in a moment.");

    /// <summary>Bytes of bodies that are held.</summary>
    public Quota Uploads { get; } = new(options.UploadBytes,
        "The server is busy: other uploads take all the memory there is for them. Try again in a moment.");

    /// <summary>Images that are decoded at a time: each may take several times its pixels in memory.</summary>
    public SemaphoreSlim Decoders { get; } = new(Environment.ProcessorCount);

    public void Dispose() => Decoders.Dispose();
}

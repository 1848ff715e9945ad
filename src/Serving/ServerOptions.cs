using System.Net;
using GpuFormer.Imaging;

namespace GpuFormer.Serving;

/// <summary>Where a server listens and how much it takes. Every limit holds before memory is taken.</summary>
public sealed record ServerOptions
{
    /// <summary>Addresses to listen at, <c>http</c> alone; port 0 takes any free one. The default is reachable from this
    /// machine only: a server has no passwords.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>Bytes of one request's body; a longer one is answered with 413.</summary>
    public long BodyBytes { get; init; } = 10_000_000;

    /// <summary>Bytes of all bodies that are being received at a time; beyond it the answer is 429.</summary>
    public long UploadBytes { get; init; } = 128_000_000;

    /// <summary>Connections at a time; further ones are closed.</summary>
    public int Connections { get; init; } = 256;

    /// <summary>Requests that compute or wait to; further ones are answered with 429 and <c>Retry-After</c>.</summary>
    public int QueueLimit { get; init; } = 64;

    /// <summary>How long a request may take, its body included; then the answer is 408 or 503.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests under way may go on after the server was asked to stop.</summary>
    public TimeSpan ShutdownTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Images of one request: files of a form, or the batch of a tensor.</summary>
    public int ImagesPerRequest { get; init; } = 64;

    /// <summary>What image files may be like; 25 megapixels, known from the header, unless set otherwise.</summary>
    public ImageLimits Images { get; init; } = new() { Pixels = 25_000_000 };

    /// <summary>Gets a line for each fault of the server itself, which clients are told nothing about.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Whether an address is reachable from this machine alone.</summary>
    /// <param name="url">Such as <c>http://127.0.0.1:8080</c>; one with a star for its host is not.</param>
    public static bool IsLocal(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && IsLocalHost(parsed.Host);

    internal static bool IsLocalHost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

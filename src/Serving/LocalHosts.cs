using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving;

/// <summary>
/// Keeps web pages of others away from a server that listens on this machine alone: a browser here would carry their
/// requests to it. Such requests name another host (DNS rebinding), or the browser marks them as of another site.
/// </summary>
internal sealed class LocalHosts
{
    private readonly bool _isLocal;

    /// <summary>Looks at the addresses that a server listens at.</summary>
    public LocalHosts(IEnumerable<string> urls) => _isLocal = urls.All(ServerOptions.IsLocal);

    /// <summary>Refuses a request of another site.</summary>
    /// <exception cref="RequestException">It is one.</exception>
    public void Check(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate")
        {
            throw new RequestException(StatusCodes.Status403Forbidden,
                "This server answers its own page and programs, not pages of other sites.");
        }

        if (_isLocal && !ServerOptions.IsLocalHost(request.Host.Host))
        {
            throw new RequestException(StatusCodes.Status403Forbidden,
                "This server listens on this machine alone: call it 127.0.0.1 or localhost.");
        }
    }
}

using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving.Limits;

/// <summary>The body of a request in memory, which grows with what arrives, whatever the client announces.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBytes = 16 << 10;

    // A pool keeps what it is given, for every thread: of large bodies that would be hundreds of megabytes.
    private const int LargestPooled = 1 << 20;

    private readonly Quota _uploads;
    private byte[] _bytes = [];
    private int _length;

    private RequestBody(Quota uploads) => _uploads = uploads;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>Reads the body to its end.</summary>
    /// <exception cref="RequestException">It is too long or takes too long, or other uploads take the memory.</exception>
    /// <exception cref="BadHttpRequestException">It is too long or too slow, or ends early.</exception>
    public static async Task<RequestBody> ReadAsync(HttpContext context, ServerLimits limits)
    {
        var body = new RequestBody(limits.Uploads);
        try
        {
            if (context.Request.ContentLength > limits.Options.BodyBytes)
                throw TooLong(limits);
            while (true)
            {
                if (body._length == body._bytes.Length)
                    body.Grow();
                var read = await context.Request.Body
                    .ReadAsync(body._bytes.AsMemory(body._length), context.RequestAborted).ConfigureAwait(false);
                if (read == 0)
                    return body;
                body._length += read;
                if (body._length > limits.Options.BodyBytes)
                    throw TooLong(limits);
            }
        }
        catch (OperationCanceledException)
        {
            body.Dispose();
            throw new RequestException(StatusCodes.Status408RequestTimeout,
                $"The body takes longer than {limits.Options.RequestTime.TotalSeconds:F0} seconds. Send it again.");
        }
        catch (Exception exception)
        {
            body.Dispose();
            // Chunks that are none are an exception of another kind than all else that may be wrong with a body.
            if (exception is IOException and not BadHttpRequestException && !context.RequestAborted.IsCancellationRequested)
                throw new BadHttpRequestException(exception.Message, StatusCodes.Status400BadRequest);
            throw;
        }
    }

    public void Dispose()
    {
        if (_bytes.Length == 0)
            return;
        _uploads.Leave(_bytes.Length);
        Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    public static RequestException TooLong(ServerLimits limits) => new(StatusCodes.Status413PayloadTooLarge,
        $"The body is longer than {limits.Options.BodyBytes} bytes. Send a smaller image, or fewer of them.");

    private void Grow()
    {
        var length = Math.Max(FirstBytes, 2 * _bytes.Length);
        var larger = length <= LargestPooled ? ArrayPool<byte>.Shared.Rent(length) : new byte[length];
        try
        {
            _uploads.Enter(larger.Length);
        }
        catch
        {
            Return(larger);
            throw;
        }

        Bytes.Span.CopyTo(larger);
        var received = _length;
        Dispose();
        (_bytes, _length) = (larger, received);
    }

    // What one client sent is nothing for the next: a reader that went beyond the end would find zeros.
    private static void Return(byte[] bytes)
    {
        if (bytes.Length <= LargestPooled)
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
    }
}

using System.Diagnostics;
using GpuFormer.Imaging;
using GpuFormer.Kernels.Launch;
using GpuFormer.Serving.Limits;
using GpuFormer.Serving.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving;

/// <summary>
/// Stands before every endpoint: refuses what comes from other sites, ends what takes too long, and turns every exception
/// into an answer that says nothing of the server's inside.
/// </summary>
internal sealed class RequestGuard(ServerLimits limits, ServerMetrics metrics, LocalHosts hosts)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var begin = Stopwatch.GetTimestamp();
        metrics.Begin();
        var client = context.RequestAborted;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(client);
        time.CancelAfter(limits.Options.RequestTime);
        context.RequestAborted = time.Token;
        try
        {
            WriteHeaders(context.Response.Headers);
            hosts.Check(context.Request);
            await next(context).ConfigureAwait(false);
            await AnswerWithoutBodyAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Nobody is there to read an answer; or it is half written, and must not look like a whole one.
            if (client.IsCancellationRequested || context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                context.RequestAborted = client;
                await AnswerAsync(context, exception).ConfigureAwait(false);
            }
        }
        finally
        {
            metrics.End((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText,
                client.IsCancellationRequested ? ServerMetrics.ClientGone : context.Response.StatusCode,
                Stopwatch.GetElapsedTime(begin));
        }
    }

    private static void WriteHeaders(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
    }

    // What routing refuses has a status alone.
    private static async Task AnswerWithoutBodyAsync(HttpContext context)
    {
        if (context.Response.HasStarted || context.Response.ContentLength is not null)
            return;
        var (path, method) = (context.Request.Path.Value ?? "", context.Request.Method);
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
        {
            await JsonAnswer.WriteErrorAsync(context, StatusCodes.Status405MethodNotAllowed,
                $"{Shortened(path)} does not take {Shortened(method)}, but {context.Response.Headers.Allow}.")
                .ConfigureAwait(false);
        }
        else if (context.Response.StatusCode == StatusCodes.Status404NotFound)
        {
            await JsonAnswer.WriteErrorAsync(context, StatusCodes.Status404NotFound,
                $"There is nothing at {Shortened(path)}. /openapi lists what there is.").ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        var (status, message) = exception switch
        {
            RequestException refused => (refused.Status, refused.Message),
            ImageFormatException image => (StatusCodes.Status400BadRequest, image.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                (StatusCodes.Status413PayloadTooLarge, RequestBody.TooLong(limits).Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
                (StatusCodes.Status408RequestTimeout, "The body comes too slowly. Send it again."),
            BadHttpRequestException bad =>
                (bad.StatusCode, "The body ends early, or its framing is damaged. Send it again."),
            OperationCanceledException => (StatusCodes.Status503ServiceUnavailable,
                $"The request took longer than {limits.Options.RequestTime.TotalSeconds:F0} seconds. Try again later."),
            PredictorBusyException => (StatusCodes.Status429TooManyRequests,
                "The server is busy: as many images wait as may. Try again in a moment."),
            DeviceMemoryException => (StatusCodes.Status413PayloadTooLarge,
                "The device has not enough memory for an image of this size. Send a smaller one."),
            DeviceLostException => (StatusCodes.Status503ServiceUnavailable,
                "The device that computes is lost. Try again once /v2/health/ready says so."),
            NonFiniteResultException => (StatusCodes.Status503ServiceUnavailable,
                "The network's result is infinite or NaN: its weights are damaged, and this server's owner must replace them."),
            ObjectDisposedException => (StatusCodes.Status503ServiceUnavailable, "The server is about to end."),
            OutOfMemoryException =>
                (StatusCodes.Status503ServiceUnavailable, "There is no memory for this request now. Try again later."),
            _ => (StatusCodes.Status500InternalServerError, "The server failed; its log says how."),
        };
        if (status is StatusCodes.Status500InternalServerError or StatusCodes.Status503ServiceUnavailable
            && exception is not RequestException)
        {
            metrics.Fault();
            limits.Options.Warn?.Invoke($"{exception.GetType().Name}: {exception.Message}");
        }

        context.Response.Clear();
        WriteHeaders(context.Response.Headers);
        try
        {
            await JsonAnswer.WriteErrorAsync(context, status, message).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : $"{text[..80]}...";
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving;

/// <summary>Answers of JSON. Its writer escapes what could act in a page: names of classes are others' texts.</summary>
internal static class JsonAnswer
{
    /// <summary>The type of JSON.</summary>
    public const string ContentType = "application/json";

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write) =>
        WriteAsync(context, StatusCodes.Status200OK, write);

    /// <summary>Writes an answer with a status.</summary>
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await WriteAsync(context, status, ContentType, buffer.WrittenMemory).ConfigureAwait(false);
    }

    /// <summary>Writes an answer of any type.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string type, ReadOnlyMemory<byte> bytes)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = type;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes <c>{"error": message}</c>.</summary>
    public static Task WriteErrorAsync(HttpContext context, int status, string message)
    {
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, status, json => json.WriteString("error", message));
    }
}

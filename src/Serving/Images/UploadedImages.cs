using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace GpuFormer.Serving.Images;

/// <summary>An image file as it was uploaded.</summary>
/// <param name="Name">What the client calls it; null where it does not.</param>
/// <param name="Bytes">The file.</param>
internal sealed record UploadedImage(string? Name, ReadOnlyMemory<byte> Bytes);

/// <summary>The image files of a request: its body, or the files of a form (RFC 7578), which stay in memory.</summary>
internal static class UploadedImages
{
    private const int LongestName = 200;
    private const int LongestBoundary = 70;

    /// <summary>Takes a body apart.</summary>
    /// <exception cref="RequestException">There is no image in it, or too many, or it is no form: 400.</exception>
    public static async Task<IReadOnlyList<UploadedImage>> ReadAsync(
        HttpRequest request, ReadOnlyMemory<byte> body, ServerOptions options)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            return body.IsEmpty ? throw Bad("The body is empty. Send an image file.") : [new UploadedImage(null, body)];
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > LongestBoundary)
            throw Bad("The form has no boundary that can be used. Send it as multipart/form-data.");
        try
        {
            return await ReadFormAsync(boundary.Value!, body, options).ConfigureAwait(false);
        }
        // What the form's reader throws for a damaged one.
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw Bad("The form is damaged or ends early. Send it again as multipart/form-data.");
        }
    }

    private static async Task<IReadOnlyList<UploadedImage>> ReadFormAsync(
        string boundary, ReadOnlyMemory<byte> body, ServerOptions options)
    {
        var images = new List<UploadedImage>();
        var bytes = MemoryMarshal.TryGetArray(body, out var array) ? array : new ArraySegment<byte>(body.ToArray());
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        var reader = new MultipartReader(boundary, stream)
        {
            HeadersCountLimit = 16,
            HeadersLengthLimit = 8 << 10,
            BodyLengthLimit = options.BodyBytes,
        };
        while (await reader.ReadNextSectionAsync().ConfigureAwait(false) is { } section)
        {
            // Fields that are no files, such as a button's name, say nothing here.
            if (section.AsFileSection() is not { } file)
                continue;
            if (images.Count == options.ImagesPerRequest)
                throw Bad($"The form has more than {options.ImagesPerRequest} files. Send fewer at a time.");
            using var copy = new MemoryStream();
            await section.Body.CopyToAsync(copy).ConfigureAwait(false);
            images.Add(new UploadedImage(Shortened(file.FileName), copy.GetBuffer().AsMemory(0, (int)copy.Length)));
        }

        return images.Count > 0 ? images : throw Bad("The form has no file. Put an image into a field of it.");
    }

    private static string Shortened(string name) => name.Length <= LongestName ? name : name[..LongestName];

    private static RequestException Bad(string message) => new(StatusCodes.Status400BadRequest, message);
}

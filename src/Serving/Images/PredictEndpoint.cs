using System.Globalization;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Serving.Limits;
using GpuFormer.Serving.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving.Images;

/// <summary><c>POST /predict</c>: image files in, classes out.</summary>
internal sealed class PredictEndpoint(ModelSet models, ServerLimits limits, ServerMetrics metrics)
{
    private const int DefaultClasses = 5;

    public void Map(IEndpointRouteBuilder app) => app.MapPost("/predict", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var model = models.OfQuery(context);
        var topK = TopK(context.Request.Query["topk"]);
        using var body = await RequestBody.ReadAsync(context, limits).ConfigureAwait(false);
        limits.Requests.Enter(1);
        try
        {
            var images = await UploadedImages.ReadAsync(context.Request, body.Bytes, limits.Options).ConfigureAwait(false);
            if (images is [var only])
            {
                var seen = await ClassifyAsync(model, only, topK, context.RequestAborted).ConfigureAwait(false);
                if (seen.Error is { } error)
                    throw new RequestException(StatusCodes.Status400BadRequest, error);
                await JsonAnswer.WriteAsync(context, json => Write(json, seen)).ConfigureAwait(false);
                return;
            }

            var all = new List<ClassifiedImage>();
            foreach (var image in images)
                all.Add(await ClassifyAsync(model, image, topK, context.RequestAborted).ConfigureAwait(false));
            await JsonAnswer.WriteAsync(context, json => Write(json, all)).ConfigureAwait(false);
        }
        finally
        {
            limits.Requests.Leave(1);
        }
    }

    private async Task<ClassifiedImage> ClassifyAsync(
        ServedModel model, UploadedImage upload, int topK, CancellationToken cancellation)
    {
        try
        {
            var image = await DecodedImage.ReadAsync(upload.Bytes, limits, cancellation).ConfigureAwait(false);
            // Its sides may still be such that it cannot be resized, which concerns this image alone too.
            var predictions = await model.CallAsync(predictor =>
                predictor.ClassifyAsync(image, topK, cancellation)).ConfigureAwait(false);
            metrics.Classified(model.Name, 1);
            return new ClassifiedImage(upload.Name, predictions, image.Damage, null);
        }
        catch (ImageFormatException unreadable)
        {
            return new ClassifiedImage(upload.Name, [], null, unreadable.Message);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<ClassifiedImage> images)
    {
        json.WriteStartArray("images");
        foreach (var image in images)
        {
            json.WriteStartObject();
            json.WriteString("name", image.Name);
            if (image.Error is { } error)
                json.WriteString("error", error);
            else
                Write(json, image);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ClassifiedImage image)
    {
        json.WriteStartArray("predictions");
        foreach (var prediction in image.Predictions)
        {
            json.WriteStartObject();
            json.WriteString("label", prediction.Label);
            json.WriteNumber("probability", prediction.Probability);
            json.WriteNumber("class", prediction.ClassIndex);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (image.Damage is { } damage)
            json.WriteString("warning", $"The image is damaged, and was read all the same: {damage}");
    }

    private static int TopK(string? text) =>
        text is null ? DefaultClasses
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new RequestException(StatusCodes.Status400BadRequest, "topk must be a whole number of at least 1.");
}

/// <summary>What was seen in an image, or why it could not be read.</summary>
internal sealed record ClassifiedImage(
    string? Name, IReadOnlyList<Prediction> Predictions, string? Damage, string? Error);

using System.Globalization;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Serving.Limits;
using GpuFormer.Serving.Metrics;
using GpuFormer.Serving.Predictors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving.Images;

/// <summary><c>POST /predict</c>: image files in, and out what the model is for: classes, objects, or masks.</summary>
internal sealed class PredictEndpoint(ModelSet models, ServerLimits limits, ServerMetrics metrics)
{
    private const string Png = "image/png";

    public void Map(IEndpointRouteBuilder app) => app.MapPost("/predict", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var model = models.OfQuery(context);
        var most = Most(context.Request.Query["topk"]);
        using var body = await RequestBody.ReadAsync(context, limits).ConfigureAwait(false);
        limits.Requests.Enter(1);
        try
        {
            var images = await UploadedImages.ReadAsync(context.Request, body.Bytes, limits.Options).ConfigureAwait(false);
            if (images is [var only])
            {
                await AnswerAsync(context, await PredictAsync(model, only, most, context.RequestAborted)
                    .ConfigureAwait(false)).ConfigureAwait(false);
                return;
            }

            if (WantsMask(context.Request))
                throw new RequestException(StatusCodes.Status400BadRequest, "An answer is one mask: send one image at a time.");
            var all = new List<PredictedImage>();
            foreach (var image in images)
                all.Add(await PredictAsync(model, image, most, context.RequestAborted).ConfigureAwait(false));
            await JsonAnswer.WriteAsync(context, json => Write(json, all)).ConfigureAwait(false);
        }
        finally
        {
            limits.Requests.Leave(1);
        }
    }

    private static async Task AnswerAsync(HttpContext context, PredictedImage image)
    {
        if (image.Error is { } error)
            throw new RequestException(StatusCodes.Status400BadRequest, error);
        if (!WantsMask(context.Request))
        {
            await JsonAnswer.WriteAsync(context, json => Write(json, image)).ConfigureAwait(false);
            return;
        }

        var mask = image.Answer!.MaskFile() ?? throw new RequestException(StatusCodes.Status406NotAcceptable,
            "This model answers with JSON: masks are of models for segmentation. Accept application/json.");
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, Png, mask).ConfigureAwait(false);
    }

    private async Task<PredictedImage> PredictAsync(
        ServedModel model, UploadedImage upload, int? most, CancellationToken cancellation)
    {
        try
        {
            var image = await DecodedImage.ReadAsync(upload.Bytes, limits, cancellation).ConfigureAwait(false);
            // Its sides may still be such that it cannot be resized, which concerns this image alone too.
            var answer = await model.CallAsync(predictor =>
                predictor.PredictAsync(image, most, cancellation)).ConfigureAwait(false);
            metrics.Predicted(model.Name, 1);
            return new PredictedImage(upload.Name, answer, image.Damage, null);
        }
        catch (ImageFormatException unreadable)
        {
            return new PredictedImage(upload.Name, null, null, unreadable.Message);
        }
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<PredictedImage> images)
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

    private static void Write(Utf8JsonWriter json, PredictedImage image)
    {
        image.Answer!.Write(json);
        if (image.Damage is { } damage)
            json.WriteString("warning", $"The image is damaged, and was read all the same: {damage}");
    }

    // JSON is what every model has: a client that takes both gets it.
    private static bool WantsMask(HttpRequest request)
    {
        var types = request.GetTypedHeaders().Accept;
        return types.Any(type => type.MediaType.Equals(Png, StringComparison.OrdinalIgnoreCase))
            && !types.Any(type => type.MediaType.Equals(JsonAnswer.ContentType, StringComparison.OrdinalIgnoreCase));
    }

    private static int? Most(string? text) =>
        text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new RequestException(StatusCodes.Status400BadRequest, "topk must be a whole number of at least 1.");
}

/// <summary>What was seen in an image, or why it could not be read.</summary>
internal sealed record PredictedImage(string? Name, ImageAnswer? Answer, string? Damage, string? Error);

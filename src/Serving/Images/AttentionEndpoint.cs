using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Serving.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving.Images;

/// <summary><c>POST /attention</c>: an image file in, where the tokens of a Mobile-Former look out.</summary>
internal sealed class AttentionEndpoint(ModelSet models, ServerLimits limits)
{
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/attention", AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var model = models.OfQuery(context);
        if (model.Predictor.Attention is null)
        {
            throw new RequestException(StatusCodes.Status404NotFound,
                $"The model {model.Name} has no tokens that look at the image: it is no Mobile-Former with attention.");
        }

        using var body = await RequestBody.ReadAsync(context, limits).ConfigureAwait(false);
        limits.Requests.Enter(1);
        try
        {
            var images = await UploadedImages.ReadAsync(context.Request, body.Bytes, limits.Options).ConfigureAwait(false);
            if (images is not [var only])
                throw new RequestException(StatusCodes.Status400BadRequest, "Send one image at a time.");
            var image = await DecodedImage.ReadAsync(only.Bytes, limits, context.RequestAborted).ConfigureAwait(false);
            // A predictor that takes the place of another is of the same network.
            var bridges = await model.CallAsync(predictor =>
                predictor.Attention!.AttendAsync(image, context.RequestAborted)).ConfigureAwait(false);
            var crop = model.Predictor.Attention.CropOf(image);
            await JsonAnswer.WriteAsync(context, json => Write(json, bridges, crop)).ConfigureAwait(false);
        }
        finally
        {
            limits.Requests.Leave(1);
        }
    }

    private static void Write(
        Utf8JsonWriter json, IReadOnlyList<BridgeAttention> bridges, (double Left, double Top, double Side) crop)
    {
        json.WriteStartObject("crop");
        json.WriteNumber("left", crop.Left);
        json.WriteNumber("top", crop.Top);
        json.WriteNumber("side", crop.Side);
        json.WriteEndObject();
        json.WriteStartArray("bridges");
        foreach (var bridge in bridges)
        {
            json.WriteStartObject();
            json.WriteString("name", bridge.Name);
            json.WriteNumber("tokens", bridge.Tokens);
            json.WriteNumber("height", bridge.Height);
            json.WriteNumber("width", bridge.Width);
            json.WriteBase64String("maps", ToBytes(bridge));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Of 255 steps, which is what a screen has: the largest weight of each token is 255.
    private static byte[] ToBytes(BridgeAttention bridge)
    {
        var bytes = new byte[bridge.Weights.Length];
        var pixels = bridge.Height * bridge.Width;
        for (var token = 0; token < bridge.Tokens; token++)
        {
            var weights = bridge.Weights.AsSpan(token * pixels, pixels);
            var largest = 0f;
            foreach (var weight in weights)
                largest = MathF.Max(largest, weight);
            for (var i = 0; i < pixels && largest > 0; i++)
                bytes[(token * pixels) + i] = (byte)MathF.Round(255 * weights[i] / largest);
        }

        return bytes;
    }
}

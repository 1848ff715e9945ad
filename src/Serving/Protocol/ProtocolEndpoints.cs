using System.Globalization;
using System.Text.Json;
using GpuFormer.Serving.Limits;
using GpuFormer.Serving.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving.Protocol;

/// <summary>
/// The Open Inference Protocol, version 2, over HTTP, with its extension of binary tensors: health, metadata, inference.
/// A model takes normalised images and gives logits.
/// </summary>
internal sealed class ProtocolEndpoints(ModelSet models, ServerLimits limits, ServerMetrics metrics)
{
    // Images of one request that are computed side by side: a device's batch, and a fair share of the queue.
    private const int ImagesAtATime = 8;

    private static readonly string ServerVersion = typeof(ProtocolEndpoints).Assembly.GetName().Version!.ToString(3);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v2", context => JsonAnswer.WriteAsync(context, WriteServer));
        app.MapGet("/v2/health/live", context => JsonAnswer.WriteAsync(context, json => json.WriteBoolean("live", true)));
        app.MapGet("/v2/health/ready", context => WriteReadyAsync(context, models.AreReady, null));
        foreach (var model in new[] { "/v2/models/{model}", "/v2/models/{model}/versions/{version}" })
        {
            app.MapGet(model, context =>
            {
                var found = models.OfRoute(context);
                return JsonAnswer.WriteAsync(context, json => WriteModel(json, found));
            });
            app.MapGet($"{model}/ready", context =>
            {
                var found = models.OfRoute(context);
                return WriteReadyAsync(context, found.IsReady, found.Name);
            });
            app.MapPost($"{model}/infer", InferAsync);
        }
    }

    private static Task WriteReadyAsync(HttpContext context, bool isReady, string? model) => JsonAnswer.WriteAsync(
        context, isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, json =>
        {
            if (model is not null)
                json.WriteString("name", model);
            json.WriteBoolean("ready", isReady);
            if (!isReady)
                json.WriteString("error", "The device that computes is lost.");
        });

    private static void WriteServer(Utf8JsonWriter json)
    {
        json.WriteString("name", "gpuformer");
        json.WriteString("version", ServerVersion);
        json.WriteStartArray("extensions");
        json.WriteStringValue("binary_tensor_data");
        json.WriteEndArray();
    }

    private static void WriteModel(Utf8JsonWriter json, ServedModel model)
    {
        var predictor = model.Predictor;
        json.WriteString("name", model.Name);
        json.WriteStartArray("versions");
        json.WriteStringValue(ServedModel.Version);
        json.WriteEndArray();
        json.WriteString("platform", $"gpuformer_{predictor.Network}");
        WriteTensor(json, "inputs", InferRequest.InputName, [-1, 3, predictor.InputSize, predictor.InputSize]);
        WriteTensor(json, "outputs", InferRequest.OutputName, [-1, predictor.Classes]);
    }

    private static void WriteTensor(Utf8JsonWriter json, string list, string name, int[] shape)
    {
        json.WriteStartArray(list);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("datatype", InferRequest.Datatype);
        json.WriteStartArray("shape");
        foreach (var size in shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private async Task InferAsync(HttpContext context)
    {
        var model = models.OfRoute(context);
        var jsonLength = JsonLengthOf(context);
        using var body = await RequestBody.ReadAsync(context, limits).ConfigureAwait(false);
        // Counted once the body is there, so that slow clients keep nobody out, and before it is parsed.
        limits.Requests.Enter(1);
        try
        {
            var request = new InferRequestReader(model.Predictor.InputSize, limits.Options.ImagesPerRequest)
                .Read(body.Bytes.Span, jsonLength);
            var logits = await model.CallAsync(predictor =>
                ComputeAsync(predictor, request, context.RequestAborted)).ConfigureAwait(false);
            metrics.Classified(model.Name, request.Batch);
            await InferResponse.WriteAsync(context, model.Name, request, logits).ConfigureAwait(false);
        }
        finally
        {
            limits.Requests.Leave(1);
        }
    }

    private static int? JsonLengthOf(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(InferRequest.JsonLength, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : throw InferRequestReader.Bad($"{InferRequest.JsonLength} must be a whole number.");
    }

    private static async Task<float[]> ComputeAsync(
        IPredictor predictor, InferRequest request, CancellationToken cancellation)
    {
        var (inputs, classes) = (request.Input.Length / request.Batch, predictor.Classes);
        var logits = new float[request.Batch * classes];
        foreach (var images in Enumerable.Range(0, request.Batch).Chunk(ImagesAtATime))
        {
            await Task.WhenAll(images.Select(image => predictor.PredictAsync(
                request.Input.AsMemory(image * inputs, inputs), logits.AsMemory(image * classes, classes), cancellation)
                .AsTask())).ConfigureAwait(false);
        }

        return FiniteNumbers.All(logits)
            ? logits
            : throw new NonFiniteResultException("A result of the network is infinite or NaN.");
    }
}

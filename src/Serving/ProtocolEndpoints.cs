using System.Globalization;
using System.Text.Json;
using GpuFormer.Serving.Limits;
using GpuFormer.Serving.Metrics;
using GpuFormer.Serving.Predictors;
using GpuFormer.Serving.Protocol;
using GpuFormer.Tasks.Systems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving;

/// <summary>
/// The Open Inference Protocol, version 2, over HTTP, with its extension of binary tensors: health, metadata, inference.
/// A model takes normalised images and gives what its network makes of them.
/// </summary>
internal sealed class ProtocolEndpoints(ModelSet models, ServerLimits limits, ServerMetrics metrics)
{
    // Of one answer, as JSON writes them or as bytes: several answers are in memory at a time.
    private const long MostNumbers = 1_000_000;
    private const long MostBinaryNumbers = 4_000_000;

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
        WriteTensors(json, "inputs", predictor.Inputs);
        WriteTensors(json, "outputs", predictor.Outputs);
    }

    private static void WriteTensors(Utf8JsonWriter json, string list, IReadOnlyList<TensorDescription> tensors)
    {
        json.WriteStartArray(list);
        foreach (var tensor in tensors)
        {
            json.WriteStartObject();
            json.WriteString("name", tensor.Name);
            json.WriteString("datatype", tensor.Datatype);
            json.WriteStartArray("shape");
            foreach (var size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteEndObject();
        }

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
            var predictor = model.Predictor;
            var request = new InferRequestReader(predictor.Inputs, predictor.Outputs, limits.Options.ImagesPerRequest)
                .Read(body.Bytes.Span, jsonLength);
            var computed = await model.CallAsync(other =>
                ComputeAsync(other, request, context.RequestAborted)).ConfigureAwait(false);
            metrics.Predicted(model.Name, request.Batch);
            await InferResponse.WriteAsync(context, model.Name, request, computed).ConfigureAwait(false);
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

    private static async Task<IReadOnlyList<StoredTensor>> ComputeAsync(
        IPredictor predictor, InferRequest request, CancellationToken cancellation)
    {
        IReadOnlyList<StoredTensor> computed;
        try
        {
            computed = await predictor.InferAsync(
                request, request.IsBinary ? MostBinaryNumbers : MostNumbers, cancellation).ConfigureAwait(false);
        }
        // The library refuses sizes for which the network cannot be made.
        catch (ArgumentException refused)
        {
            throw InferRequestReader.Bad($"The network cannot run on this input: {refused.Message}");
        }

        StoredTensor[] wanted = [.. computed.Where(tensor => request.Wants(tensor.Name))];
        return Array.TrueForAll(wanted, tensor => FiniteNumbers.All(tensor.Values))
            ? wanted
            : throw new NonFiniteResultException("A result of the network is infinite or NaN.");
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving.Protocol;

/// <summary>Logits as the Open Inference Protocol answers them.</summary>
internal static class InferResponse
{
    /// <summary>Writes the answer to a request.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="logits">[batch, classes].</param>
    public static Task WriteAsync(HttpContext context, string model, InferRequest request, float[] logits)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, model, request, logits);
        if (!request.IsBinary)
            return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, JsonAnswer.ContentType, buffer.WrittenMemory);
        context.Response.Headers[InferRequest.JsonLength] =
            buffer.WrittenCount.ToString(CultureInfo.InvariantCulture);
        buffer.Write(TensorData.ToBinary(logits));
        return JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, "application/octet-stream", buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter json, string model, InferRequest request, float[] logits)
    {
        json.WriteStartObject();
        json.WriteString("model_name", model);
        json.WriteString("model_version", ServedModel.Version);
        if (request.Id is not null)
            json.WriteString("id", request.Id);
        json.WriteStartArray("outputs");
        json.WriteStartObject();
        json.WriteString("name", InferRequest.OutputName);
        json.WriteString("datatype", InferRequest.Datatype);
        json.WriteStartArray("shape");
        json.WriteNumberValue(request.Batch);
        json.WriteNumberValue(logits.Length / request.Batch);
        json.WriteEndArray();
        if (request.IsBinary)
        {
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", (long)logits.Length * sizeof(float));
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data");
            foreach (var logit in logits)
                json.WriteNumberValue(logit);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

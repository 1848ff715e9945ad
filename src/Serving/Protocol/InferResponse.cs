using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GpuFormer.Tasks.Systems;
using Microsoft.AspNetCore.Http;

namespace GpuFormer.Serving.Protocol;

/// <summary>Tensors as the Open Inference Protocol answers them.</summary>
internal static class InferResponse
{
    /// <summary>Writes the answer to a request.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="outputs">What was computed.</param>
    public static Task WriteAsync(
        HttpContext context, string model, InferRequest request, IReadOnlyList<StoredTensor> outputs)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, model, request, outputs);
        StoredTensor[] binary = [.. outputs.Where(output => request.WantsBytes(output.Name))];
        if (binary.Length == 0)
            return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, JsonAnswer.ContentType, buffer.WrittenMemory);
        context.Response.Headers[InferRequest.JsonLength] =
            buffer.WrittenCount.ToString(CultureInfo.InvariantCulture);
        foreach (var output in binary)
            TensorData.WriteBinary(output.Values, buffer);
        return JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, "application/octet-stream", buffer.WrittenMemory);
    }

    private static void Write(
        Utf8JsonWriter json, string model, InferRequest request, IReadOnlyList<StoredTensor> outputs)
    {
        json.WriteStartObject();
        json.WriteString("model_name", model);
        json.WriteString("model_version", ServedModel.Version);
        if (request.Id is not null)
            json.WriteString("id", request.Id);
        json.WriteStartArray("outputs");
        foreach (var output in outputs)
            Write(json, output, request.WantsBytes(output.Name));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StoredTensor output, bool isBinary)
    {
        json.WriteStartObject();
        json.WriteString("name", output.Name);
        json.WriteString("datatype", TensorDescription.Number);
        json.WriteStartArray("shape");
        foreach (var size in output.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        if (isBinary)
        {
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", (long)output.Values.Length * sizeof(float));
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data");
            foreach (var value in output.Values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

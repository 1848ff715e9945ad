using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Serving;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>The server keeps to the Open Inference Protocol, version 2, and to its own description.</summary>
public sealed class ProtocolTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string JsonLength = "Inference-Header-Content-Length";
    private const string Infer = "/v2/models/digits/infer";

    [Theory]
    [InlineData("/v2", "ServerMetadata")]
    [InlineData("/v2/health/live", "Live")]
    [InlineData("/v2/health/ready", "Ready")]
    [InlineData("/v2/models/digits", "ModelMetadata")]
    [InlineData("/v2/models/digits/ready", "ModelReady")]
    [InlineData("/v2/models/digits/versions/1", "ModelMetadata")]
    [InlineData("/v2/models/digits/versions/1/ready", "ModelReady")]
    [InlineData("/models", "Models")]
    public async Task Every_address_answers_as_its_schema_says(string path, string schema)
    {
        var (status, json) = await server.SendAsync(HttpMethod.Get, path);
        Assert.Equal(200, status);
        (await SchemaAsync()).Check(json, schema);
    }

    [Fact]
    public async Task Metadata_name_the_shapes_of_the_network()
    {
        var (_, json) = await server.SendAsync(HttpMethod.Get, "/v2/models/digits");
        Assert.Equal("[-1,3,32,32]", json.GetProperty("inputs")[0].GetProperty("shape").GetRawText());
        Assert.Equal("[-1,10]", json.GetProperty("outputs")[0].GetProperty("shape").GetRawText());
    }

    [Theory]
    [InlineData("/v2/models/other")]
    [InlineData("/v2/models/other/ready")]
    [InlineData("/v2/models/digits/versions/2")]
    [InlineData("/v2/models/digits/nothing")]
    [InlineData("/v2/models/..%2f..%2fetc%2fpasswd")]
    [InlineData("/v2/models/../../etc/passwd")]
    public async Task What_there_is_not_is_answered_with_404_and_an_error(string path)
    {
        var (status, json) = await server.SendAsync(HttpMethod.Get, path);
        Assert.Equal(404, status);
        (await SchemaAsync()).Check(json, "Error");
    }

    [Fact]
    public async Task Json_and_bytes_give_the_logits_of_a_session()
    {
        var (batch, expected) = Expected(3, 7);
        var (status, json) = await server.SendAsync(HttpMethod.Post, Infer, Json(batch, 2));
        Assert.Equal(200, status);
        (await SchemaAsync()).Check(json, "InferenceResponse");
        var output = json.GetProperty("outputs")[0];
        Assert.Equal("my request", json.GetProperty("id").GetString());
        Assert.Equal("[2,10]", output.GetProperty("shape").GetRawText());
        Assert.Equal(expected, output.GetProperty("data").EnumerateArray().Select(logit => logit.GetSingle()));
        Assert.Equal(expected, await BinaryAsync(batch, 2));
    }

    [Fact]
    public async Task Nested_data_are_those_of_the_flat_array()
    {
        var (image, expected) = Expected(5);
        var rows = image.Chunk(32).Select(row => $"[{Numbers(row)}]").Chunk(32).Select(plane => $"[{string.Join(',', plane)}]");
        var text = $$"""
            {"inputs":[{"data":[[{{string.Join(',', rows)}}]],"name":"input","datatype":"FP32","shape":[1,3,32,32]}]}
            """;
        var (_, json) = await server.SendAsync(HttpMethod.Post, Infer, new StringContent(text));
        Assert.Equal(expected, json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray()
            .Select(logit => logit.GetSingle()));
    }

    [Theory]
    [InlineData("\"name\":\"picture\",\"datatype\":\"FP32\",\"shape\":[1,3,32,32],\"data\":[0]", "'input', not 'picture'")]
    [InlineData("\"name\":\"input\",\"datatype\":\"INT8\",\"shape\":[1,3,32,32],\"data\":[0]", "FP32, not 'INT8'")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,3,32,31],\"data\":[0]", "[1, 3, 32, 31]")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[0,3,32,32],\"data\":[]", "[0, 3, 32, 32]")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[65,3,32,32],\"data\":[0]", "[1 to 64, 3, 32, 32]")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[9223372036854775807,3,32,32],\"data\":[0]", "[1 to 64")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,3,32,32],\"data\":[0]", "1 numbers")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,3,32,32],\"data\":[1e999]", "Item 0")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,3,32,32],\"data\":[\"0\"]", "Item 0")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,3,32,32],\"data\":\"0\"", "array of numbers")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,3,32,32]", "either")]
    [InlineData("\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[1,3,-32,32],\"data\":[0]", "at least 0")]
    [InlineData("\"name\":\"input\",\"name\":\"input\"", "twice")]
    [InlineData("\"name\":1", "a text")]
    public async Task A_tensor_that_is_not_the_models_is_refused_by_what_is_wrong(string tensor, string said)
    {
        var (status, json) = await server.SendAsync(
            HttpMethod.Post, Infer, new StringContent($$"""{"inputs":[{{{tensor}}}]}"""));
        Assert.Equal(400, status);
        (await SchemaAsync()).Check(json, "Error");
        Assert.Contains(said, json.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"inputs\":[]}")]
    [InlineData("{\"inputs\":{}}")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{\"inputs\":[")]
    [InlineData("{\"inputs\":[]} and more")]
    [InlineData("{\"id\":\"\\ud800\",\"inputs\":[]}")]
    [InlineData("{\"outputs\":[{\"name\":\"other\"}],\"inputs\":[]}")]
    public async Task A_request_that_is_none_is_answered_with_400(string text)
    {
        var (status, json) = await server.SendAsync(HttpMethod.Post, Infer, new StringContent(text));
        Assert.Equal(400, status);
        (await SchemaAsync()).Check(json, "Error");
    }

    [Theory]
    [InlineData("-1", 12288)]
    [InlineData("99999999", 12288)]
    [InlineData("many", 12288)]
    [InlineData(null, 12284)]
    [InlineData(null, 12292)]
    public async Task Bytes_that_are_not_the_shapes_are_refused(string? jsonLength, int bytes)
    {
        var json = Encoding.UTF8.GetBytes(BinaryHeader(1, bytes));
        using var content = new ByteArrayContent([.. json, .. new byte[bytes]]);
        content.Headers.TryAddWithoutValidation(JsonLength, jsonLength ?? json.Length.ToString(CultureInfo.InvariantCulture));
        var (status, answer) = await server.SendAsync(HttpMethod.Post, Infer, content);
        Assert.Equal(400, status);
        (await SchemaAsync()).Check(answer, "Error");
    }

    [Fact]
    public async Task Every_route_is_in_the_description_and_every_path_of_it_answers()
    {
        var (_, json) = await server.SendAsync(HttpMethod.Get, "/openapi");
        Assert.Equal("3.1.0", json.GetProperty("openapi").GetString());
        // The files of the page need no description.
        Assert.Equal(
            json.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal),
            server.Server.Routes.Where(route => Path.GetExtension(route).Length == 0).Distinct()
                .Order(StringComparer.Ordinal));
        foreach (var path in json.GetProperty("paths").EnumerateObject())
        {
            var address = path.Name.Replace("{model}", "digits", StringComparison.Ordinal)
                .Replace("{version}", "1", StringComparison.Ordinal);
            var method = path.Value.EnumerateObject().Single().Name;
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), address);
            using var answer = await server.Client.SendAsync(request);
            // A body is missing where one is needed; nothing else is.
            Assert.Equal(method == "get" ? 200 : 400, (int)answer.StatusCode);
        }
    }

    private static (float[] Input, float[] Logits) Expected(params int[] digits)
    {
        using var classifier = RunningServer.LoadDigits();
        using var session = new Session(classifier.Model, classifier.Device, 1, 32, 32);
        var transform = new EvaluationTransform(classifier.Model.Preprocessing);
        var (inputs, logits) = (new float[digits.Length * transform.OutputLength], new float[digits.Length * 10]);
        for (var i = 0; i < digits.Length; i++)
        {
            var input = inputs.AsSpan(i * transform.OutputLength, transform.OutputLength);
            transform.Apply(ImageDecoder.Decode(RunningServer.Digit(digits[i])), input);
            session.Predict(input, logits.AsSpan(i * 10, 10));
        }

        return (inputs, logits);
    }

    private static StringContent Json(float[] input, int batch) => new($$"""
        {"id":"my request","parameters":{"anything":1},"inputs":[{"name":"input","shape":[{{batch}},3,32,32],
        "datatype":"FP32","data":[{{Numbers(input)}}]}],"outputs":[{"name":"logits"}]}
        """);

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));

    private static string BinaryHeader(int batch, int bytes) => $$$"""
        {"inputs":[{"name":"input","shape":[{{{batch}}},3,32,32],"datatype":"FP32",
        "parameters":{"binary_data_size":{{{bytes}}}}}],"parameters":{"binary_data_output":true}}
        """;

    private async Task<float[]> BinaryAsync(float[] input, int batch)
    {
        var bytes = new byte[input.Length * 4];
        for (var i = 0; i < input.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), input[i]);
        var json = Encoding.UTF8.GetBytes(BinaryHeader(batch, bytes.Length));
        using var content = new ByteArrayContent([.. json, .. bytes]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(JsonLength, json.Length.ToString(CultureInfo.InvariantCulture));
        using var answer = await server.Client.PostAsync(Infer, content);
        Assert.Equal(200, (int)answer.StatusCode);
        var body = await answer.Content.ReadAsByteArrayAsync();
        var length = int.Parse(answer.Headers.GetValues(JsonLength).Single(), CultureInfo.InvariantCulture);
        var said = JsonDocument.Parse(body.AsMemory(0, length)).RootElement;
        (await SchemaAsync()).Check(said, "InferenceResponse");
        var output = said.GetProperty("outputs")[0];
        Assert.False(output.TryGetProperty("data", out _));
        Assert.Equal(body.Length - length, output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        return [.. body[length..].Chunk(4).Select(four => BinaryPrimitives.ReadSingleLittleEndian(four))];
    }

    private async Task<JsonSchema> SchemaAsync() =>
        new((await server.SendAsync(HttpMethod.Get, "/openapi")).Json);
}

using System.Net.Http.Headers;
using GpuFormer.Serving;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>Image files in, classes out.</summary>
public sealed class PredictEndpointTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task An_image_in_the_body_is_named()
    {
        var (status, json) = await server.SendAsync(HttpMethod.Post, "/predict?topk=3", new ByteArrayContent(RunningServer.Digit(7)));
        Assert.Equal(200, status);
        await CheckAsync(json, "Predictions");
        Assert.Equal(3, json.GetProperty("predictions").GetArrayLength());
        Assert.Equal("7", json.GetProperty("predictions")[0].GetProperty("label").GetString());
        Assert.InRange(json.GetProperty("predictions")[0].GetProperty("probability").GetDouble(), 0.8, 1);
    }

    [Fact]
    public async Task Files_of_a_form_are_named_each_and_a_bad_one_stops_no_other()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("a button"), "button" },
            { new ByteArrayContent(RunningServer.Digit(4)), "files", "four.png" },
            { new ByteArrayContent("no image"u8.ToArray()), "files", "</script><b>.png" },
            { new ByteArrayContent(RunningServer.Digit(9)), "files", "nine.png" },
        };
        var (status, json) = await server.SendAsync(HttpMethod.Post, "/predict", form);
        Assert.Equal(200, status);
        await CheckAsync(json, "PredictionsOfImages");
        var images = json.GetProperty("images").EnumerateArray().ToList();
        Assert.Equal(["four.png", "</script><b>.png", "nine.png"], images.Select(image => image.GetProperty("name").GetString()));
        Assert.Equal("4", images[0].GetProperty("predictions")[0].GetProperty("label").GetString());
        Assert.Contains("no known", images[1].GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Equal("9", images[2].GetProperty("predictions")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task A_form_of_one_file_is_answered_like_a_body()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(RunningServer.Digit(2)), "file", "2.png" } };
        var (_, json) = await server.SendAsync(HttpMethod.Post, "/predict?model=digits", form);
        await CheckAsync(json, "Predictions");
        Assert.Equal("2", json.GetProperty("predictions")[0].GetProperty("label").GetString());
    }

    [Theory]
    [InlineData("/predict?topk=0", 400)]
    [InlineData("/predict?topk=x", 400)]
    [InlineData("/predict?model=other", 404)]
    public async Task A_wrong_query_is_refused(string path, int expected)
    {
        var (status, json) = await server.SendAsync(HttpMethod.Post, path, new ByteArrayContent(RunningServer.Digit(1)));
        Assert.Equal(expected, status);
        await CheckAsync(json, "Error");
    }

    [Fact]
    public async Task A_form_without_files_a_damaged_one_and_an_endless_one_are_refused()
    {
        using var without = new MultipartFormDataContent { { new StringContent("a"), "b" } };
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Post, "/predict", without)).Status);
        foreach (var text in new[] { "--x", "--x\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\nbytes", "" })
        {
            using var damaged = new StringContent(text);
            damaged.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            Assert.Equal(400, (await server.SendAsync(HttpMethod.Post, "/predict", damaged)).Status);
        }

        using var unbounded = new StringContent("a");
        unbounded.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data");
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Post, "/predict", unbounded)).Status);
        using var many = new MultipartFormDataContent();
        for (var i = 0; i < 65; i++)
            many.Add(new ByteArrayContent([1]), "files", $"{i}.png");
        var (status, json) = await server.SendAsync(HttpMethod.Post, "/predict", many);
        Assert.Equal(400, status);
        Assert.Contains("more than 64 files", json.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attention_has_a_map_for_every_token_whose_largest_weight_is_255()
    {
        var (status, json) = await server.SendAsync(
            HttpMethod.Post, "/attention", new ByteArrayContent(RunningServer.Digit(7)));
        Assert.Equal(200, status);
        await CheckAsync(json, "Attention");
        Assert.Equal(28, json.GetProperty("crop").GetProperty("side").GetDouble());
        Assert.NotEmpty(json.GetProperty("bridges").EnumerateArray());
        foreach (var bridge in json.GetProperty("bridges").EnumerateArray())
        {
            var pixels = bridge.GetProperty("height").GetInt32() * bridge.GetProperty("width").GetInt32();
            var maps = bridge.GetProperty("maps").GetBytesFromBase64().Chunk(pixels).ToList();
            Assert.Equal(bridge.GetProperty("tokens").GetInt32(), maps.Count);
            Assert.All(maps, map => Assert.Equal(255, map.Max()));
        }

        using var other = new RunningServer(new ServerOptions(), new ServedModel("m", new FakePredictor(), null));
        Assert.Equal(404, (await other.SendAsync(HttpMethod.Post, "/attention", new ByteArrayContent([1]))).Status);
        Assert.Equal(400, (await server.SendAsync(HttpMethod.Post, "/attention", new ByteArrayContent([1]))).Status);
    }

    [Fact]
    public async Task Labels_of_others_are_texts_that_no_page_takes_for_its_own()
    {
        const string Label = "</script><img src=x onerror=alert(1)>\u202e";
        using var hostile = new RunningServer(new ServerOptions(), new ServedModel("m", new FakePredictor { Label = Label }, null));
        using var answer = await hostile.Client.PostAsync("/predict", new ByteArrayContent(RunningServer.Digit(1)));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        Assert.DoesNotContain('<', text);
        Assert.DoesNotContain('\u202e', text);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private async Task CheckAsync(System.Text.Json.JsonElement json, string schema) =>
        new JsonSchema((await server.SendAsync(HttpMethod.Get, "/openapi")).Json).Check(json, schema);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tasks.Systems;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>A detector over HTTP: uploads, tensors, what is hostile, and many clients.</summary>
public sealed class ObjectServingTests(ObjectServer served) : IClassFixture<ObjectServer>
{
    private const string Infer = $"/v2/models/{ObjectServer.Model}/infer";

    private readonly RunningServer _server = served.Server;

    [Fact]
    public async Task Objects_of_an_upload_lie_in_its_pixels()
    {
        var (status, json) = await PredictAsync(File.ReadAllBytes(ObjectServer.TwoDigits));
        Assert.Equal(200, status);
        (await SchemaAsync()).Check(json, "Predictions");
        Assert.Equal((128, 160), (json.GetProperty("width").GetInt32(), json.GetProperty("height").GetInt32()));
        using var detector = ObjectServer.Load();
        var expected = detector.Detect(ObjectServer.TwoDigits);
        Assert.Equal(["seven", "one"], expected.Select(found => found.Label));
        Assert.Equal(expected, Objects(json));
        // The seven stands at the lower left.
        Assert.InRange(expected[0].Box.X1, 25, 45);
        Assert.InRange(expected[0].Box.Y2, 105, 125);
        var (_, one) = await PredictAsync(File.ReadAllBytes(ObjectServer.TwoDigits), "?topk=1");
        Assert.Equal(expected.Take(1), Objects(one));
    }

    [Fact]
    public async Task Files_of_a_form_have_their_own_sizes_and_a_mask_is_not_to_be_had()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Png(ObjectServer.Part(4))), "files", "part.png" },
            { new ByteArrayContent("no image"u8.ToArray()), "files", "none.png" },
        };
        var (status, json) = await _server.SendAsync(HttpMethod.Post, "/predict", form);
        Assert.Equal(200, status);
        (await SchemaAsync()).Check(json, "PredictionsOfImages");
        Assert.Equal(132, json.GetProperty("images")[0].GetProperty("height").GetInt32());
        Assert.Contains("no known", json.GetProperty("images")[1].GetProperty("error").GetString()!, StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict")
        {
            Content = new ByteArrayContent(File.ReadAllBytes(ObjectServer.TwoDigits)),
        };
        request.Headers.Accept.ParseAdd("image/png");
        using var answer = await _server.Client.SendAsync(request);
        Assert.Equal(406, (int)answer.StatusCode);
        Assert.Contains("answers with JSON", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // What it has not, Mobile-Former's attention for one, it says.
        Assert.Equal(404, (await _server.SendAsync(HttpMethod.Post, "/attention", new ByteArrayContent([1]))).Status);
    }

    [Fact]
    public async Task Tensors_are_named_described_and_those_of_the_detector()
    {
        var schema = await SchemaAsync();
        var (_, metadata) = await _server.SendAsync(HttpMethod.Get, $"/v2/models/{ObjectServer.Model}");
        schema.Check(metadata, "ModelMetadata");
        Assert.Equal(["input", "sizes", "original_sizes"],
            metadata.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("name").GetString()));
        var (_, models) = await _server.SendAsync(HttpMethod.Get, "/models");
        schema.Check(models, "Models");
        Assert.Equal("detection", models.GetProperty("models")[0].GetProperty("task").GetString());

        using var detector = ObjectServer.Load();
        var image = ImageDecoder.Load(ObjectServer.TwoDigits);
        var input = VisionSystem.InputOf(detector.Model);
        var seen = input.Prepare(image);
        var (batch, height, width) = input.Pad([seen, seen]);
        var expected = detector.Find(image, null);
        var text = $$"""
            {"inputs":[{"name":"input","datatype":"FP32","shape":[2,3,{{height}},{{width}}],"data":[{{Numbers(batch)}}]},
            {"name":"sizes","datatype":"INT64","shape":[2,2],
            "data":[[{{seen.Height}},{{seen.Width}}],[{{seen.Height}},{{seen.Width}}]]},
            {"name":"original_sizes","datatype":"INT64","shape":[2,2],"data":[160,128,80,64]}],
            "outputs":[{"name":"detections.0.boxes"},{"name":"detections.1.boxes"},{"name":"detections.1.scores"},
            {"name":"anchors"}]}
            """;
        var (status, json) = await _server.SendAsync(HttpMethod.Post, Infer, new StringContent(text));
        Assert.True(status == 200, json.ToString());
        schema.Check(json, "InferenceResponse");
        var outputs = json.GetProperty("outputs").EnumerateArray()
            .ToDictionary(output => output.GetProperty("name").GetString()!);
        Assert.Equal(4, outputs.Count);
        Assert.Equal(expected.SelectMany(found => Corners(found.Box)), Data(outputs["detections.0.boxes"]));
        // The same image, as if it had half the sides.
        Assert.Equal(expected.Select(found => found.Score), Data(outputs["detections.1.scores"]));
        Assert.Equal(expected.SelectMany(found => Corners(found.Box)).Select(side => side / 2),
            Data(outputs["detections.1.boxes"]));
        var anchors = outputs["anchors"].GetProperty("shape");
        Assert.Equal(4, anchors[1].GetInt32());
        // A raw output has the batch as its first axis.
        var (_, raw) = await _server.SendAsync(HttpMethod.Post, Infer, new StringContent($$"""
            {"inputs":[{"name":"input","datatype":"FP32","shape":[2,3,{{height}},{{width}}],"data":[{{Numbers(batch)}}]}],
            "outputs":[{"name":"cls_logits"}]}
            """));
        Assert.Equal([2, anchors[0].GetInt32(), detector.Model.Classes], raw.GetProperty("outputs")[0].GetProperty("shape")
            .EnumerateArray().Select(size => size.GetInt32()));
    }

    [Theory]
    [InlineData("input FP32 [1,3,32768,32768] [0]", "1 numbers")]
    [InlineData("input FP32 [1,3,32769,1] [0]", "[1, 3, 32769, 1]")]
    [InlineData("sizes INT64 [1,2] [1,1]", "not 'sizes'")]
    [InlineData("input FP32 [1,3,1,1] [0,0,0]; sizes FP32 [1,2] [1,1]", "is INT64")]
    [InlineData("input FP32 [1,3,1,1] [0,0,0]; sizes INT64 [1,2] [2,1]", "from 1 to 1")]
    [InlineData("input FP32 [1,3,1,1] [0,0,0]; sizes INT64 [2,2] [1,1,1,1]", "2 images")]
    [InlineData("input FP32 [1,3,1,1] [0,0,0]; original_sizes INT64 [1,2] [1,0.5]", "0.5")]
    [InlineData("input FP32 [1,3,1,1] [0,0,0]; input FP32 [1,3,1,1] [0,0,0]", "twice")]
    public async Task A_tensor_that_is_not_the_detectors_is_refused(string tensors, string said)
    {
        var inputs = tensors.Split("; ").Select(tensor => tensor.Split(' ')).Select(fields =>
            $$"""{"name":"{{fields[0]}}","datatype":"{{fields[1]}}","shape":{{fields[2]}},"data":{{fields[3]}}}""");
        var (status, json) = await _server.SendAsync(
            HttpMethod.Post, Infer, new StringContent($$"""{"inputs":[{{string.Join(',', inputs)}}]}"""));
        Assert.Equal(400, status);
        Assert.Contains(said, json.GetProperty("error").GetString()!, StringComparison.Ordinal);
        Assert.Empty(_server.Warnings);
    }

    [Theory]
    [InlineData("detections.1.boxes")]
    [InlineData("detections.-1.boxes")]
    [InlineData("logits")]
    public async Task An_output_that_the_detector_has_not_is_refused(string name)
    {
        var (status, json) = await _server.SendAsync(HttpMethod.Post, Infer, new StringContent($$"""
            {"inputs":[{"name":"input","datatype":"FP32","shape":[1,3,1,1],"data":[0,0,0]}],"outputs":[{"name":"{{name}}"}]}
            """));
        Assert.Equal(400, status);
        Assert.Contains("cls_logits", json.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_of_hostile_clients_are_answered_and_the_detector_goes_on()
    {
        var whole = File.ReadAllBytes(ObjectServer.TwoDigits);
        var random = new Random(1);
        for (var i = 0; i < 60; i++)
        {
            var file = (byte[])whole.Clone();
            for (var change = 0; change < 6; change++)
                file[random.Next(file.Length)] = (byte)random.Next(256);
            using var answer = await _server.Client.PostAsync(
                "/predict", new ByteArrayContent(i % 2 == 0 ? file : file[..random.Next(file.Length)]));
            Assert.InRange((int)answer.StatusCode, 200, 499);
        }

        // Lines of pixels, the longest that the limit of pixels lets in among them.
        foreach (var (height, width) in new[] { (1, 1), (1, 30_000), (30_000, 1), (2, 3) })
        {
            var (status, json) = await PredictAsync(Png(new Image(height, width)));
            Assert.True(status == 200, $"{width} x {height}: {json}");
        }

        var (last, objects) = await PredictAsync(whole);
        Assert.Equal(200, last);
        Assert.Equal("seven", objects.GetProperty("predictions")[0].GetProperty("label").GetString());
        Assert.Empty(_server.Warnings);
    }

    [Fact]
    public async Task Fifty_clients_of_a_detector_get_the_objects_of_a_lone_caller()
    {
        const int clients = 50;
        const int images = 15;
        using var alone = ObjectServer.Load();
        var files = Enumerable.Range(0, images).Select(number => Png(ObjectServer.Part(number))).ToArray();
        var expected = Enumerable.Range(0, images).Select(number => alone.Detect(ObjectServer.Part(number))).ToArray();
        Assert.True(expected.Select(objects => string.Join(';', objects)).Distinct().Count() > 10);
        var wrong = 0;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            for (var i = 0; i < 4; i++)
            {
                var own = (client + (4 * i)) % images;
                var (status, json) = await PredictAsync(files[own]);
                if (status != 200 || !expected[own].SequenceEqual(Objects(json)))
                    Interlocked.Increment(ref wrong);
            }
        }));
        Assert.Equal(0, wrong);
        Assert.Empty(_server.Warnings);
    }

    private Task<(int Status, JsonElement Json)> PredictAsync(byte[] file, string query = "") =>
        _server.SendAsync(HttpMethod.Post, $"/predict{query}", new ByteArrayContent(file));

    private async Task<JsonSchema> SchemaAsync() => new((await _server.SendAsync(HttpMethod.Get, "/openapi")).Json);

    private static IEnumerable<DetectedObject> Objects(JsonElement json) =>
        json.GetProperty("predictions").EnumerateArray().Select(found =>
        {
            float Side(string name) => found.GetProperty("box").GetProperty(name).GetSingle();
            return new DetectedObject(new Box(Side("x1"), Side("y1"), Side("x2"), Side("y2")),
                found.GetProperty("score").GetSingle(), found.GetProperty("class").GetInt32(),
                found.GetProperty("label").GetString()!);
        });

    private static float[] Corners(Box box) => [box.X1, box.Y1, box.X2, box.Y2];

    private static IEnumerable<float> Data(JsonElement output) =>
        output.GetProperty("data").EnumerateArray().Select(value => value.GetSingle());

    private static string Numbers(IEnumerable<float> values) => new StringBuilder().AppendJoin(
        ',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))).ToString();

    private static byte[] Png(Image image)
    {
        using var file = new MemoryStream();
        PngWriter.Write(image, file);
        return file.ToArray();
    }
}

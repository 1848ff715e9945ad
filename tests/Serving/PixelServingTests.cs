using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Models;
using GpuFormer.Serving;
using GpuFormer.Serving.Predictors;
using GpuFormer.Tests.Host.Tasks.Systems;
using Xunit;

namespace GpuFormer.Tests.Serving;

/// <summary>A segmenter over HTTP.</summary>
public sealed class PixelServingTests : IDisposable
{
    private readonly RunningServer _server = Serve();

    public void Dispose() => _server.Dispose();

    /// <summary>Of a network that sees class 5 in the left quarter of each image of 16 pixels, and the ground elsewhere.
    /// </summary>
    public static RunningServer Serve()
    {
        const int classes = 6;
        var logits = new float[16 * 16 * classes];
        for (var i = 0; i < 16 * 16; i++)
            logits[(classes * i) + (i % 16 < 4 ? 5 : 0)] = 1;
        var network = new StoredDetector("deeplabv3_stored", ModelTask.Segmentation, classes, ("logits", [1, 16, 16, classes]));
        return new RunningServer(new ServerOptions(), new ServedModel("pixels", LoadedPredictor.Of(Segmenter.Open(
            network.With(logits), new SegmenterOptions { Device = "cpu", Threads = 1 })), null));
    }

    [Fact]
    public async Task Shares_and_a_mask_are_those_of_the_image()
    {
        var (status, json) = await _server.SendAsync(HttpMethod.Post, "/predict", Upload(24, 20));
        Assert.Equal(200, status);
        new JsonSchema((await _server.SendAsync(HttpMethod.Get, "/openapi")).Json).Check(json, "Predictions");
        Assert.Equal([(0, 0.75), (5, 0.25)], json.GetProperty("predictions").EnumerateArray().Select(part =>
            (part.GetProperty("class").GetInt32(), part.GetProperty("share").GetDouble())));
        var mask = ClassMaskPng.Read(json.GetProperty("mask").GetBytesFromBase64());
        Assert.Equal((24, 20), (mask.Height, mask.Width));
        Assert.Equal([5, 5, 5, 5, 5, 0], mask.Labels[..6]);
    }

    [Theory]
    [InlineData("image/png", "image/png")]
    [InlineData("image/png, application/json", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task The_mask_alone_is_a_picture_for_who_takes_no_json(string accepted, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/predict") { Content = Upload(24, 20) };
        request.Headers.Accept.ParseAdd(accepted);
        using var answer = await _server.Client.SendAsync(request);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        if (type == "image/png")
            Assert.Equal(24, ClassMaskPng.Read(await answer.Content.ReadAsByteArrayAsync()).Height);
    }

    [Fact]
    public async Task Tensors_of_a_batch_have_the_layout_of_the_reference_program()
    {
        const int classes = 4;
        const int pixels = 32 * 32;
        using var server = new RunningServer(new ServerOptions(), new ServedModel("pixels", LoadedPredictor.Of(Segmenter.Open(
            Model.WithSeededWeights("deeplabv3_mobilevit_xxs", new ModelOptions { Classes = classes }),
            new SegmenterOptions { Device = "cpu", Threads = 1 })), null));
        var random = new Random(1);
        var data = string.Join(',', Enumerable.Range(0, 2 * 3 * pixels).Select(_ => random.Next(2)));
        var (status, json) = await server.SendAsync(HttpMethod.Post, "/v2/models/pixels/infer", new StringContent(
            $$"""{"inputs":[{"name":"input","datatype":"FP32","shape":[2,3,32,32],"data":[{{data}}]}]}"""));
        Assert.True(status == 200, json.ToString());
        var outputs = json.GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(["logits", "argmax"], outputs.Select(output => output.GetProperty("name").GetString()));
        Assert.Equal(["[2,4,32,32]", "[2,32,32]"], outputs.Select(output => output.GetProperty("shape").GetRawText()));
        var (logits, best) = (Data(0), Data(1));
        for (var i = 0; i < 2 * pixels; i++)
        {
            var (image, pixel) = Math.DivRem(i, pixels);
            var ofPixel = Enumerable.Range(0, classes).Select(c => logits[(((image * classes) + c) * pixels) + pixel]).ToArray();
            Assert.Equal(ofPixel.Max(), ofPixel[(int)best[i]]);
        }

        float[] Data(int output) =>
            [.. outputs[output].GetProperty("data").EnumerateArray().Select(value => value.GetSingle())];
    }

    private static ByteArrayContent Upload(int height, int width)
    {
        using var file = new MemoryStream();
        PngWriter.Write(new Image(height, width), file);
        return new ByteArrayContent(file.ToArray());
    }
}

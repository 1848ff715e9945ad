using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Host;
using Xunit;

namespace GpuFormer.Tests.Cli;

// Small pictures: these tests are about files and words.
public sealed class PredictCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_picture_of_a_folder_is_classified_and_a_broken_one_reported()
    {
        WritePicture("photos/a.png", 40, 60);
        WritePicture("photos/c.png", 70, 33);
        var broken = _folder.Write("photos/b.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 0x00]);
        var run = Predict(Weights(), _folder["photos"], "--topk", "3", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(broken, run.Error);

        var rows = run.Json.EnumerateArray().ToList();
        Assert.Equal(["a.png", "b.jpg", "c.png"],
            rows.Select(row => Path.GetFileName(row.GetProperty("file").GetString())));
        Assert.Contains("JPEG", rows[1].GetProperty("error").GetString());
        foreach (var row in new[] { rows[0], rows[2] })
        {
            var predictions = row.GetProperty("predictions").EnumerateArray().ToList();
            var scores = predictions.Select(p => p.GetProperty("score").GetDouble()).ToList();
            Assert.Equal(3, scores.Count);
            Assert.Equal(scores.OrderDescending(), scores);
            Assert.All(predictions, p => Assert.Equal(
                $"class {p.GetProperty("class").GetInt32()}", p.GetProperty("label").GetString()));
        }
    }

    [Fact]
    public void A_pipe_gets_a_line_for_each_class_and_a_terminal_a_list()
    {
        var photo = WritePicture("a.png", 40, 60);
        var weights = Weights(classes: 2, labels: "[\"cat\", \"dog\"]");
        var fields = Predict(weights, photo, "--topk", "1").Output.TrimEnd().Split('\t');
        Assert.Equal(5, fields.Length);
        Assert.Equal(photo, fields[0]);
        Assert.Equal("1", fields[1]);
        Assert.Equal(fields[2] == "0" ? "cat" : "dog", fields[4]);

        var drawn = CommandLineRun.Of(interactive: true, default,
            "predict", photo, "--model", "mobile_former_26m", "--weights", weights, "--device", "cpu");
        Assert.Contains(" %  cat", drawn.Output);
        Assert.Contains(" %  dog", drawn.Output);
    }

    [Fact]
    public void Labels_come_from_a_file_too_and_must_be_as_many_as_classes()
    {
        var photo = WritePicture("a.png", 40, 60);
        var weights = Weights(classes: 2);
        var named = Predict(weights, photo, "--labels", _folder.Write("two.txt", "ant\nbee\n"));
        Assert.Contains("\tant\n", named.Output.ReplaceLineEndings("\n"));
        var refused = Predict(weights, photo, "--labels", _folder.Write("three.txt", "ant\nbee\nwasp\n"));
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("3 class names", refused.Error);
    }

    [Fact]
    public void Without_weights_the_error_says_where_they_come_from()
    {
        var run = CommandLineRun.Of("predict", WritePicture("a.png", 8, 8), "--model", "mobile_former_26m");
        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("AAboys/MobileFormer", run.Error);
        Assert.Contains("gpuformer convert", run.Error);
    }

    [Fact]
    public void An_unknown_model_is_answered_with_the_nearest()
    {
        var run = CommandLineRun.Of("predict", "a.png", "--model", "mobile_fromer_26m");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean 'mobile_former_26m'?", run.Error);
    }

    [Fact]
    public void A_folder_without_pictures_is_an_error()
    {
        Directory.CreateDirectory(_folder["empty"]);
        var run = Predict(Weights(), _folder["empty"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains(_folder["empty"], run.Error);
        Assert.Contains("no pictures", run.Error);
    }

    [Fact]
    public void When_no_picture_can_be_read_it_is_exit_code_3()
    {
        var run = Predict(Weights(), _folder.Write("a.png", "not a picture"));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("None of the 1 pictures", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void Weights_that_are_no_weights_are_exit_code_3()
    {
        var run = Predict(_folder.Write("w.safetensors", "hello, this is text"), WritePicture("a.png", 8, 8));
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("w.safetensors", run.Error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("five")]
    public void A_bad_topk_is_a_usage_error(string number)
    {
        var run = Predict("w.safetensors", "a.png", "--topk", number);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"'{number}'", run.Error);
    }

    [Fact]
    public void A_memory_limit_that_the_model_passes_is_exit_code_4_with_the_limit()
    {
        var run = Predict(Weights(), WritePicture("a.png", 40, 60), "--memory-limit", "100KB");
        Assert.Equal(4, run.ExitCode);
        Assert.Contains("102,400", run.Error);
        Assert.Empty(run.Output);
    }

    private static CommandLineRun Predict(string weights, string source, params string[] more) => CommandLineRun.Of(
        ["predict", source, "--model", "mobile_former_26m", "--weights", weights, "--device", "cpu", .. more]);

    private string Weights(int classes = 10, string? labels = null) =>
        StoredModel.Write(_folder["w.safetensors"], classes: classes, labels: labels);

    private string WritePicture(string name, int height, int width)
    {
        var image = new Image(height, width);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)((i * 7) + (i >> 5));
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PngWriter.Save(image, path);
        return path;
    }
}

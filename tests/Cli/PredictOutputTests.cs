using System.Text.Json;
using GpuFormer.Cli.Predict;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Drawing;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Host;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>Batches and workers, standard input, files of results and pictures that <c>predict</c> draws on.</summary>
public sealed class PredictOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_are_in_the_order_of_the_pictures_and_the_same_for_any_number_of_workers()
    {
        WritePictures(23);
        _folder.Write("photos/05x.png", "no picture");
        var weights = Weights();
        var one = Predict(weights, _folder["photos"], "--workers", "1", "--topk", "2");
        Assert.Equal(0, one.ExitCode);
        var files = one.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Path.GetFileName(line.Split('\t')[0])).ToArray();
        Assert.Equal(46, files.Length);
        Assert.Equal(files.Order(StringComparer.Ordinal), files);
        Assert.Equal(one.Output, Predict(weights, _folder["photos"], "-j", "3", "--topk", "2").Output);

        // A batch is filled up, so that who is in it with whom does not show.
        var four = Predict(weights, _folder["photos"], "-j", "1", "--batch-size", "4", "--topk", "2");
        Assert.Equal(four.Output, Predict(weights, _folder["photos"], "-j", "4", "--batch-size", "4", "--topk", "2").Output);
        Assert.Equal(one.Output.Split('\n').Length, four.Output.Split('\n').Length);
        var alone = Predict(weights, _folder["photos/03.png"], "--batch-size", "4", "--topk", "2").Output;
        Assert.Contains(alone, four.Output);
        Assert.Equal(2, Predict(weights, _folder["photos"], "--batch-size", "1000").ExitCode);
    }

    [Fact]
    public void Interrupted_runs_keep_what_was_written()
    {
        WritePictures(3);
        var list = _folder.Write("list.txt", _folder["photos/00.png"] + "\n");
        using var source = new CancellationTokenSource();
        source.Cancel();
        var run = CommandLineRun.Of(interactive: false, source.Token, "predict", "--files-from", list, "--model",
            "mobile_former_26m", "--weights", Weights(), "--device", "cpu", "--results-file", _folder["r.csv"]);
        Assert.Equal(130, run.ExitCode);
        Assert.Equal("file,rank,class,score,label,error\n", File.ReadAllText(_folder["r.csv"]));
    }

    [UnixTheory]
    [InlineData("r.csv")]
    [InlineData("r.jsonl")]
    public void A_killed_run_leaves_whole_rows_of_what_it_had(string name)
    {
        WritePictures(2);
        // Names come slowly; after the first results the process is killed.
        using var process = CliProcess.Script(
            """
            (echo "$1/00.png"; echo "$1/01.png"; sleep 60) 2> /dev/null | dotnet "$4" predict --files-from - --model mobile_former_26m \
                --weights "$2" --device cpu --topk 2 --results-file "$3" > /dev/null 2>&1 &
            for i in $(seq 1 600); do
                if [ -f "$3" ] && grep -q 01.png "$3"; then break; fi
                sleep 0.1
            done
            kill -9 $!
            """, _folder["photos"], Weights(), _folder[name], CliProcess.Assembly);
        process.End();
        var lines = File.ReadAllLines(_folder[name]);
        if (name == "r.csv")
        {
            Assert.Equal("file,rank,class,score,label,error", lines[0]);
            Assert.Equal(5, lines.Length);
            Assert.All(lines[1..], line => Assert.Equal(6, line.Split(',').Length));
            Assert.EndsWith("01.png,2", string.Join(',', lines[4].Split(',')[..2]));
        }
        else
        {
            Assert.Equal(2, lines.Length);
            Assert.All(lines, line => Assert.Equal(
                2, JsonDocument.Parse(line).RootElement.GetProperty("predictions").GetArrayLength()));
        }
    }

    [UnixTheory]
    [InlineData("-")]
    [InlineData("--files-from -")]
    public void A_picture_or_names_come_on_standard_input(string how)
    {
        WritePictures(2);
        var weights = Weights();
        var named = Predict(weights, _folder["photos/00.png"], "--topk", "1").Output;
        var script = how == "-"
            ? "cat \"$1\" | gpuformer predict - --model mobile_former_26m --weights \"$2\" --device cpu --topk 1"
            : "echo \"$1\" | gpuformer predict --files-from - --model mobile_former_26m --weights \"$2\" --device cpu --topk 1";
        using var process = CliProcess.Script(script, _folder["photos/00.png"], weights);
        var (code, output, error) = process.End();
        Assert.True(code == 0, error);
        Assert.Equal(how == "-" ? "-" + named[named.IndexOf('\t', StringComparison.Ordinal)..] : named, output);
    }

    [Fact]
    public void Files_of_results_hold_hostile_names_and_errors_as_text()
    {
        var picture = WritePicture("=1+1,\"x\".png", 40, 40);
        var broken = _folder.Write("b.png", "no picture");
        var weights = Weights(labels: """["@cat, \"tame\"", "dog"]""");
        var run = Predict(weights, picture, broken, "--topk", "2", "--results-file", _folder["r.csv"]);
        Assert.Equal(0, run.ExitCode);
        var csv = File.ReadAllLines(_folder["r.csv"]);
        Assert.Equal(4, csv.Length);
        Assert.Contains(csv, line => line.EndsWith(",\"'@cat, \"\"tame\"\"\",", StringComparison.Ordinal));
        Assert.Contains("b.png,,,,,", csv[3]);

        Predict(weights, picture, broken, "--results-file", _folder["r.out"], "--results-format", "jsonl");
        var json = File.ReadAllLines(_folder["r.out"]).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(picture, json[0].GetProperty("file").GetString());
        Assert.Contains("@cat, \"tame\"",
            json[0].GetProperty("predictions").EnumerateArray().Select(p => p.GetProperty("label").GetString()));
        Assert.Contains("picture format", json[1].GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("r.txt", "does not say its format")]
    [InlineData("w.safetensors", "does not say its format")]
    public void Files_of_results_without_a_format_are_a_usage_error(string name, string message)
    {
        var run = Predict(Weights(), WritePicture("a.png", 8, 8), "--results-file", _folder[name]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public void Nothing_that_is_read_is_written_over()
    {
        var picture = WritePicture("a.png", 40, 40);
        var bytes = File.ReadAllBytes(picture);
        var weights = Weights();
        var onPicture = Predict(weights, picture, "--results-file", picture, "--results-format", "csv");
        var onWeights = Predict(weights, picture, "--results-file", weights, "--results-format", "csv");
        Assert.Equal(2, onPicture.ExitCode);
        Assert.Equal(2, onWeights.ExitCode);
        var onFolder = Predict(weights, picture, "--save", _folder.Path);
        Assert.Equal(2, onFolder.ExitCode);
        Assert.Contains("one of the pictures to classify", onFolder.Error);
        Assert.Equal(bytes, File.ReadAllBytes(picture));
        Assert.Equal(2, CommandLineRun.Of("predict", "--weights", weights).ExitCode);
        Assert.Equal(2, CommandLineRun.Of("predict", "-", "--files-from", "-", "--weights", weights).ExitCode);
    }

    [UnixTheory]
    [InlineData("echo \"$1\" | gpuformer predict --files-from - --save \"$3\"")] // a name that comes as it is read
    [InlineData("ln -s \"$3\" \"$3/../link\"; gpuformer predict \"$1\" --save \"$3/../link\"")] // a link to the folder
    public void Nothing_that_is_read_is_written_over_whatever_way_leads_to_it(string script)
    {
        var picture = WritePicture("p/a.png", 40, 40);
        var bytes = File.ReadAllBytes(picture);
        using var process = CliProcess.Script(
            script + " --model mobile_former_26m --weights \"$2\" --device cpu", picture, Weights(), _folder["p"]);
        var (code, _, error) = process.End();
        Assert.Equal(2, code);
        Assert.Contains("one of the pictures to classify", error);
        Assert.Equal(bytes, File.ReadAllBytes(picture));
    }

    [Fact]
    public void Saved_pictures_have_the_name_and_the_best_class_on_them()
    {
        var first = WritePicture("one/a.png", 300, 400);
        var second = WritePicture("two/a.ppm.png", 28, 28);
        var third = WritePicture("two/a.png", 200, 200);
        var weights = Weights(labels: """["cat", "dog"]""");
        var run = Predict(weights, first, second, third, "--save", _folder["out"], "--topk", "2");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a-2.png", "a.png", "a.ppm.png"],
            Directory.GetFiles(_folder["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var drawn = ImageDecoder.Load(_folder["out/a.png"]);
        var original = ImageDecoder.Load(first);
        Assert.Equal((300, 400), (drawn.Height, drawn.Width));
        Assert.Equal(original.Row(299).ToArray(), drawn.Row(299).ToArray());
        Assert.NotEqual(original.Row(5).ToArray(), drawn.Row(5).ToArray());
        // Too small for letters: enlarged.
        Assert.Equal(168, ImageDecoder.Load(_folder["out/a.ppm.png"]).Width);
    }

    [Fact]
    public void Long_labels_are_cut_before_the_score()
    {
        var image = new Image(200, 240);
        var labelled = SavedPictures.Labelled(image, [new Prediction(3, new string('W', 500), 0.973f)]);
        var expected = new Image(200, 240);
        var room = (240 / 6) - 1 - " 97.3 %".Length;
        Draw.Label(expected, new string('W', room - 2) + ".. 97.3 %", 0, 0, Colour.OfIndex(3));
        Assert.Equal(expected.Pixels, labelled.Pixels);
    }

    [Fact]
    public void Attention_is_saved_bridge_by_bridge_and_networks_without_bridges_are_refused()
    {
        var picture = WritePicture("a.png", 60, 60);
        var run = Predict(Weights(), picture, "--attention", _folder["maps"]);
        Assert.Equal(0, run.ExitCode);
        var files = Directory.GetFiles(_folder["maps/a"]).Select(Path.GetFileName).ToArray();
        Assert.Equal(10, files.Length);
        Assert.Contains("all.png", files);
        Assert.Contains("features.1.png", files);
        Assert.True(ImageDecoder.Load(_folder["maps/a/head.png"]).Width > 400);

        var other = StoredModel.Write(_folder["m.safetensors"], "mobilenet_v3_small", classes: 10);
        var refused = CommandLineRun.Of("predict", picture, "--model", "mobilenet_v3_small", "--weights", other,
            "--device", "cpu", "--attention", _folder["none"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("mobilenet_v3_small", refused.Error);
    }

    private static CommandLineRun Predict(string weights, params string[] more) => CommandLineRun.Of(
        ["predict", "--model", "mobile_former_26m", "--weights", weights, "--device", "cpu", .. more]);

    private string Weights(string? labels = null) => StoredModel.Write(
        _folder["w.safetensors"], classes: labels is null ? 10 : 2, labels: labels);

    private void WritePictures(int count)
    {
        for (var i = 0; i < count; i++)
            WritePicture($"photos/{i:00}.png", 40 + i, 60, i);
    }

    private string WritePicture(string name, int height, int width, int seed = 0)
    {
        var image = new Image(height, width);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)((i * (7 + seed)) + (i >> 5));
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PngWriter.Save(image, path);
        return path;
    }
}

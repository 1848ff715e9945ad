using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using GpuFormer.Tests.Host;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>
/// Names that others chose pass through every writer, and none of them moves a cursor, ends a line, opens a field or
/// begins a formula.
/// </summary>
public sealed class HostileNamesTests : IDisposable
{
    // A red word, a cleared screen in one byte of C1, a line break, a tab, a text that turns round, a formula.
    private const string Name = "=cmd()\u001b[31mred\u009b2J\nfake\tfield\u202eevil\u2028,\"<b>&amp;";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, bool> Outputs => new()
    {
        { "text", false }, { "text", true }, { "json", false }, { "debug", false },
    };

    [UnixTheory]
    [MemberData(nameof(Outputs))]
    public void Files_and_labels_of_predict_are_only_read(string form, bool interactive)
    {
        var picture = Picture(Name + ".png");
        _folder.Write("p/" + Name + "broken.png", "no picture");
        var run = Run(interactive, form, "predict", _folder["p"], "--model", "mobile_former_26m", "--weights",
            Weights(), "--device", "cpu", "--topk", "1");
        Assert.Equal(0, run.ExitCode);
        AssertHarmless(run);
        if (form == "json")
        {
            var row = run.Json[0];
            Assert.Equal(picture, row.GetProperty("file").GetString());
            Assert.Equal(Name, row.GetProperty("predictions")[0].GetProperty("label").GetString());
        }
        else if (!interactive)
        {
            Assert.Equal(5, Assert.Single(run.Output.TrimEnd().Split('\n')).Split('\t').Length);
        }
    }

    [UnixTheory]
    [MemberData(nameof(Outputs))]
    public void Classes_of_val_are_only_read(string form, bool interactive)
    {
        var second = Name + "2";
        foreach (var name in new[] { Name, second })
            Picture($"val/{Name}.png", name.Replace("/", "", StringComparison.Ordinal));
        var run = Run(interactive, form, "val", _folder["p"], "--model", "mobile_former_26m", "--weights",
            Weights(Name, second), "--device", "cpu", "-b", "1", "--per-class", "--confusion", _folder["c.csv"]);
        Assert.True(run.ExitCode == 0, run.Error);
        AssertHarmless(run);
        if (form == "json")
            Assert.Equal(Name, run.Json.GetProperty("classes")[0].GetProperty("class").GetString());
        var csv = File.ReadAllText(_folder["c.csv"]);
        AssertHarmless(csv, lines: 3);
        Assert.All(csv.TrimEnd().Split('\n').Skip(1), line => Assert.StartsWith("\"'=cmd()", line));
    }

    [UnixTheory]
    [InlineData("never")]
    [InlineData("always")]
    public void Every_file_of_a_run_is_only_read(string progress)
    {
        foreach (var split in new[] { "train", "val" })
        {
            foreach (var name in new[] { Name, Name + "2" })
            {
                Picture($"{split}/{Name}.png", name);
                Picture($"{split}/b.png", name);
                _folder.Write($"p/{split}/{name}/{Name}broken.png", "no picture");
            }
        }

        var run = CommandLineRun.Of("train", _folder["p"], "--model", "mobilenet_v3_small", "--img-size", "16", "-b",
            "2", "--epochs", "1", "--warmup-epochs", "0", "--cooldown-epochs", "0", "--device", "cpu", "--output",
            _folder["r"], "--progress", progress);
        Assert.True(run.ExitCode == 0, run.Error);
        if (progress == "never")
            AssertHarmless(run);
        else
            Assert.DoesNotContain("\u001b[31mred", run.Error);
        var root = _folder["r/classify/mobilenet_v3_small"];
        foreach (var file in Directory.EnumerateFiles(root).Where(
            file => Path.GetExtension(file) is not (".safetensors" or ".png")))
            AssertHarmless(File.ReadAllText(file));
        Assert.Equal(4, File.ReadAllLines(Path.Combine(root, "unreadable.txt")).Length);
        var html = File.ReadAllText(Path.Combine(root, "report.html"));
        var page = XDocument.Parse(html.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName == "b");
        // What was stored is what was there.
        using var weights = GpuFormer.Weights.SafetensorsFile.Open(Path.Combine(root, "weights/best.safetensors"));
        Assert.Equal(Name, JsonDocument.Parse(weights.Metadata["labels"]).RootElement[0].GetString());
    }

    [UnixTheory]
    [MemberData(nameof(Outputs))]
    public void Files_that_convert_average_run_and_export_read_and_write_are_only_read(string form, bool interactive)
    {
        string Hostile(string name) => _folder[Name + name];
        File.Move(Weights(), Hostile("w.safetensors"));
        var input = new SafetensorsWriter();
        input.Add("input", SeededWeights.Input(3 * 32 * 32), 1, 3, 32, 32);
        input.Save(Hostile("x.safetensors"));
        string[][] commands =
        [
            ["convert", Hostile("w.safetensors"), Hostile("c.safetensors")],
            ["average", Hostile("a.safetensors"), Hostile("w.safetensors"), Hostile("c.safetensors")],
            ["run", "-m", "mobile_former_26m", "-w", Hostile("a.safetensors"), "-i", Hostile("x.safetensors"), "-o",
                Hostile("y.safetensors"), "--device", "cpu"],
            ["export", Hostile("m.onnx"), "-m", "mobile_former_26m", "-w", Hostile("w.safetensors"), "--check"],
            ["export", Hostile("e.safetensors"), "-m", "mobile_former_26m", "-w", Hostile("w.safetensors"), "--format",
                "safetensors"],
        ];
        foreach (var command in commands)
        {
            var run = Run(interactive, form, command);
            Assert.True(run.ExitCode == 0, run.Error);
            AssertHarmless(run);
            var written = command.First(argument => argument.StartsWith(_folder.Path, StringComparison.Ordinal)
                && argument != Hostile("w.safetensors") && argument != Hostile("x.safetensors")
                && argument != Hostile(command[0] == "run" ? "a.safetensors" : "none"));
            Assert.True(File.Exists(written));
            if (form == "json")
                Assert.Equal(written, run.Json.GetProperty("output").GetString());
            else
                Assert.Contains("fake\\tfield", run.Output);
        }
    }

    [UnixTheory]
    [InlineData("predict", "-m", "mobile_former_26m", "-w", "w")]
    [InlineData("convert", "out.safetensors")]
    [InlineData("info")]
    [InlineData("val", "-w", "w")]
    [InlineData("train", "--model", "mobile_former_26m")]
    [InlineData("run", "-m", "mobile_former_26m", "-w", "w", "-o", "x.safetensors", "-i", "y")]
    [InlineData("explain")]
    public void Errors_about_a_name_are_one_line(string command, params string[] more)
    {
        var run = CommandLineRun.Of([command, _folder[Name], .. more]);
        Assert.NotEqual(0, run.ExitCode);
        AssertHarmless(run);
    }

    [Fact]
    public void Plain_texts_are_written_as_they_are()
    {
        foreach (var text in new[] { "", "a b", "Äpfel", "日本語", "🍎", @"C:\photos\1.png", "'", "a=b", "x-1" })
        {
            Assert.Equal(text, EncodedText.Line(text));
            Assert.Equal(text, EncodedText.CsvField(text));
        }

        Assert.Equal("a\nb\tc", EncodedText.Lines("a\nb\tc"));
        Assert.Equal(@"a\nb\tc\x1b\u202e\ud800", EncodedText.Line("a\nb\tc\u001b\u202e\ud800"));
        Assert.Equal("\"'-1,\"\"2\"\"\"", EncodedText.CsvField("-1,\"2\""));
        Assert.Equal("'@sum", EncodedText.CsvField("@sum"));
        Assert.Equal("'+1", EncodedText.CsvField("+1"));
        Assert.Equal(@"\t=1", EncodedText.CsvField("\t=1"));
    }

    [Fact]
    public void No_command_writes_past_the_encoders()
    {
        // Texts of several lines are the program's own there.
        string[] own = ["ExplainCommand.cs", "TrainCommand.cs"];
        var violations =
            from file in Style.Repository.SourceFiles("src/Cli/Commands")
            where !own.Contains(Path.GetFileName(file))
            from line in Style.Repository.ReadLines(file)
            where line.Contains("Results.Write", StringComparison.Ordinal)
            select $"{file}: {line.Trim()}";
        Assert.Empty(violations);
    }

    [Fact]
    public void Texts_of_a_run_are_written_by_its_folder_alone()
    {
        // The folder replaces files as a whole; what it is given is made by those that the test of every file looks at.
        string[] writers = ["File.Write", "File.Append", "File.Create", "File.Open", "new StreamWriter"];
        var violations =
            from file in Style.Repository.SourceFiles("src/Host/Training")
                .Concat(Style.Repository.SourceFiles("src/Host/Tasks"))
            where Path.GetFileName(file) != "RunFolder.cs"
            from line in Style.Repository.ReadLines(file)
            where writers.Any(writer => Regex.IsMatch(line, $@"(?<!\w){Regex.Escape(writer)}"))
            select $"{file}: {line.Trim()}";
        Assert.Empty(violations);
        var texts =
            from file in Style.Repository.SourceFiles("src/Host/Training")
            from line in Style.Repository.ReadLines(file)
            where line.Contains("_folder.WriteText(", StringComparison.Ordinal)
            select Regex.Match(line, @"WriteText\((?:Path\.Combine\(_folder\.Root, )?(?:_folder\.)?(\w+)").Groups[1].Value;
        // Files that a task's results bring have names of their own.
        Assert.Equal(["Arguments", "Config", "name", "Report", "Summary", "Unreadable"],
            texts.Order(StringComparer.OrdinalIgnoreCase));
    }

    private static CommandLineRun Run(bool interactive, string form, params string[] args) => CommandLineRun.Of(
        interactive, default, form switch
        {
            "json" => [.. args, "--json"],
            "debug" => [.. args, "--verbosity", "debug"],
            _ => args,
        });

    private static void AssertHarmless(CommandLineRun run)
    {
        // Headers of tables are bold on a terminal.
        AssertHarmless(run.Output.Replace("\u001b[1m", "", StringComparison.Ordinal)
            .Replace("\u001b[0m", "", StringComparison.Ordinal));
        AssertHarmless(run.Error);
    }

    private static void AssertHarmless(string text, int? lines = null)
    {
        Assert.DoesNotContain(
            text, c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is '\u202e' or '\u2028');
        Assert.DoesNotContain("\nfake", text);
        Assert.DoesNotContain("fake\t", text);
        if (lines is { } count)
            Assert.Equal(count, text.TrimEnd('\n').Split('\n').Length);
    }

    private string Weights(params string[] labels) => StoredModel.Write(_folder["w.safetensors"], classes: 2,
        labels: JsonSerializer.Serialize(labels.Length > 0 ? labels : [Name, Name]));

    private string Picture(string name, string? folder = null)
    {
        var image = new Image(16, 16);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)(i * 5);
        var split = name.Split('/', 2);
        var path = folder is null ? _folder[$"p/{name}"] : _folder[$"p/{split[0]}/{folder}/{split[1]}"];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PngWriter.Save(image, path);
        return path;
    }
}

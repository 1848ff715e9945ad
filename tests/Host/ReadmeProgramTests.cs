using GpuFormer.Tests.Cli;
using Xunit;

namespace GpuFormer.Tests.Host;

/// <summary>Tests that change the current folder run alone.</summary>
[CollectionDefinition(nameof(CurrentFolder), DisableParallelization = true)]
public sealed class CurrentFolder;

/// <summary>The program of the README, word for word. It names files as a reader would.</summary>
[Collection(nameof(CurrentFolder))]
public sealed class ReadmeProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _current = Environment.CurrentDirectory;
    private readonly TextWriter _console = Console.Out;

    public void Dispose()
    {
        Console.SetOut(_console);
        Environment.CurrentDirectory = _current;
        _folder.Dispose();
    }

    [Fact]
    public void The_program_of_the_readme_names_five_classes_and_finds_objects()
    {
        var photo = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Data", "Imaging", "jpeg"), "*.jpg")
            .Order(StringComparer.Ordinal).First();
        File.Copy(photo, _folder["photo.jpg"]);
        StoredModel.Write(_folder["weights.safetensors"], labels: "[" + string.Join(",", Enumerable.Range(0, 1000)
            .Select(i => $"\"label {i}\"")) + "]");
        StoredDetectorFile.Write(_folder["detector.safetensors"], 8);
        Environment.CurrentDirectory = _folder.Path;
        using var written = new StringWriter();
        Console.SetOut(written);

        // README: begin
        using var classifier = Classifier.Load("weights.safetensors");
        foreach (var prediction in classifier.Classify("photo.jpg", topK: 5))
            Console.WriteLine($"{prediction.Label}: {prediction.Probability:P1}");

        using var detector = Detector.Load("detector.safetensors");
        foreach (var found in detector.Detect("photo.jpg"))
            Console.WriteLine($"{found.Label} {found.Score:P0} at {found.Box.X1:F0}, {found.Box.Y1:F0}");
        // README: end

        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(7, lines.Length);
        Assert.All(lines[5..], line => Assert.Matches(@"^three 100 ?% at \d+, \d+", line));
        Assert.All(lines[..5], line => Assert.Matches(@"^label \d+: \d+\.\d ?%", line));
    }
}

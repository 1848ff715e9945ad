using System.Text.RegularExpressions;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>The documents say what is true: their programs are tests, and what they name exists.</summary>
public sealed partial class ReadmeTests
{
    // Tests put the programs of the documents between these lines.
    private const string Begin = "// README: begin";
    private const string End = "// README: end";

    private static readonly string[] Documents =
        ["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"];

    // Folders whose names begin a path of the repository.
    private static readonly string[] TopFolders =
        ["src/", "tests/", "perf/", "shaders/", ".ci/", "docs/", "samples/", "data/"];

    [Fact]
    public void Every_program_in_the_readme_is_the_body_of_a_test()
    {
        var tested = Repository.SourceFiles("tests").SelectMany(MarkedPrograms).ToList();
        var programs = FencedBlocks("README.md", "csharp").ToList();
        Assert.NotEmpty(programs);
        foreach (var program in programs)
            Assert.Contains(program, tested);
    }

    [Fact]
    public void Every_path_that_a_document_names_exists()
    {
        var missing =
            from document in Documents
            from path in PathsNamedIn(document)
            where !Repository.Exists(path)
            select $"{document} names {path}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Documents_are_as_short_as_they_promise()
    {
        Assert.InRange(Repository.ReadLines("README.md").Length, 1, 200);
        Assert.InRange(Repository.ReadLines("ARCHITECTURE.md").Length, 1, 150);
    }

    // Paths in backquotes or as the target of a link; patterns with stars, braces or placeholders name no one file.
    private static IEnumerable<string> PathsNamedIn(string document)
    {
        var text = string.Join('\n', Repository.ReadLines(document));
        var quoted = Backquoted().Matches(text).Select(match => match.Groups[1].Value)
            .Where(path => TopFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)));
        var linked = LinkTarget().Matches(text).Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));
        return quoted.Concat(linked)
            .Where(path => path.IndexOfAny(['*', '{', '<', ' ']) < 0)
            .Distinct(StringComparer.Ordinal);
    }

    // The lines between the fences without their 'using' lines, each without its indentation.
    private static IEnumerable<string> FencedBlocks(string document, string language)
    {
        var lines = Repository.ReadLines(document);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] != $"```{language}")
                continue;
            yield return Normalise(lines.Skip(i + 1).TakeWhile(line => line != "```"));
        }
    }

    private static IEnumerable<string> MarkedPrograms(string file)
    {
        var lines = Repository.ReadLines(file);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() == Begin)
                yield return Normalise(lines.Skip(i + 1).TakeWhile(line => line.Trim() != End));
        }
    }

    private static string Normalise(IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => line.Trim())
            .Where(line => line.Length > 0 && !UsingDirective().IsMatch(line)));

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backquoted();

    [GeneratedRegex(@"\]\(([^)#\s]+)\)")]
    private static partial Regex LinkTarget();

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();
}

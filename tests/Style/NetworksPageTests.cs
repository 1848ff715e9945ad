using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GpuFormer.Models;
using GpuFormer.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>What docs/Networks.md says can be found where comments name it, and is what the code does.</summary>
public sealed partial class NetworksPageTests
{
    private const string Page = "docs/Networks.md";

    private static readonly string[] Folders = ["src", "tests", "perf", "data", ".ci", "docs"];
    private static readonly string[] Documents = ["README.md", "ARCHITECTURE.md"];
    private static readonly string[] TextFiles = [".cs", ".md", ".py", ".txt", ".csproj", ".js", ""];

    [Fact]
    public void Every_section_that_is_cited_exists()
    {
        var sections = Sections().ToHashSet(StringComparer.Ordinal);
        var citations = (
            from file in Texts()
            from match in Citation().Matches(Joined(file))
            from number in SectionNumber().Matches(match.Value)
            select (File: file, Number: number.Value)).ToList();
        Assert.True(citations.Count > 100, $"Only {citations.Count} citations were found: is the pattern still right?");
        Assert.Empty(
            from citation in citations
            where !sections.Contains(citation.Number)
            select $"{citation.File} cites Networks {citation.Number}");
    }

    [Fact]
    public void Nothing_cites_a_page_outside_the_repository() =>
        Assert.Empty(
            from file in Texts()
            where !file.EndsWith(nameof(NetworksPageTests) + ".cs", StringComparison.Ordinal)
            from match in Outside().Matches(Joined(file))
            select $"{file}: {match.Value}");

    [Fact]
    public void Sections_are_numbered_in_order_and_references_between_them_resolve()
    {
        var sections = Sections().ToList();
        Assert.Equal(sections.Distinct(), sections);
        Assert.Equal(sections.OrderBy(number => Version.Parse(number.Contains('.') ? number : number + ".0")).ToList(), sections);
        var text = string.Join('\n', Repository.ReadLines(Page));
        var missing =
            from match in Inside().Matches(text)
            let number = match.Groups[1].Value
            where !sections.Contains(number)
            select number;
        Assert.Empty(missing);
    }

    [Fact]
    public void Block_tables_are_those_of_the_code()
    {
        // Cells: kind e1, output channels, stride, e2.
        var table = Table("1.2", first: "block");
        for (var column = 1; column < table[0].Length; column++)
        {
            foreach (var size in table[0][column].Split(", "))
            {
                var variant = MobileFormerVariant.Find($"mobile_former_{size.ToLowerInvariant()}");
                var cells = table.Skip(1).Select(row => row[column]).Where(cell => cell.Length > 0);
                Assert.Equal(variant.Blocks.Select(Cell), cells);
            }
        }

        foreach (var column in Columns(Table("1.2", first: "")))
        {
            var variant = MobileFormerVariant.Find($"mobile_former_{column[0].ToLowerInvariant()}");
            int[] numbers = [variant.StemChannels, variant.Tokens, variant.TokenChannels, variant.HeadChannels,
                variant.FilterGroups];
            Assert.Equal(numbers, column[1..].Select(text => int.Parse(text, CultureInfo.InvariantCulture)));
        }

        static string Cell(MobileFormerBlock block) => string.Create(CultureInfo.InvariantCulture,
            $"{(block.Downsampling ? "B3" : "B")} {block.FirstExpansion}, {block.OutputChannels}, {block.Stride}, ")
            + block.SecondExpansion.ToString(CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("1.9")]
    [InlineData("3.1")]
    [InlineData("4.1")]
    public void Parameters_and_multiply_adds_are_those_of_the_code(string section)
    {
        foreach (var row in Table(section, first: "model").Skip(1))
        {
            var model = ModelCatalogue.Create(row[0]);
            Assert.Equal(row[1], model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture));
            Assert.Equal(row[2], row[2].EndsWith(" M", StringComparison.Ordinal)
                ? (model.MultiplyAdds / 1e6).ToString("F1", CultureInfo.InvariantCulture) + " M"
                : model.MultiplyAdds.ToString("N0", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Names_and_shapes_have_the_checksums_of_the_page()
    {
        foreach (var row in Table("1.11", first: "model").Skip(1))
        {
            var model = ModelCatalogue.Create(row[0].Split(' ')[0]);
            var text = new StringBuilder();
            foreach (var parameter in model.Parameters)
                text.Append(CultureInfo.InvariantCulture, $"{parameter.Name} {string.Join(",", parameter.Shape)}\n");
            Assert.Equal(row[1], model.Parameters.Count.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(row[2], text.Length.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(row[3], SeededWeights.Hash(text.ToString()).ToString("x8", CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Counts_of_detectors_are_those_of_the_page()
    {
        foreach (var row in Table("9.7", first: "model").Skip(1))
        {
            var model = ModelCatalogue.Create(row[0]);
            string[] counts =
            [
                model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture),
                model.BufferCount.ToString("N0", CultureInfo.InvariantCulture), $"{model.Parameters.Count}",
            ];
            Assert.Equal(row[1..4], counts);
            Assert.Equal(row[5], $"{model.DesignSize.Height}x{model.DesignSize.Width}");
            Assert.Equal(double.Parse(row[6].Split(' ')[0], CultureInfo.InvariantCulture), model.MultiplyAdds / 1e9, 0.0006);
        }
    }

    [Fact]
    public void Recipes_are_those_of_the_presets()
    {
        foreach (var column in Columns(Table("2.1", first: "")))
        {
            var recipe = RecipePresets.Find($"mobile_former_{column[0].ToLowerInvariant()}");
            double[] numbers = [recipe.LearningRate, recipe.WeightDecay, recipe.Dropout, recipe.Mixup];
            Assert.Equal(numbers, column[1..5].Select(text => double.Parse(text, CultureInfo.InvariantCulture)));
            Assert.Equal(column[5] == "yes" ? "rand-m9-mstd0.5" : "", recipe.AutoAugment);
            Assert.Equal(double.Parse(column[6], CultureInfo.InvariantCulture), recipe.ErasingProbability);
        }
    }

    private static IEnumerable<string> Sections() =>
        Repository.ReadLines(Page).Select(line => Heading().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

    // Rows of cells: of the table of a section whose first heading is this, headings first.
    private static List<string[]> Table(string section, string first)
    {
        var lines = Repository.ReadLines(Page)
            .SkipWhile(line => !line.StartsWith($"### {section} ", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .SkipWhile(line => !line.StartsWith('|') || Cells(line)[0] != first)
            .TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        Assert.True(lines.Count > 2, $"{Page} {section} has no table that begins with '{first}'.");
        lines.RemoveAt(1);
        return lines;
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    // Columns behind the first.
    private static IEnumerable<string[]> Columns(List<string[]> table) =>
        Enumerable.Range(1, table[0].Length - 1).Select(column => table.Select(row => row[column]).ToArray());

    private static IEnumerable<string> Texts() =>
        Folders.Select(folder => Path.Combine(Repository.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => TextFiles.Contains(Path.GetExtension(file)))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin"))
            .Concat(Documents);

    // Comments with their line breaks undone, so that a citation may stand on two lines.
    private static string Joined(string file) =>
        LineBreak().Replace(File.ReadAllText(Path.Combine(Repository.Root, file)), " ");

    [GeneratedRegex(@"^#{2,3} (\d+(?:\.\d+)?) ")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\bNetworks(?:\.md)? \d+\.\d+(?:(?:, | and | to )(?:Networks )?\d+\.\d+)*")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex SectionNumber();

    [GeneratedRegex(@"\b(?:SPEC|DETECTION)(?:\.md)?(?:'s)?\b(?: \d+(?:\.\d+)?)?")]
    private static partial Regex Outside();

    // References from section to section: "(1.8)", "section 1.3", "of 1.4".
    [GeneratedRegex(@"(?:\(|section |sections |of |in )(\d\.\d{1,2})(?=[),.; ])(?! (?:to|of|M)\b)")]
    private static partial Regex Inside();

    [GeneratedRegex(@"\r?\n[ \t]*(?://+|#)?[ \t]*")]
    private static partial Regex LineBreak();
}

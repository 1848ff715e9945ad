using GpuFormer.Cli;
using GpuFormer.Cli.Training;
using GpuFormer.Training;
using Xunit;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>Recipes nobody vouches for: every fault is one message with file, line and column.</summary>
public sealed class RecipeYamlTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lr: [0.1, 0.2\nepochs: 3\n", "line 1, column 5")]
    [InlineData("lr: [0.1, 0.2", "line 1, column 5")]
    [InlineData("mean: [0.1, 0.2, 0.3\n", "']' missing")]
    [InlineData("epochs: 3\nepochs: 4\n", "line 2, column 1")]
    [InlineData("a: &x 1\nb: *x\n", "aliases")]
    [InlineData("- 1\n- 2\n", "no list of settings")]
    [InlineData("just text", "no list of settings")]
    [InlineData("lr: {a: 1}", "line 1, column 5")]
    [InlineData("lr: [[1]]", "line 1, column 6")]
    [InlineData("lr: 'open", "line 1")]
    [InlineData("%YAML 9.9\n---\nlr: 1", "line 1")]
    [InlineData("lr: @x", "line 1, column 5")]
    [InlineData("lr: %x", "line 1")]
    public void Fault_names_file_and_place(string text, string what)
    {
        var path = _folder.Write("recipe.yaml", text);
        var fault = Assert.Throws<BadDataException>(() => RecipeYaml.Apply(new TrainingRecipe(), path));
        Assert.StartsWith(path, fault.Message);
        Assert.Contains(what, fault.Message);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: {")]
    [InlineData("[a, ")]
    public void Nesting_ends_the_reading_where_it_begins(string opening)
    {
        var path = _folder.Write("nest.yaml", "lr: " + string.Concat(Enumerable.Repeat(opening, 200_000)));
        var run = CommandLineRun.Of("train", "x", "--config", path, "--dry-run");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("nest.yaml", run.Error);
    }

    [Fact]
    public void Settings_lists_comments_and_empty_values_are_read()
    {
        var path = _folder.Write("recipe.yaml", "# notes\nepochs: 3\nmean: [0.1, 0.2, 0.3]\nclass_map: ~\nval_split: 'x y'\n");
        var recipe = RecipeYaml.Apply(new TrainingRecipe { ClassMap = "old" }, path);
        Assert.Equal((3, "", "x y"), (recipe.Epochs, recipe.ClassMap, recipe.ValidationSplit));
        Assert.Equal([0.1, 0.2, 0.3], recipe.Mean);
        var unchanged = RecipeYaml.Apply(new TrainingRecipe(), _folder.Write("c.yaml", "# none\n"));
        Assert.Equal(RecipeYaml.Write(new TrainingRecipe()), RecipeYaml.Write(unchanged));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var recipe = new TrainingRecipe { ImageErrors = GpuFormer.Imaging.ImageErrors.Strict, MaxPixels = 108_000_000 };
        var path = _folder.Write("args.yaml", RecipeYaml.Write(recipe));
        var read = RecipeYaml.Apply(new TrainingRecipe(), path);
        Assert.Equal(RecipeYaml.Write(recipe), RecipeYaml.Write(read));
        Assert.Equal(GpuFormer.Imaging.ImageErrors.Strict, read.ImageErrors);
    }
}

using GpuFormer.Tests.Cli;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host;

public sealed class ClassLabelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_file_has_one_name_a_line()
    {
        var labels = ClassLabels.Load(_folder.Write("names.txt", "tench\r\ngreat white shark\r\n"));
        Assert.Equal(2, labels.Count);
        Assert.Equal("great white shark", labels[1]);
    }

    [Fact]
    public void A_JSON_file_is_an_array_of_names()
    {
        var labels = ClassLabels.Load(_folder.Write("names.json", "  [\"a\", \"b\", \"ü\"]"));
        Assert.Equal(3, labels.Count);
        Assert.Equal("ü", labels[2]);
    }

    [Fact]
    public void Classes_without_a_name_are_called_by_their_number()
    {
        Assert.Equal("class 123", ClassLabels.None[123]);
        Assert.Equal("class 1", ClassLabels.Of(["zero"])[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("[\"a\"")]
    [InlineData("[\"\\ud800\"]")]
    public void What_is_no_list_of_names_is_refused_with_the_file(string text)
    {
        var path = _folder.Write("names", text);
        var exception = Assert.Throws<ModelFormatException>(() => ClassLabels.Load(path));
        Assert.Contains(path, exception.Message);
    }

    [Fact]
    public void A_wrong_number_of_names_is_refused_with_both_numbers()
    {
        var exception = Assert.Throws<ModelFormatException>(() => ClassLabels.Of(["a", "b"]).RequireCount(3, "names"));
        Assert.Contains("2 class names for a model of 3 classes", exception.Message);
    }
}

using GpuFormer.Cli;
using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class ImageSourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ImageSourcesTests()
    {
        foreach (var name in new[] { "b.jpg", "a.png", "notes.txt", "c.webp", "deep/d.JPEG", "deep/er/e.ppm" })
            _folder.Write(name, "x");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_gives_its_pictures_in_order_and_nothing_else() =>
        Assert.Equal(["a.png", "b.jpg", "c.webp"], Expand(""));

    [Fact]
    public void A_file_is_taken_whatever_its_extension() => Assert.Equal(["notes.txt"], Expand("notes.txt"));

    [Fact]
    public void A_glob_matches_names() => Assert.Equal(["b.jpg"], Expand("*.jpg"));

    [Fact]
    public void A_glob_matches_folders() => Assert.Equal(["deep/d.JPEG"], Expand("de*/*.JPEG"));

    [Fact]
    public void Two_stars_match_any_depth() =>
        Assert.Equal(["a.png", "b.jpg", "c.webp", "deep/d.JPEG", "deep/er/e.ppm"], Expand("**/*"));

    [Fact]
    public void The_same_file_named_twice_comes_once() => Assert.Equal(["a.png", "b.jpg"], Expand("a.png", "?.???"));

    [Fact]
    public void A_file_with_a_star_in_its_name_is_itself()
    {
        _folder.Write("st*r.png", "x");
        Assert.Equal(["st*r.png"], Expand("st*r.png"));
    }

    [Fact]
    public void Hidden_files_and_folders_are_left_out_unless_the_pattern_is_hidden_too()
    {
        _folder.Write("h/a.png", "x");
        _folder.Write("h/.hidden.png", "x");
        _folder.Write("h/._a.png", "x");
        _folder.Write("h/.git/b.png", "x");
        Assert.Equal(["h/a.png"], Expand("h"));
        Assert.Equal(["h/a.png"], Expand("h/*.png"));
        Assert.Equal(["h/a.png"], Expand("h/**/*"));
        Assert.Equal(["h/._a.png", "h/.hidden.png"], Expand("h/.*.png"));
        Assert.Equal(["h/.hidden.png"], Expand("h/.hidden.png"));
    }

    [Fact]
    public void A_link_that_leads_in_a_circle_repeats_nothing()
    {
        _folder.Write("loop/a/1.png", "x");
        Directory.CreateSymbolicLink(_folder["loop/a/back"], _folder["loop"]);
        Assert.Equal(["loop/a/1.png"], Expand("loop/**/*.png"));
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("absent")]
    [InlineData("*.bmp")]
    public void Sources_without_pictures_are_refused_by_name(string source)
    {
        Directory.CreateDirectory(_folder["empty"]);
        var exception = Assert.Throws<BadDataException>(() => ImageSources.Expand([_folder[source]]));
        Assert.Contains(_folder[source], exception.Message);
    }

    private IEnumerable<string> Expand(params string[] sources) =>
        ImageSources.Expand(sources.Select(source => source.Length == 0 ? _folder.Path : _folder[source]))
            .Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'));
}

using GpuFormer.Data;
using GpuFormer.Data.Augmentation;
using GpuFormer.Imaging;
using GpuFormer.Imaging.Png;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class ImageFolderDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train/", DatasetSplit.Train)]
    [InlineData("val/", DatasetSplit.Validation)]
    [InlineData("validation/", DatasetSplit.Validation)]
    [InlineData("", DatasetSplit.Train)]
    [InlineData("", DatasetSplit.Validation)]
    public void Classes_and_pictures_come_in_ordinal_order(string below, DatasetSplit split)
    {
        foreach (var name in new[] { "b/2.png", "b/10.png", "B/x.PNG", "a/z.ppm", "a/deep/er/1.jpeg", "a/deep.png" })
            _folder.Write(below + name, Picture(0));
        _folder.Write(below + "a/notes.txt", [1]);
        _folder.Write(below + "a/.hidden.png", [1]);
        _folder.Write(below + ".git/x.png", [1]);
        var dataset = DatasetReader.Open(_folder.Path, split);
        Assert.Equal(["B", "a", "b"], dataset.Classes);
        Assert.Equal(["B/x.PNG", "a/deep.png", "a/z.ppm", "a/deep/er/1.jpeg", "b/10.png", "b/2.png"],
            Enumerable.Range(0, dataset.Count).Select(i => NameOf(dataset, i)[below.Length..]));
        Assert.Equal([0, 1, 1, 1, 2, 2], Enumerable.Range(0, dataset.Count).Select(dataset.LabelOf));
        Assert.Equal(2, dataset.Remarks.Count);
        Assert.Contains("1 files", dataset.Remarks[1], StringComparison.Ordinal);
        Assert.Equal(below.Length > 0, DatasetReader.HasSplit(_folder.Path, split));
    }

    [Theory]
    [InlineData(ClassOrder.Ordinal, "1 10 2", "--class-order natural")]
    [InlineData(ClassOrder.Natural, "1 2 10", "torchvision")]
    public void Numbers_in_names_are_ordered_as_asked_for_and_the_choice_is_said(
        ClassOrder order, string classes, string remark)
    {
        foreach (var name in new[] { "10", "2", "1" })
            _folder.Write($"{name}/x.png", Picture(0));
        var dataset = DatasetReader.Open(_folder.Path, DatasetSplit.Train, new() { ClassOrder = order });
        Assert.Equal(classes.Split(' '), dataset.Classes);
        Assert.Contains(remark, Assert.Single(dataset.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_that_agree_need_no_word()
    {
        foreach (var name in new[] { "ant", "bee", "n01", "n02" })
            _folder.Write($"{name}/x.png", Picture(0));
        Assert.Empty(DatasetReader.Open(_folder.Path, DatasetSplit.Train).Remarks);
    }

    // What timm's natural_key sorts to: re.split on digits, int() of each, lower case.
    [Fact]
    public void Natural_order_is_that_of_timm()
    {
        string[] sorted = ["", "007", "7a", "7b", "8", "10", "99999999999999999999999", "A1", "a1", "a01b", "a1b2",
            "a1b10", "a2", "b", "B2"];
        Assert.Equal(sorted, sorted.Reverse().OrderBy(name => name, NaturalOrder.Instance).ToArray());
    }

    [Fact]
    public void The_identity_of_a_set_is_its_classes_names_and_labels_wherever_it_lies()
    {
        using var copy = new TemporaryFolder();
        foreach (var folder in new[] { _folder, copy })
        {
            folder.Write("apple/1.png", Picture(0));
            folder.Write("pear/1.png", Picture(0));
        }

        var then = DatasetIdentity.Of(DatasetReader.Open(_folder.Path, DatasetSplit.Train));
        DatasetIdentity Now() => DatasetIdentity.Of(DatasetReader.Open(copy.Path, DatasetSplit.Train));
        Assert.Null(then.DifferenceTo(Now()));
        File.Move(Path.Combine(copy.Path, "pear/1.png"), Path.Combine(copy.Path, "pear/2.png"));
        Assert.Contains("other names", then.DifferenceTo(Now()));
        copy.Write("pear/1.png", Picture(0));
        Assert.Contains("had 2 pictures, has 3", then.DifferenceTo(Now()));
        Directory.Move(Path.Combine(copy.Path, "apple"), Path.Combine(copy.Path, "zebra"));
        Assert.Contains("were apple, pear, are pear, zebra", then.DifferenceTo(Now()));
    }

    [Fact]
    public void Pictures_are_decoded()
    {
        _folder.Write("a/1.png", Picture(0));
        _folder.Write("b/1.png", Picture(77));
        var image = DatasetReader.Open(_folder.Path, DatasetSplit.Train).Load(1);
        Assert.Equal((5, 6), (image.Height, image.Width));
        Assert.All(image.Pixels, value => Assert.Equal(77, value));
    }

    [Fact]
    public void Named_split_is_read()
    {
        _folder.Write("train/a/1.png", Picture(0));
        _folder.Write("extra/b/1.png", Picture(0));
        var options = new DatasetOptions { SplitFolder = "extra" };
        Assert.Equal(["b"], DatasetReader.Open(_folder.Path, DatasetSplit.Train, options).Classes);
        Refused(DatasetSplit.Train, new() { SplitFolder = "none" }, "no folder 'none'");
    }

    [Fact]
    public void Missing_split_says_what_was_looked_for()
    {
        _folder.Write("train/a/1.png", Picture(0));
        Refused(DatasetSplit.Validation, null, "val, valid, validation, eval or test");
    }

    [Fact]
    public void Class_map_gives_the_order_and_leaves_out_what_it_does_not_name()
    {
        foreach (var name in new[] { "ant", "bee", "cat" })
            _folder.Write($"{name}/1.png", Picture(0));
        var map = _folder.Write("map.txt", "cat\ndog\nant\n"u8.ToArray());
        var dataset = DatasetReader.Open(_folder.Path, DatasetSplit.Train, new() { ClassMap = map });
        Assert.Equal(["cat", "dog", "ant"], dataset.Classes);
        Assert.Equal([2, 0], Enumerable.Range(0, dataset.Count).Select(dataset.LabelOf));
        Assert.Contains(dataset.Remarks, remark => remark.Contains("left out: bee", StringComparison.Ordinal));
        Assert.Contains(dataset.Remarks, remark => remark.Contains("dog", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a\n\nb\n", "line 2 is empty")]
    [InlineData("a\nb\na\n", "line 3 repeats 'a'")]
    [InlineData("x\ny\n", "names none of the class folders")]
    public void Wrong_class_map_is_refused(string text, string part)
    {
        _folder.Write("a/1.png", Picture(0));
        var map = _folder.Write("map.txt", System.Text.Encoding.UTF8.GetBytes(text));
        Refused(DatasetSplit.Train, new() { ClassMap = map }, map, part);
    }

    [Fact]
    public void Missing_class_map_is_refused()
    {
        _folder.Write("a/1.png", Picture(0));
        Refused(DatasetSplit.Train, new() { ClassMap = "nowhere.txt" }, "nowhere.txt", "does not exist");
    }

    [Fact]
    public void Empty_class_is_named()
    {
        _folder.Write("a/1.png", Picture(0));
        _folder.Write("b/readme.txt", [1]);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "c"));
        Refused(DatasetSplit.Train, null, "class folders b, c", ".jpg, .jpeg, .png");
    }

    [Fact]
    public void Folder_without_classes_lists_the_layouts()
    {
        _folder.Write("1.png", Picture(0));
        Refused(DatasetSplit.Train, null, "no folders that could be classes", "train-images-idx3-ubyte",
            "data_batch_1.bin", "train/CLASS/");
        _folder.Write("train/1.png", Picture(0));
        Refused(DatasetSplit.Train, null, "has no class folders");
    }

    [Fact]
    public void Link_that_leads_in_a_circle_is_named()
    {
        _folder.Write("a/b/1.png", Picture(0));
        var link = Path.Combine(_folder.Path, "a", "b", "back");
        Directory.CreateSymbolicLink(link, Path.Combine(_folder.Path, "a"));
        Refused(DatasetSplit.Train, null, link, "leads back", "Remove the link");
    }

    [Fact]
    public void Links_to_pictures_and_folders_elsewhere_are_followed()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("shared/1.png", Picture(5));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "a"), Path.Combine(elsewhere.Path, "shared"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "b"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b", "2.png"), Path.Combine(elsewhere.Path, "shared/1.png"));
        var dataset = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        Assert.Equal(2, dataset.Count);
        Assert.Equal(dataset.Load(0).Pixels, dataset.Load(1).Pixels);
    }

    [Fact]
    public void Too_deep_folders_are_refused()
    {
        _folder.Write(string.Concat(Enumerable.Repeat("a/", 40)) + "1.png", Picture(0));
        Refused(DatasetSplit.Train, null, "more than 32 folders deep");
    }

    [Fact]
    public void Unreadable_files_are_found_listed_and_refused_when_strict()
    {
        WriteFolderWithDamage();
        var dataset = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        Assert.Equal(["a/cut.png", "a/empty.png", "b/dangling.png", "b/text.jpg"],
            dataset.FindUnreadable().Select(picture => NameOf(dataset, picture.Index)));
        var exception = Assert.Throws<DatasetFormatException>(() => dataset.RequireReadable());
        Assert.Contains("4 of 12 pictures", exception.Message, StringComparison.Ordinal);
        Assert.Contains("a/cut.png: PNG", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_goes_on_without_unreadable_files_and_lists_exactly_those()
    {
        WriteFolderWithDamage();
        var dataset = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        using var loader = new BatchLoader(dataset, new()
        {
            BatchSize = 6,
            Workers = 3,
            Preprocessing = new() { InputSize = 8 },
            Order = SampleOrder.Shuffled,
            Augmentation = new TrainingTransformOptions(),
        });
        var labels = loader.Epoch(0).SelectMany(batch => batch.Labels.ToArray()).ToList();
        Assert.Equal(12, labels.Count);
        Assert.DoesNotContain(Batch.NoLabel, labels);
        Assert.Equal(["a/cut.png", "a/empty.png", "b/dangling.png", "b/text.jpg"],
            loader.Unreadable.Select(picture => NameOf(dataset, picture.Index)));
        Assert.All(loader.Unreadable, picture => Assert.NotEmpty(picture.Reason));
    }

    // Eight pictures that can be read and four that cannot.
    private void WriteFolderWithDamage()
    {
        for (var i = 0; i < 4; i++)
        {
            _folder.Write($"a/{i}.png", Picture((byte)i));
            _folder.Write($"b/{i}.png", Picture((byte)i));
        }
        _folder.Write("a/cut.png", Picture(3).AsSpan(0, 40).ToArray());
        _folder.Write("a/empty.png", []);
        _folder.Write("b/text.jpg", "<html>"u8.ToArray());
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "b/dangling.png"), "nowhere.png");
    }

    private string NameOf(ImageDataset dataset, int index) => Path.GetRelativePath(_folder.Path, dataset.NameOf(index));

    private void Refused(DatasetSplit split, DatasetOptions? options, params string[] parts)
    {
        var exception = Assert.Throws<DatasetFormatException>(
            () => DatasetReader.Open(_folder.Path, split, options));
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private static byte[] Picture(byte value)
    {
        var image = new Image(5, 6);
        image.Pixels.AsSpan().Fill(value);
        using var file = new MemoryStream();
        PngWriter.Write(image, file);
        return file.ToArray();
    }
}

using GpuFormer.Data;
using GpuFormer.Tests.Style;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class IdxDatasetTests : IDisposable
{
    private const string Images = "train-images-idx3-ubyte";
    private const string Labels = "train-labels-idx1-ubyte";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", DatasetSplit.Train)]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", DatasetSplit.Train)]
    [InlineData("raw/train-images-idx3-ubyte", "raw/train-labels-idx1-ubyte", DatasetSplit.Train)]
    [InlineData("MNIST/raw/t10k-images-idx3-ubyte", "MNIST/raw/t10k-labels-idx1-ubyte", DatasetSplit.Validation)]
    [InlineData("t10k-images.idx3-ubyte", "t10k-labels-idx1-ubyte", DatasetSplit.Validation)]
    [InlineData("test-images-idx3-ubyte", "test-labels-idx1-ubyte", DatasetSplit.Validation)]
    public void Usual_file_names_are_found_plain_and_zipped(string images, string labels, DatasetSplit split)
    {
        _folder.Write(images, IdxBytes.Images(3, 4, 5));
        _folder.Write(labels + ".gz", IdxBytes.Gzip(IdxBytes.Labels(7, 0, 9)));
        var dataset = DatasetReader.Open(_folder.Path, split);
        Assert.Equal(3, dataset.Count);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], dataset.Classes);
        Assert.Equal([7, 0, 9], Enumerable.Range(0, 3).Select(dataset.LabelOf));
    }

    [Fact]
    public void Grey_is_repeated_in_three_channels()
    {
        _folder.Write(Images, IdxBytes.Images(2, 2, 3));
        _folder.Write(Labels, IdxBytes.Labels(1, 2));
        var dataset = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        var image = dataset.Load(1);
        Assert.Equal((2, 3), (image.Height, image.Width));
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6], image.Pixels);
        Assert.Same(image, dataset.Load(0, image));
    }

    [Fact]
    public void Digits_of_the_repository_are_balanced_and_as_drawn()
    {
        var root = Path.Combine(Repository.Root, "data", "mnist-small");
        var train = (IdxDataset)DatasetReader.Open(root, DatasetSplit.Train);
        var test = (IdxDataset)DatasetReader.Open(root, DatasetSplit.Validation);
        Assert.Equal((28, 28, 28, 28), (train.Height, train.Width, test.Height, test.Width));
        Assert.All(LabelCounts(train), count => Assert.Equal(100, count));
        Assert.All(LabelCounts(test), count => Assert.Equal(50, count));
        // The first training picture of MNIST is the well-known five; the sum of its bytes.
        Assert.Equal(5, train.LabelOf(0));
        Assert.Equal(27525, Sum(train.GreyPixels(0)));
        Assert.Equal(7, test.LabelOf(0));
        Assert.Equal(18454, Sum(test.GreyPixels(0)));
    }

    [Fact]
    public void Zipped_content_is_told_by_its_bytes_and_not_by_the_name()
    {
        _folder.Write(Images, IdxBytes.Gzip(IdxBytes.Images(1, 2, 2)));
        _folder.Write(Labels + ".gz", IdxBytes.Labels(4));
        Assert.Equal(4, DatasetReader.Open(_folder.Path, DatasetSplit.Train).LabelOf(0));
    }

    [Fact]
    public void Swapped_files_are_named()
    {
        _folder.Write(Images, IdxBytes.Labels(1, 2));
        _folder.Write(Labels, IdxBytes.Images(2, 2, 2));
        Refused(Labels, "0x00000803", "swapped");
    }

    [Fact]
    public void Wrong_magic_number_is_named()
    {
        _folder.Write(Images, IdxBytes.Of(0x0D03, [1, 1, 1], [0]));
        _folder.Write(Labels, IdxBytes.Labels(1));
        Refused(Images, "0x00000d03", "0x00000803");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Truncated_file_is_refused_with_its_name(bool zipped)
    {
        var whole = IdxBytes.Images(4, 28, 28);
        var cut = whole.AsSpan(0, whole.Length - 1).ToArray();
        _folder.Write(Images, zipped ? IdxBytes.Gzip(cut) : cut);
        _folder.Write(Labels, IdxBytes.Labels(1, 2, 3, 4));
        Refused(Images, "3136", "get it again");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public void Header_that_ends_early_is_refused(int length)
    {
        _folder.Write(Images, IdxBytes.Images(1, 1, 1).AsSpan(0, length).ToArray());
        _folder.Write(Labels, IdxBytes.Labels(1));
        Refused(Images, length == 0 ? "empty" : "header ends too early");
    }

    [Fact]
    public void Bytes_after_the_promised_ones_are_refused()
    {
        _folder.Write(Images, [.. IdxBytes.Images(1, 2, 2), 0]);
        _folder.Write(Labels, IdxBytes.Labels(1));
        Refused(Images, "goes on after");
    }

    [Fact]
    public void Damaged_gzip_is_refused()
    {
        var zipped = IdxBytes.Gzip(IdxBytes.Images(40, 28, 28));
        for (var i = 20; i < zipped.Length - 8; i++)
            zipped[i] ^= 0x55;
        _folder.Write(Images + ".gz", zipped);
        _folder.Write(Labels, IdxBytes.Labels(new byte[40]));
        Refused(Images + ".gz", "get it again");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Huge_sizes_are_refused_before_memory_is_taken(bool zipped)
    {
        var file = IdxBytes.Of(0x0803, [60_000, 28_000, 1], [1, 2, 3]);
        _folder.Write(Images, zipped ? IdxBytes.Gzip(file) : file);
        _folder.Write(Labels, IdxBytes.Labels(1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Images, "1680000000", "more than the file can hold");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(0u, 28u, 28u)]
    [InlineData(0xFFFFFFFFu, 28u, 28u)]
    [InlineData(0x10000u, 0x10000u, 0x10000u)]
    [InlineData(1u, 0u, 28u)]
    public void Impossible_sizes_are_refused(uint count, uint height, uint width)
    {
        _folder.Write(Images, IdxBytes.Of(0x0803, [count, height, width], [1, 2, 3]));
        _folder.Write(Labels, IdxBytes.Labels(1));
        Refused(Images, "the header says size");
    }

    [Fact]
    public void More_labels_than_pictures_are_refused()
    {
        _folder.Write(Images, IdxBytes.Images(2, 2, 2));
        _folder.Write(Labels, IdxBytes.Labels(1, 2, 3));
        Refused(Labels, "3 labels", "2 pictures", "do not belong together");
    }

    [Fact]
    public void Label_out_of_range_is_named_with_its_picture()
    {
        _folder.Write(Images, IdxBytes.Images(3, 2, 2));
        _folder.Write(Labels, IdxBytes.Labels(1, 10, 3));
        Refused(Labels, "label 10 of picture 1", "10 classes", "--num-classes");
        var options = new DatasetOptions { IdxClasses = 47 };
        Assert.Equal(47, DatasetReader.Open(_folder.Path, DatasetSplit.Train, options).Classes.Count);
    }

    [Theory]
    [InlineData(Images, "train-labels-idx1-ubyte")]
    [InlineData(Labels, "train-images-idx3-ubyte")]
    public void Missing_half_of_a_pair_is_named(string present, string missing)
    {
        _folder.Write(present, IdxBytes.Labels(1));
        Refused(_folder.Path, missing, "beside the others");
    }

    [Fact]
    public void Missing_split_is_named()
    {
        _folder.Write(Images, IdxBytes.Images(1, 2, 2));
        _folder.Write(Labels, IdxBytes.Labels(1));
        var exception = Assert.Throws<DatasetFormatException>(
            () => DatasetReader.Open(_folder.Path, DatasetSplit.Validation));
        Assert.Contains("t10k-images-idx3-ubyte", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_that_does_not_exist_and_file_are_refused()
    {
        var nowhere = Path.Combine(_folder.Path, "nowhere");
        Assert.Contains("does not exist", Assert.Throws<DatasetFormatException>(
            () => DatasetReader.Open(nowhere, DatasetSplit.Train)).Message, StringComparison.Ordinal);
        var file = _folder.Write("file", [1]);
        Assert.Contains("is a file", Assert.Throws<DatasetFormatException>(
            () => DatasetReader.Open(file, DatasetSplit.Train)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mutated_files_are_read_or_refused_and_nothing_else(bool zipped)
    {
        var random = new Random(1);
        int refused = 0, read = 0;
        for (var round = 0; round < 500; round++)
        {
            byte[][] files = [IdxBytes.Images(6, 7, 5), IdxBytes.Labels(0, 1, 2, 3, 4, 5)];
            for (var i = 0; i < files.Length; i++)
            {
                var file = zipped ? IdxBytes.Gzip(files[i]) : files[i];
                for (var change = random.Next(3); change > 0; change--)
                    file[random.Next(Math.Min(file.Length, 40))] = (byte)random.Next(256);
                files[i] = random.Next(8) == 0 ? file[..random.Next(file.Length)] : file;
            }
            _folder.Write(Images, files[0]);
            _folder.Write(Labels, files[1]);
            try
            {
                var dataset = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
                for (var i = 0; i < dataset.Count; i++)
                    Assert.NotEmpty(dataset.Load(i).Pixels);
                read++;
            }
            catch (DatasetFormatException)
            {
                refused++;
            }
        }
        Assert.NotEqual(0, refused);
        Assert.NotEqual(0, read);
    }

    private void Refused(string path, params string[] parts)
    {
        var exception = Assert.Throws<DatasetFormatException>(
            () => DatasetReader.Open(_folder.Path, DatasetSplit.Train));
        Assert.Equal(Path.Combine(_folder.Path, path), exception.Path);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    private static IEnumerable<int> LabelCounts(ImageDataset dataset) =>
        Enumerable.Range(0, dataset.Count).GroupBy(dataset.LabelOf).Select(group => group.Count());

    private static int Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var value in bytes)
            sum += value;
        return sum;
    }
}

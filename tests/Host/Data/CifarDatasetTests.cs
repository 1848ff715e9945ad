using GpuFormer.Data;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

public sealed class CifarDatasetTests : IDisposable
{
    private const int Plane = 32 * 32;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin/")]
    public void Ten_classes_are_read_from_five_files_and_one(string folder)
    {
        for (var file = 1; file <= 5; file++)
            _folder.Write($"{folder}data_batch_{file}.bin", Records(1, (byte)file, (byte)(file + 1)));
        _folder.Write($"{folder}test_batch.bin", Records(1, 9));
        _folder.Write($"{folder}batches.meta.txt",
            [.. "airplane\nautomobile\nbird\ncat\ndeer\n"u8, .. "dog\nfrog\nhorse\nship\ntruck\n\n"u8]);
        var train = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        Assert.Equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6], Enumerable.Range(0, train.Count).Select(train.LabelOf));
        Assert.Equal("airplane", train.Classes[0]);
        Assert.True(train.HasClassNames);
        Assert.EndsWith("data_batch_3.bin#1", train.NameOf(5), StringComparison.Ordinal);
        var test = DatasetReader.Open(_folder.Path, DatasetSplit.Validation);
        Assert.Equal((1, 9), (test.Count, test.LabelOf(0)));
        Assert.True(DatasetReader.HasSplit(_folder.Path, DatasetSplit.Validation));
    }

    [Fact]
    public void Planes_become_pixels()
    {
        _folder.Write("test_batch.bin", Records(1, 4));
        var image = DatasetReader.Open(_folder.Path, DatasetSplit.Validation).Load(0);
        Assert.Equal((32, 32), (image.Height, image.Width));
        Assert.Equal([0, 100, 200, 1, 101, 201], image.Pixels[..6]);
        Assert.Equal((Plane - 1) % 256, image.Pixels[^3]);
    }

    [Fact]
    public void Hundred_classes_have_fine_and_coarse_labels()
    {
        _folder.Write("train.bin", Records(2, 19, 99));
        _folder.Write("fine_label_names.txt", Names(100));
        _folder.Write("coarse_label_names.txt", Names(20));
        var fine = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        Assert.Equal((1, 100, 99), (fine.Count, fine.Classes.Count, fine.LabelOf(0)));
        var coarse = DatasetReader.Open(_folder.Path, DatasetSplit.Train, new() { CoarseLabels = true });
        Assert.Equal((20, 19), (coarse.Classes.Count, coarse.LabelOf(0)));
        Assert.Equal(fine.Load(0).Pixels, coarse.Load(0).Pixels);
    }

    [Fact]
    public void Without_a_file_of_names_the_classes_are_numbered_and_have_none()
    {
        _folder.Write("test_batch.bin", Records(1, 4));
        var data = DatasetReader.Open(_folder.Path, DatasetSplit.Validation);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), data.Classes);
        Assert.False(data.HasClassNames);
    }

    [Fact]
    public void Wrong_length_is_refused()
    {
        _folder.Write("test_batch.bin", [.. Records(1, 4), 0]);
        Refused(DatasetSplit.Validation, "3074 bytes", "get it again");
        _folder.Write("test_batch.bin", []);
        Refused(DatasetSplit.Validation, "0 bytes");
    }

    [Fact]
    public void Label_out_of_range_is_named()
    {
        _folder.Write("test_batch.bin", Records(1, 4, 10));
        Refused(DatasetSplit.Validation, "label 10 of picture 1", "10 classes");
    }

    [Fact]
    public void Files_of_different_lengths_are_refused()
    {
        for (var file = 1; file <= 5; file++)
            _folder.Write($"data_batch_{file}.bin", file == 4 ? Records(1, 1) : Records(1, 1, 2));
        Refused(DatasetSplit.Train, "data_batch_4.bin", "has 1 pictures");
    }

    [Fact]
    public void Missing_file_and_wrong_names_are_named()
    {
        _folder.Write("data_batch_1.bin", Records(1, 1));
        Refused(DatasetSplit.Train, "data_batch_2.bin");
        Refused(DatasetSplit.Validation, "test_batch.bin");
        _folder.Write("test_batch.bin", Records(1, 1));
        _folder.Write("batches.meta.txt", Names(9));
        Refused(DatasetSplit.Validation, "batches.meta.txt", "9 class names, not 10");
    }

    private void Refused(DatasetSplit split, params string[] parts)
    {
        var exception = Assert.Throws<DatasetFormatException>(() => DatasetReader.Open(_folder.Path, split));
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    // One record for each label, or with two label bytes one for each pair.
    private static byte[] Records(int labelBytes, params byte[] labels) =>
        [.. labels.Chunk(labelBytes).SelectMany(label => label.Concat(
            Enumerable.Range(0, 3 * Plane).Select(i => (byte)(i / Plane * 100 + i % Plane))))];

    private static byte[] Names(int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => System.Text.Encoding.UTF8.GetBytes($"name{i}\n"))];
}

using System.Formats.Tar;
using System.Text;
using GpuFormer.Data;
using Xunit;

namespace GpuFormer.Tests.Host.Data;

/// <summary>Shards of a WebDataset.</summary>
public sealed class WebDatasetTests : IDisposable
{
    private readonly Cli.TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_of_all_shards_have_their_classes_and_pixels()
    {
        Write("train-000000.tar", ("a/one.ppm", Picture(10)), ("a/one.cls", "2"u8.ToArray()), ("a/one.json", "{}"u8.ToArray()),
            ("two.cls", "0\n"u8.ToArray()), ("two.ppm", Picture(20)));
        Write("train-000001.tar", ("three.ppm", Picture(30)), ("three.cls", "1"u8.ToArray()));
        Write("val-000000.tar", ("four.ppm", Picture(40)), ("four.cls", "4"u8.ToArray()));
        var train = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
        Assert.Equal([2, 0, 1], Enumerable.Range(0, train.Count).Select(train.LabelOf));
        Assert.Equal([10, 20, 30], Enumerable.Range(0, train.Count).Select(i => (int)train.Load(i).Pixels[0]));
        Assert.EndsWith("train-000000.tar#a/one.ppm", train.NameOf(0), StringComparison.Ordinal);
        // Classes are those of both splits: the last one occurs in validation alone.
        var validation = DatasetReader.Open(_folder.Path, DatasetSplit.Validation);
        Assert.Equal(["0", "1", "2", "3", "4"], train.Classes);
        Assert.Equal(train.Classes, validation.Classes);
        Assert.True(DatasetReader.HasSplit(_folder.Path, DatasetSplit.Validation));
    }

    [Fact]
    public void Braces_name_shards_and_a_class_map_the_classes()
    {
        for (var i = 8; i < 12; i++)
            Write($"shard-{i:D3}.tar", ($"s{i}.ppm", Picture((byte)i)), ($"s{i}.cls", "1"u8.ToArray()));
        _folder.Write("classes.txt", "cat\ndog\n");
        var set = DatasetReader.Open(_folder.Path, DatasetSplit.Train, new DatasetOptions
        {
            SplitFolder = "shard-{009..011}.tar",
            ClassMap = _folder["classes.txt"],
        });
        Assert.Equal(3, set.Count);
        Assert.Equal("dog", set.Classes[set.LabelOf(0)]);
        Assert.True(set.HasClassNames);
        var missing = Assert.Throws<DatasetFormatException>(() => DatasetReader.Open(
            _folder.Path, DatasetSplit.Train, new DatasetOptions { SplitFolder = "shard-{009..012}.tar" }));
        Assert.Contains("shard-012.tar", missing.Message);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("1000000")]
    [InlineData(null)]
    public void A_picture_without_the_number_of_a_class_is_refused_by_name(string? label)
    {
        var files = new List<(string, byte[])> { ("one.ppm", Picture(1)) };
        if (label is not null)
            files.Add(("one.cls", Encoding.UTF8.GetBytes(label)));
        Write("train-0.tar", [.. files]);
        var fault = Assert.Throws<DatasetFormatException>(() => DatasetReader.Open(_folder.Path, DatasetSplit.Train));
        Assert.Contains("one.", fault.Message);
    }

    [Fact]
    public void Mutated_shards_are_read_or_refused_as_documented()
    {
        Write("train-0.tar", ("one.ppm", Picture(1)), ("one.cls", "0"u8.ToArray()), ("two.ppm", Picture(2)), ("two.cls", "1"u8.ToArray()));
        var whole = File.ReadAllBytes(_folder["train-0.tar"]);
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 2000; i++)
        {
            var bytes = whole[..(i % 3 == 0 ? random.Next(1, whole.Length) : whole.Length)];
            for (var j = 0; j < 3; j++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["train-0.tar"], bytes);
            try
            {
                var set = DatasetReader.Open(_folder.Path, DatasetSplit.Train);
                for (var k = 0; k < set.Count; k++)
                    set.Load(k);
            }
            catch (Exception exception) when (exception is DatasetFormatException or IOException
                or GpuFormer.Imaging.ImageFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 1999);
    }

    private void Write(string shard, params (string Name, byte[] Bytes)[] files)
    {
        using var stream = File.Create(_folder[shard]);
        using var tar = new TarWriter(stream, TarEntryFormat.Pax);
        foreach (var (name, bytes) in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
    }

    private static byte[] Picture(byte grey) =>
        [.. "P6 4 2 255\n"u8, .. Enumerable.Repeat(grey, 24)];
}

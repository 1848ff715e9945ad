using System.Buffers.Binary;
using System.Text;
using GpuFormer.Tests.Cli.Training;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Weights;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpuformer-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "model.safetensors");

    [Fact]
    public void Written_file_reads_back_with_names_metadata_and_values()
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "pt");
        writer.AddMetadata("quote \" and é", "line\nbreak 😀");
        writer.Add("stem.weight", new float[] { 1, -2, 3.5f, float.NaN, 5, 6 }, 2, 3);
        writer.Add("scalar", new float[] { 9 });
        writer.Add("none", ReadOnlyMemory<float>.Empty, 0, 4);
        writer.Add("名前 \\ \"x\"", DType.I64, [1], s => s.Write(BitConverter.GetBytes(-3L)));
        writer.Save(Target);

        using SafetensorsFile file = SafetensorsFile.Open(Target);
        Assert.Equal(["名前 \\ \"x\": I64 [1]", "none: F32 [0, 4]", "scalar: F32 []", "stem.weight: F32 [2, 3]"],
            file.Tensors.Select(t => t.ToString()).Order(StringComparer.Ordinal)
                .OrderByDescending(t => t.Contains("I64")));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal("line\nbreak 😀", file.Metadata["quote \" and é"]);
        var values = new float[6];
        file.ReadFloat32("stem.weight", values);
        Assert.Equal([1, -2, 3.5f, float.NaN, 5, 6], values);
        file.ReadFloat32("名前 \\ \"x\"", values.AsSpan(0, 1));
        Assert.Equal(-3, values[0]);
    }

    [Fact]
    public void Bytes_do_not_depend_on_the_order_of_adding()
    {
        var forward = new SafetensorsWriter();
        forward.AddMetadata("a", "1");
        forward.AddMetadata("b", "2");
        forward.Add("x", new float[] { 1 }, 1);
        forward.Add("y", DType.U8, [1], s => s.WriteByte(5));
        forward.Add("z", DType.F64, [], s => s.Write(BitConverter.GetBytes(2.0)));
        var backward = new SafetensorsWriter();
        backward.Add("z", DType.F64, [], s => s.Write(BitConverter.GetBytes(2.0)));
        backward.Add("y", DType.U8, [1], s => s.WriteByte(5));
        backward.Add("x", new float[] { 1 }, 1);
        backward.AddMetadata("b", "2");
        backward.AddMetadata("a", "1");
        Assert.Equal(Saved(forward), Saved(backward));
    }

    [Fact]
    public void Header_is_what_the_format_says_and_data_are_aligned()
    {
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "pt");
        writer.Add("b", DType.U8, [3], s => s.Write([7, 8, 9]));
        writer.Add("a", new float[] { 1, 2 }, 2);
        byte[] bytes = Saved(writer);

        int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},""" +
            "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]}}",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 64, 7, 8, 9], bytes[(8 + length)..]);
    }

    [Theory]
    [InlineData("exception")]
    [InlineData("too few bytes")]
    [InlineData("too many bytes")]
    public void Failure_leaves_the_old_file_and_nothing_else(string failure)
    {
        File.WriteAllText(Target, "the old content");
        var writer = new SafetensorsWriter();
        writer.Add("a", new float[100_000], 100_000);
        writer.Add("b", DType.F32, [2], failure switch
        {
            "exception" => _ => throw new IOException("no space"),
            "too few bytes" => s => s.Write(new byte[7]),
            _ => s => s.Write(new byte[9]),
        });

        Exception? thrown = Record.Exception(() => writer.Save(Target));

        Assert.IsType(failure == "exception" ? typeof(IOException) : typeof(InvalidOperationException), thrown);
        Assert.Equal("the old content", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Saving_replaces_the_old_file()
    {
        File.WriteAllText(Target, "the old content");
        var writer = new SafetensorsWriter();
        writer.Add("a", new float[] { 4 }, 1);
        writer.Save(Target);
        using SafetensorsFile file = SafetensorsFile.Open(Target);
        Assert.Equal("a", file.Tensors[0].Name);
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    // On Windows an open file cannot be replaced: the writer then throws an IOException.
    [UnixFact]
    public void Open_file_can_be_replaced_and_keeps_its_content()
    {
        var first = new SafetensorsWriter();
        first.Add("a", new float[] { 1 }, 1);
        first.Save(Target);
        using SafetensorsFile open = SafetensorsFile.Open(Target);
        var second = new SafetensorsWriter();
        second.Add("a", new float[] { 2 }, 1);
        second.Save(Target);
        var value = new float[1];
        open.ReadFloat32("a", value);
        Assert.Equal(1, value[0]);
    }

    [Fact]
    public void Absent_folder_is_a_place_that_cannot_be_written_and_no_missing_input()
    {
        var writer = new SafetensorsWriter();
        var exception = Assert.Throws<IOException>(() => writer.Save(Path.Combine(_folder, "none", "m.safetensors")));
        Assert.Contains("its folder does not exist", exception.Message);
    }

    [Fact]
    public void Unfit_names_and_shapes_are_refused()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", new float[1], 1);
        writer.AddMetadata("k", "v");
        Assert.Throws<ArgumentException>(() => writer.Add("a", new float[1], 1));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", new float[1], 1));
        Assert.Throws<ArgumentException>(() => writer.Add("\ud800", new float[1], 1));
        Assert.Throws<ArgumentException>(() => writer.Add("b", new float[2], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("b", DType.F32, [-1], _ => { }));
        Assert.Throws<ArgumentException>(() => writer.AddMetadata("k", "w"));
        Assert.Throws<ArgumentException>(() => writer.AddMetadata("l", "\udc00"));
    }

    private static byte[] Saved(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}

using System.Buffers.Binary;
using GpuFormer.Weights;
using Xunit;
using static GpuFormer.Tests.Host.Weights.SafetensorsBytes;

namespace GpuFormer.Tests.Host.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpuformer-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tensors_come_in_the_order_of_their_bytes_with_type_and_shape()
    {
        string header =
            $"{{{Entry("b", "F32", "2,1", 2, 10)},{Entry("a", "U8", "2", 0, 2)},{Entry("c", "I64", "", 10, 18)}}}";
        using SafetensorsFile file = SafetensorsFile.Open(Of(header, 18), "m");
        Assert.Equal(["a: U8 [2]", "b: F32 [2, 1]", "c: I64 []"], file.Tensors.Select(t => t.ToString()));
        Assert.Equal([1, 2], file.GetBytes("a").ToArray());
        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10], file.GetBytes("b").ToArray());
        Assert.Equal(1, file.Tensors[2].ElementCount);
    }

    [Fact]
    public void Empty_tensors_scalars_padding_and_escapes_are_accepted()
    {
        string header =
            $$"""
            {"__metadata__":{"for\u006dat":"p\u0074 \ud83d\ude00"},{{Entry("none", "F32", "0,7", 0, 0)}},
            {{Entry(@"sca\u006car", "F16", "", 0, 2)}},{{Entry("last", "BOOL", "3,0", 2, 2)}}}
            """ + "     ";
        using SafetensorsFile file = SafetensorsFile.Open(Of(header, 2), "m");
        Assert.Equal("pt 😀", file.Metadata["format"]);
        Assert.Equal(["none", "scalar", "last"], file.Tensors.Select(t => t.Name));
        Assert.Equal(0, file.GetBytes("none").Length);
        file.ReadFloat32("last", []);
    }

    [Fact]
    public void File_without_tensors_is_accepted()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Of("{}"), "m");
        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Every_type_is_read_as_float32()
    {
        var writer = new SafetensorsWriter();
        Add(writer, DType.F64, BitConverter.GetBytes(-0.1));
        Add(writer, DType.F32, BitConverter.GetBytes(1.5f));
        Add(writer, DType.F16, BitConverter.GetBytes((Half)(-2.25f)));
        Add(writer, DType.BF16, [0x49, 0x40]);
        Add(writer, DType.I64, BitConverter.GetBytes(-5_000_000_000L));
        Add(writer, DType.I32, BitConverter.GetBytes(-7));
        Add(writer, DType.I16, BitConverter.GetBytes((short)-300));
        Add(writer, DType.I8, [0x80]);
        Add(writer, DType.U8, [200]);
        Add(writer, DType.U16, BitConverter.GetBytes((ushort)65535));
        Add(writer, DType.U32, BitConverter.GetBytes(4_000_000_000u));
        Add(writer, DType.U64, BitConverter.GetBytes(1UL << 63));
        Add(writer, DType.BOOL, [1]);
        using SafetensorsFile file = SafetensorsFile.Open(Saved(writer), "m");

        float[] expected =
        [
            -0.1f, 1.5f, -2.25f, 3.140625f, -5_000_000_000f, -7, -300, -128, 200, 65535, 4_000_000_000f,
            9.223372e18f, 1,
        ];
        var value = new float[1];
        foreach (DType type in Enum.GetValues<DType>().Where(type => type.IsReadable()))
        {
            file.ReadFloat32(type.Spelling(), value);
            Assert.Equal(expected[(int)type], value[0]);
        }
    }

    [Fact]
    public void Every_half_pattern_converts_as_the_formula_of_IEEE_754()
    {
        var stored = new byte[2 * 65536];
        for (int i = 0; i < 65536; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(2 * i), (ushort)i);
        var values = new float[65536];
        TensorConversion.ToFloat32(DType.F16, stored, values);

        for (int i = 0; i < 65536; i++)
        {
            int exponent = (i >> 10) & 31, fraction = i & 1023;
            double magnitude = exponent switch
            {
                0 => fraction * Math.Pow(2, -24),
                31 => fraction == 0 ? double.PositiveInfinity : double.NaN,
                _ => (1024 + fraction) * Math.Pow(2, exponent - 25),
            };
            Assert.Equal((float)(i < 32768 ? magnitude : -magnitude), values[i]);
        }
    }

    [Fact]
    public void Every_bfloat16_pattern_is_the_upper_half_of_a_float32()
    {
        var stored = new byte[2 * 65536];
        for (int i = 0; i < 65536; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(stored.AsSpan(2 * i), (ushort)i);
        var values = new float[65536];
        TensorConversion.ToFloat32(DType.BF16, stored, values);

        for (int i = 0; i < 65536; i++)
        {
            int exponent = (i >> 7) & 255, fraction = i & 127;
            double magnitude = exponent switch
            {
                0 => fraction * Math.Pow(2, -133),
                255 => fraction == 0 ? double.PositiveInfinity : double.NaN,
                _ => (128 + fraction) * Math.Pow(2, exponent - 134),
            };
            Assert.Equal((float)(i < 32768 ? magnitude : -magnitude), values[i]);
        }
    }

    [Fact]
    public void Unaligned_tensor_is_read()
    {
        string header = $"{{{Entry("a", "U8", "1", 0, 1)},{Entry("b", "F32", "1", 1, 5)}}}";
        byte[] bytes = Of(header, 5);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(bytes.Length - 4), 42f);
        using SafetensorsFile file = SafetensorsFile.Open(bytes, "m");
        var value = new float[1];
        file.ReadFloat32("b", value);
        Assert.Equal(42f, value[0]);
    }

    [Fact]
    public void Tensor_of_a_file_is_read_into_the_callers_memory()
    {
        const int Elements = 4 << 20;
        string path = Path.Combine(_folder, "large.safetensors");
        var values = new float[Elements];
        values[^1] = 7;
        var writer = new SafetensorsWriter();
        writer.Add("large", values, Elements);
        writer.Save(path);

        long before = GC.GetAllocatedBytesForCurrentThread();
        using SafetensorsFile file = SafetensorsFile.Open(path);
        file.ReadFloat32("large", values);
        file.CopyTo("large", Stream.Null);
        Assert.Equal(7f, values[^1]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 * 1024);
    }

    [Fact]
    public void Tensor_longer_than_one_piece_is_read_whole()
    {
        const int Elements = (1 << 20) + 3;
        var values = new float[Elements];
        for (int i = 0; i < Elements; i++)
            values[i] = i;
        var writer = new SafetensorsWriter();
        writer.Add("x", values, Elements);
        using SafetensorsFile file = SafetensorsFile.Open(Saved(writer), "m");
        var read = new float[Elements];
        file.ReadFloat32("x", read);
        Assert.Equal(values, read);

        using var copy = new MemoryStream();
        file.CopyTo("x", copy);
        Assert.True(file.GetBytes("x").SequenceEqual(copy.ToArray()));
    }

    [Fact]
    public void Truncated_file_is_refused_with_its_name()
    {
        var writer = new SafetensorsWriter();
        writer.Add("head.weight", new float[64], 8, 8);
        byte[] whole = Saved(writer);
        string path = Path.Combine(_folder, "cut.safetensors");
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var refusal = Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(path));
            Assert.StartsWith(path, refusal.Message);
        }
    }

    [Fact]
    public void Absent_tensor_wrong_length_and_closed_file_are_errors_of_the_caller()
    {
        SafetensorsFile file = SafetensorsFile.Open(Of($"{{{Entry("a", "U8", "2", 0, 2)}}}", 2), "m");
        Assert.Contains("'b'", Assert.Throws<ModelFormatException>(() => file.GetBytes("b")).Message);
        Assert.Throws<ArgumentException>(() => file.ReadFloat32("a", new float[3]));
        Assert.False(file.TryGet("b", out _));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.GetBytes("a"));
        file.Dispose();
    }

    [Fact]
    public void Absent_file_and_folder_are_told_apart()
    {
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(Path.Combine(_folder, "none.safetensors")));
        Assert.Throws<ModelFormatException>(() => SafetensorsFile.Open(_folder));
    }

    private static void Add(SafetensorsWriter writer, DType type, byte[] element) =>
        writer.Add(type.Spelling(), type, [1], stream => stream.Write(element));

    private static byte[] Saved(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.Save(stream);
        return stream.ToArray();
    }
}

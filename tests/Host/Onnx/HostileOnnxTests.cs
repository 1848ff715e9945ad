using GpuFormer.Onnx;
using GpuFormer.Weights;
using Xunit;

namespace GpuFormer.Tests.Host.Onnx;

/// <summary>Graphs that name nothing where their operators need something.</summary>
public sealed class HostileOnnxTests
{
    [Theory]
    [InlineData("noname.onnx")]
    [InlineData("noname2.onnx")]
    public void Required_input_without_a_name_is_refused(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Data", "Hostile", name);
        Assert.StartsWith(path, Assert.Throws<ModelFormatException>(() => OnnxCheck.Check(path)).Message);
    }

    // By their numbers in the schema: node, initializer, input, output and value_info of GraphProto, metadata of the
    // model, and input, output and attribute of a NodeProto.
    [Theory]
    [InlineData("nodes", 100_000, 7, 1)]
    [InlineData("constants", 100_000, 7, 5)]
    [InlineData("inputs", 100_000, 7, 11)]
    [InlineData("outputs", 100_000, 7, 12)]
    [InlineData("values", 100_000, 7, 13)]
    [InlineData("entries of metadata", 100_000, 14)]
    [InlineData("inputs of a node", 100_000, 7, 1, 1)]
    [InlineData("outputs of a node", 100_000, 7, 1, 2)]
    [InlineData("attributes of a node", 100_000, 7, 1, 5)]
    public void More_entries_than_any_network_has_are_refused_before_they_take_memory(
        string what, int most, params int[] fields)
    {
        // As small as each can be: a constant and an attribute need a type.
        byte[] entry = fields[^1] == 5 ? fields.Length == 2 ? [16, 1] : [0xa0, 1, 2] : [];
        byte[] File(int count) =>
            Nested([.. Enumerable.Repeat(Field(fields[^1], entry), count).SelectMany(bytes => bytes)], fields[..^1]);
        var file = File(30 * most);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = Assert.Throws<ModelFormatException>(() => OnnxCheck.Check(file, "m.onnx"));
        Assert.StartsWith($"m.onnx: has more than {most} {what}", refusal.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        // As many as may be are refused for other reasons alone.
        file = File(most);
        Assert.DoesNotContain(
            "has more than", Assert.Throws<ModelFormatException>(() => OnnxCheck.Check(file, "m")).Message);
    }

    private static byte[] Nested(byte[] bytes, int[] fields) =>
        fields.Reverse().Aggregate(bytes, (inner, field) => Field(field, inner));

    private static byte[] Field(int number, byte[] bytes)
    {
        var tag = (number << 3) | 2;
        return [.. Varint(tag), .. Varint(bytes.Length), .. bytes];
    }

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value > 127; value >>= 7)
            bytes.Add((byte)(value | 128));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}

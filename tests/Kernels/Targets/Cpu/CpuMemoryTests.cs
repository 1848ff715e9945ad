using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Cpu;

public sealed class CpuMemoryTests
{
    public static TheoryData<int> Widths => CpuProgramRun.Widths;

    private static readonly int[] Strides = [0, 1, 3];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Half_precision_loads_are_exact_for_every_number(int lanes)
    {
        foreach (var stride in Strides)
        {
            var halves = Enumerable.Range(0, 65536).Select(i => (ushort)i).ToArray();
            var (input, output) = Copy(ElementType.Float16, ElementType.Float32, stride, new(16), lanes, halves,
                new float[65536 / Math.Max(stride, 1) / 16 * 16]);
            for (var i = 0; i < output.Length; i++)
            {
                var expected = (float)BitConverter.UInt16BitsToHalf(input[Index(i, stride)]);
                Assert.True(expected.Equals(output[i]),
                    $"{lanes} lanes, stride {stride}: element {i} is {output[i]}, not {expected}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Half_precision_stores_round_to_nearest_even(int lanes)
    {
        var inputs = Enumerable.Range(0, 4096).Select(i => BitConverter.Int32BitsToSingle(i * 1048573)).ToArray();
        var (_, output) = Copy(ElementType.Float32, ElementType.Float16, 1, new(16), lanes, inputs, new ushort[4096]);
        for (var i = 0; i < output.Length; i++)
        {
            var (expected, actual) = ((Half)inputs[i], BitConverter.UInt16BitsToHalf(output[i]));
            Assert.True(expected.Equals(actual), $"{lanes} lanes: {inputs[i]} became {actual}, not {expected}.");
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Narrow_integers_widen_when_loaded_and_keep_low_bits_when_stored(int lanes)
    {
        foreach (var shape in new GroupShape[] { new(16), new(8), new(5) })
        {
            foreach (var stride in Strides)
            {
                var bytes = Enumerable.Range(0, 240).Select(i => (byte)(i * 7)).ToArray();
                var count = bytes.Length / Math.Max(stride, 1);
                var (_, signed) = Copy(ElementType.Int8, ElementType.Int32, stride, shape, lanes,
                    [.. bytes.Select(b => (sbyte)b)], new int[count]);
                var (_, unsigned) = Copy(ElementType.UInt8, ElementType.Int32, stride, shape, lanes,
                    bytes, new int[count]);
                var shorts = bytes.Select(b => (short)(b * 301)).ToArray();
                var (_, wide) = Copy(ElementType.Int16, ElementType.Int32, stride, shape, lanes,
                    shorts, new int[count]);
                for (var i = 0; i < count; i++)
                {
                    var at = stride == 0 ? i / shape.X : i * stride;
                    Assert.Equal((sbyte)bytes[at], signed[i]);
                    Assert.Equal(bytes[at], unsigned[i]);
                    Assert.Equal(shorts[at], wide[i]);
                }
            }

            var integers = Enumerable.Range(0, 240).Select(i => i * 65537 * 3).ToArray();
            var (_, low) = Copy(ElementType.Int32, ElementType.UInt8, 1, shape, lanes, integers, new byte[240]);
            var (_, half) = Copy(ElementType.Int32, ElementType.UInt16, 1, shape, lanes, integers, new ushort[240]);
            Assert.Equal(integers.Select(i => (byte)i), low);
            Assert.Equal(integers.Select(i => (ushort)i), half);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Lanes_that_do_not_run_touch_no_memory(int lanes)
    {
        // Far outside of the view for all lanes but the first two.
        var f = new FunctionBuilder(new(16));
        var (x, y) = (f.View("x", ElementType.Float32), f.View("y", ElementType.Float32));
        foreach (var far in new[] { 1 << 26, 1 })
        {
            var index = f.Mul(f.LaneX, f.Int(far));
            f.If(f.Less(index, f.Int(2)), () =>
            {
                f.Store(y, index, f.Load(x, index));
                return [];
            });
        }

        var output = new float[2];
        CpuProgramRun.Run(f.Function, lanes, new(1), new[] { 3f, 4f }, output);
        Assert.Equal([3f, 4f], output);
    }

    [Fact]
    public void Too_many_local_references_are_refused_with_their_number()
    {
        var f = new FunctionBuilder(new(8));
        var (x, y) = (f.View("x", ElementType.Float32), f.View("y", ElementType.Float32));
        var values = Enumerable.Range(0, 1200).Select(i => f.Load(x, f.Add(f.LaneX, f.Int(i * 8)))).ToArray();
        for (var turn = 0; turn < 8; turn++)
        {
            f.Store(y, f.Add(f.LaneX, f.Int(turn * 8)), values.Aggregate((a, b) =>
            {
                var sum = f.Binary(BinaryOperator.Add, a, b);
                f.Let(sum);
                return f.Binary(BinaryOperator.Multiply, sum, f.Float(turn + 2));
            }));
        }

        var error = Assert.Throws<KernelCompilationException>(() => CpuTarget.Compile(f.Function));
        Assert.Equal("GF4001", error.Code);
        Assert.Contains("local variables", error.Message);
    }

    [Fact]
    public void Description_lists_the_program()
    {
        var f = new FunctionBuilder(new(8), "Copy");
        var (x, y) = (f.View("x", ElementType.Float32), f.View("y", ElementType.Float32));
        f.Store(y, f.GlobalX, f.Load(x, f.GlobalX));
        var text = CpuTarget.Describe(f.Function, 8);
        Assert.StartsWith("Copy, group 8x1x1: 8 lanes, 1 vectors per group", text);
        Assert.Contains("Vector256<Single>", text);
    }

    private static int Index(int i, int stride) => stride == 0 ? i / 16 : i * stride;

    // y[i] = x[i * stride], or x[group] for stride 0.
    private static (TIn[] Input, TOut[] Output) Copy<TIn, TOut>(
        ElementType from, ElementType to, int stride, GroupShape shape, int lanes, TIn[] input, TOut[] output)
    {
        var f = new FunctionBuilder(shape);
        var (x, y) = (f.View("x", from), f.View("y", to));
        var source = stride == 0 ? f.GridX : f.Mul(f.GlobalX, f.Int(stride));
        f.Store(y, f.GlobalX, f.Load(x, source));
        CpuProgramRun.Run(f.Function, lanes, new(output.Length / shape.X), input, output);
        return (input, output);
    }
}

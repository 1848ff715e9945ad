using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Kernels.Compiler.Targets.SpirV;
using GpuFormer.Tests.Kernels.Compiler.Passes;
using GpuFormer.Tests.Kernels.Targets.Cpu;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.SpirV;

public sealed class SpirVTargetTests
{
    private static readonly SpirVOptions Everything = new()
    {
        Has8BitStorage = true,
        Has16BitStorage = true,
        PreservesSpecialFloats = true,
        PreservesDenormals = true,
        RoundsToNearestEven = true,
    };

    public static TheoryData<bool> Capable => [false, true];

    [SpirVValTheory]
    [MemberData(nameof(Capable))]
    public void Every_operator_is_valid(bool capable)
    {
        foreach (var type in Enum.GetValues<ScalarType>())
        {
            var builder = new FunctionBuilder(new(4, 2, 3));
            var (a, b) = (builder.Scalar("a", type), builder.Scalar("b", type));
            var y = builder.View("y", ElementType.Int32);
            foreach (var op in Enum.GetValues<UnaryOperator>().Where(op => Takes(op, type)))
                StoreBits(builder, y, builder.Values.Unary(op, a));
            foreach (var op in Enum.GetValues<BinaryOperator>().Where(op => Takes(op, type)))
                StoreBits(builder, y, builder.Values.Binary(op, a, b));
            StoreBits(builder, y, builder.Values.Select(builder.Values.Binary(BinaryOperator.Equal, a, b), a, b));
            if (type == ScalarType.Float32)
                StoreBits(builder, y, builder.Values.FusedMultiplyAdd(a, b, a));
            SpirVVal.Check(SpirVTarget.Write(builder.Function, capable ? Everything : SpirVOptions.Portable));
        }
    }

    [SpirVValTheory]
    [MemberData(nameof(Capable))]
    public void Every_memory_and_built_in_is_valid(bool capable)
    {
        var builder = new FunctionBuilder(new(8));
        var index = Enum.GetValues<BuiltIn>().Select(builder.Values.BuiltIn)
            .Aggregate((Value)builder.Int(0), builder.Add);
        foreach (var element in Enum.GetValues<ElementType>())
        {
            var view = builder.View($"view{element}", element);
            var shared = builder.SharedArray($"shared{element}", element, 5);
            builder.Store(shared, index, builder.Load(view, builder.Add(index, builder.Values.Length(view))));
            builder.Barrier();
            var loaded = builder.Load(shared, builder.Int(1));
            if (capable || element.Size() == 4)
                builder.Store(view, index, loaded);
            if (element.Size() != 4)
                continue;
            builder.Emit(new AtomicAdd(view, index, loaded));
            builder.Emit(new AtomicAdd(shared, index, loaded));
        }

        SpirVVal.Check(SpirVTarget.Write(builder.Function, capable ? Everything : SpirVOptions.Portable));
    }

    [SpirVValTheory]
    [MemberData(nameof(Capable))]
    public void Random_control_flow_is_valid(bool capable)
    {
        for (var seed = 0; seed < 40; seed++)
            SpirVVal.Check(SpirVTarget.Write(Random(seed), capable ? Everything : SpirVOptions.Portable));
    }

    [Fact]
    public void Function_gives_the_same_words_every_time() => Assert.Equal(
        SpirVTarget.Write(Random(3), Everything).Words, SpirVTarget.Write(Random(3), Everything).Words);

    [Fact]
    public void Parts_of_words_are_not_written_without_the_capability()
    {
        var builder = new FunctionBuilder(new(1), "Bytes");
        builder.Store(builder.View("picture", ElementType.UInt8), builder.Int(0), builder.Int(1));
        var refusal = Assert.Throws<KernelCompilationException>(
            () => SpirVTarget.Write(builder.Function, SpirVOptions.Portable));
        Assert.Equal("GF0050", refusal.Code);
        Assert.Contains("'picture'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Layout_names_what_is_read_alone()
    {
        var builder = new FunctionBuilder(new(1));
        var (unused, x) = (builder.View("unused", ElementType.Float32), builder.View("x", ElementType.Float32));
        var (y, n) = (builder.View("y", ElementType.UInt8), builder.Scalar("n", ScalarType.Int32));
        builder.Store(x, builder.Add(builder.Values.Length(unused), n), builder.Float(1));
        var module = SpirVTarget.Write(builder.Function, SpirVOptions.Portable);
        Assert.Equal((1, 3, true), (module.ViewBindings, module.ArgumentWords, module.ArgumentsInPushConstants));
        Assert.Equal([-1, 0, -1, -1], module.Parameters.Select(parameter => parameter.Binding));
        Assert.Equal(1, module.Parameters[y.Index].ElementSize);
        var parameters = module.Parameters;
        int[] slots = [parameters[0].LengthSlot, parameters[1].OffsetSlot, parameters[3].ScalarSlot];
        Assert.Equal([0, 1, 2], slots.Order());
    }

    private static KernelFunction Random(int seed) => KernelPipeline.Run(
        RandomFunctions.Make(seed, indexByCounter: false), new PipelineOptions { Unrolling = Unrolling.None });

    private static bool Takes(UnaryOperator op, ScalarType type) => op switch
    {
        UnaryOperator.Negate => type != ScalarType.Boolean,
        UnaryOperator.Not => type != ScalarType.Float32,
        UnaryOperator.Absolute => type is ScalarType.Int32 or ScalarType.Float32,
        UnaryOperator.SquareRoot or UnaryOperator.Floor or UnaryOperator.FloatToInt or UnaryOperator.RoundToHalf =>
            type == ScalarType.Float32,
        UnaryOperator.UIntToFloat => type == ScalarType.UInt32,
        UnaryOperator.BitsToInt or UnaryOperator.BitsToUInt or UnaryOperator.BitsToFloat => type != ScalarType.Boolean,
        UnaryOperator.BoolToInt => type == ScalarType.Boolean,
        UnaryOperator.IntToFloat or UnaryOperator.SignExtend8 or UnaryOperator.ZeroExtend8
            or UnaryOperator.SignExtend16 or UnaryOperator.ZeroExtend16 => type == ScalarType.Int32,
    };

    private static bool Takes(BinaryOperator op, ScalarType type) => op switch
    {
        BinaryOperator.Equal or BinaryOperator.NotEqual => true,
        BinaryOperator.Remainder or BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight =>
            type is ScalarType.Int32 or ScalarType.UInt32,
        BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Xor => type != ScalarType.Float32,
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.Divide
            or BinaryOperator.Maximum or BinaryOperator.Minimum or BinaryOperator.Less or BinaryOperator.LessOrEqual
            or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => type != ScalarType.Boolean,
    };

    private static void StoreBits(FunctionBuilder builder, ViewParameter y, Value value) => builder.Store(
        y, builder.Int(0), builder.Values.Unary(
            value.Type == ScalarType.Boolean ? UnaryOperator.BoolToInt : UnaryOperator.BitsToInt, value));
}

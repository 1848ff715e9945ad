using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Tests.Kernels.Targets.Cpu;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

public sealed class PtxTargetTests
{
    [Fact]
    public void A_product_and_a_sum_round_on_their_own()
    {
        var builder = new FunctionBuilder(new(8));
        var (x, y) = (builder.View("x", ElementType.Float32), builder.View("y", ElementType.Float32));
        var value = builder.Load(x, builder.GlobalX);
        builder.Store(y, builder.GlobalX, builder.Add(builder.Mul(value, value), value));
        var text = PtxTarget.Write(builder.Function).Text;
        Assert.Contains("mul.rn.f32", text);
        Assert.Contains("add.rn.f32", text);
        Assert.DoesNotContain("fma", text);
    }

    [Fact]
    public void What_is_never_written_is_read_through_the_read_only_cache()
    {
        var builder = new FunctionBuilder(new(8));
        var (x, y) = (builder.View("x", ElementType.Float32), builder.View("y", ElementType.Float32));
        var sum = builder.Add(builder.Load(x, builder.GlobalX), builder.Load(y, builder.GlobalX));
        builder.Store(y, builder.GlobalX, sum);
        var text = PtxTarget.Write(builder.Function).Text;
        Assert.Single(Lines(text, "ld.global.nc.f32"));
        Assert.Single(Lines(text, "ld.global.f32"));
    }

    [Fact]
    public void The_constant_part_of_an_index_is_part_of_the_instruction()
    {
        var builder = new FunctionBuilder(new(8));
        var (x, y) = (builder.View("x", ElementType.Float32), builder.View("y", ElementType.Float32));
        builder.Store(y, builder.Int(3), builder.Load(x, builder.Add(builder.LaneX, builder.Int(-2))));
        builder.Store(y, builder.Int(4), builder.Load(x, builder.Add(builder.LaneX, builder.Int(5))));
        var text = PtxTarget.Write(builder.Function).Text;
        Assert.Single(Lines(text, "mad.wide.s32"));
        Assert.Single(Lines(text, "+-8];"));
        Assert.Single(Lines(text, "+20];"));
        Assert.Single(Lines(text, "+12], "));
    }

    [Fact]
    public void A_short_branch_is_a_predicate()
    {
        var builder = new FunctionBuilder(new(8));
        var y = builder.View("y", ElementType.Int32);
        builder.If(builder.Binary(BinaryOperator.Less, builder.LaneX, builder.Int(5)), () =>
        {
            builder.Store(y, builder.LaneX, builder.LaneX);
            return [];
        });
        var text = PtxTarget.Write(builder.Function).Text;
        Assert.Single(Lines(text, "@%p1 st.global.u32"));
        Assert.Empty(Lines(text, "bra"));
    }

    [Fact]
    public void The_interpreter_refuses_registers_of_another_kind_and_unknown_instructions()
    {
        var builder = new FunctionBuilder(new(8));
        var y = builder.View("y", ElementType.Float32);
        builder.Store(y, builder.LaneX, builder.Mul(builder.Load(y, builder.LaneX), builder.Float(2)));
        var text = PtxTarget.Write(builder.Function).Text;
        Assert.NotNull(new PtxInterpreter(text));
        Assert.Throws<FormatException>(
            () => new PtxInterpreter(text.Replace("mul.rn.f32", "mul.lo.s32", StringComparison.Ordinal)));
        Assert.Throws<FormatException>(
            () => new PtxInterpreter(text.Replace("mul.rn.f32", "mul.f32.rn", StringComparison.Ordinal)));
        Assert.Throws<FormatException>(
            () => new PtxInterpreter(text.Replace(".reg .f32 %f<3>", ".reg .f32 %f<2>", StringComparison.Ordinal)));
    }

    private static string[] Lines(string text, string part) =>
        [.. text.Split('\n').Where(line => line.Contains(part, StringComparison.Ordinal))];
}

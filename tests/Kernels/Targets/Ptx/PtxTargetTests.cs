using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Launch;
using GpuFormer.Tests.Host.Devices;
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
        Assert.Single(Lines(text, "@%p2 st.global.u32"));
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

    [Theory]
    [InlineData(4, 0, "v4.f32")]
    [InlineData(2, 0, "v2.f32")]
    [InlineData(4, 2, "v2.f32")]
    [InlineData(4, 1, "ld.global.nc.f32")]
    [InlineData(1, 0, "ld.global.nc.f32")]
    public void Loads_side_by_side_are_one_where_the_index_is_a_multiple(int factor, int offset, string expected)
    {
        var builder = new FunctionBuilder(new(8));
        builder.View("before", ElementType.Float32);
        var (from, to) = (builder.View("x", ElementType.Float32), builder.View("y", ElementType.Float32));
        var start = builder.Mul(builder.GlobalX, builder.Int(factor));
        var sum = Enumerable.Range(0, 4)
            .Select(i => builder.Load(from, builder.Add(start, builder.Int(offset + i)))).Aggregate(builder.Add);
        builder.Store(to, builder.GlobalX, sum);
        Assert.NotEmpty(Lines(PtxTarget.Write(builder.Function).Text, expected));
        var values = Enumerable.Range(0, 8).Select(i => Enumerable.Range((factor * i) + offset, 4).Sum()).ToArray();

        // After one element x is not aligned: the launch falls back to single loads.
        using var device = new PtxInterpreterDevice();
        foreach (var before in new[] { 4, 1 })
        {
            var (x, y) = (Enumerable.Range(0, 64).Select(i => (float)i).ToArray(), new float[8]);
            FunctionRun.Run(device, builder.Function, new(1), new float[before], x, y);
            Assert.Equal(values.Select(v => (float)v), y);
        }
    }

    [Fact]
    public void Stores_side_by_side_are_one_and_a_load_between_parts_them()
    {
        var builder = new FunctionBuilder(new(8));
        var y = builder.View("y", ElementType.Float32);
        var start = builder.Mul(builder.GlobalX, builder.Int(4));
        for (var i = 0; i < 4; i++)
            builder.Store(y, builder.Add(start, builder.Int(i)), builder.Float(i));
        Assert.Single(Lines(PtxTarget.Write(builder.Function).Text, "st.global.v4.f32"));

        builder = new FunctionBuilder(new(8));
        y = builder.View("y", ElementType.Float32);
        start = builder.Mul(builder.GlobalX, builder.Int(4));
        for (var i = 0; i < 4; i++)
        {
            var before = builder.Load(y, builder.GlobalX);
            builder.Store(y, builder.Add(start, builder.Int(i)), before);
        }

        Assert.Empty(Lines(PtxTarget.Write(builder.Function).Text, "{%"));
    }

    [Fact]
    public void What_a_loop_carries_is_a_multiple_if_all_that_comes_to_it_is()
    {
        Assert.NotEmpty(Lines(Walk(8), "ld.global.nc.v4.f32"));
        Assert.NotEmpty(Lines(Walk(6), "ld.global.nc.v2.f32"));
        Assert.Empty(Lines(Walk(5), "{%"));

        static string Walk(int step)
        {
            var builder = new FunctionBuilder(new(8));
            var (x, y) = (builder.View("x", ElementType.Float32), builder.View("y", ElementType.Float32));
            var results = builder.While([builder.Int(0), builder.Float(0)],
                carried => builder.Less(carried[0], builder.Int(64)),
                carried =>
                {
                    var sum = Enumerable.Range(0, 4).Aggregate(carried[1], (total, i) =>
                        builder.Add(total, builder.Load(x, builder.Add(carried[0], builder.Int(i)))));
                    return [builder.Add(carried[0], builder.Int(step)), sum];
                });
            builder.Store(y, builder.GlobalX, results[1]);
            return PtxTarget.Write(builder.Function).Text;
        }
    }

    [Theory]
    [InlineData(PtxOptions.Lowest, 1, "bar.sync 0")]
    [InlineData(PtxOptions.IndependentThreads, 16, "bar.warp.sync")]
    public void Narrow_groups_share_a_block_where_each_can_wait_alone(int architecture, int groups, string barrier)
    {
        // Each lane hands its number to the next one through shared memory.
        var builder = new FunctionBuilder(new(8));
        var y = builder.View("y", ElementType.Int32);
        var shared = builder.SharedArray("shared", ElementType.Int32, 8);
        builder.Store(shared, builder.LaneX, builder.GlobalX);
        builder.Barrier();
        var next = builder.Binary(BinaryOperator.Remainder, builder.Add(builder.LaneX, builder.Int(1)), builder.Int(8));
        builder.Store(y, builder.GlobalX, builder.Load(shared, next));
        var options = new PtxOptions(architecture);
        var program = PtxTarget.Write(builder.Function, options);
        Assert.Equal(groups, program.MostGroups);
        Assert.Single(Lines(program.Text, barrier));

        var result = new int[7 * 8];
        using var device = new PtxInterpreterDevice(options);
        FunctionRun.Run(device, builder.Function, new(7), result);
        Assert.Equal(Enumerable.Range(0, 56).Select(i => (i / 8 * 8) + ((i + 1) % 8)), result);
    }

    [Fact]
    public void A_group_finds_its_place_in_grids_of_any_shape()
    {
        var builder = new FunctionBuilder(new(1));
        var y = builder.View("y", ElementType.Int32);
        BuiltInValue Of(BuiltIn kind) => (BuiltInValue)builder.Values.BuiltIn(kind);
        var row = builder.Add(builder.Mul(Of(BuiltIn.GridIndexZ), Of(BuiltIn.GridSizeY)), Of(BuiltIn.GridIndexY));
        var at = builder.Add(builder.Mul(row, Of(BuiltIn.GridSizeX)), Of(BuiltIn.GridIndexX));
        builder.Store(y, at, builder.Add(at, builder.Int(1)));
        using var device = new PtxInterpreterDevice();
        foreach (var grid in new LaunchShape[] { new(1), new(5), new(1, 3), new(2, 1, 3), new(7, 5, 3), new(1, 1, 9) })
        {
            var result = new int[grid.Groups];
            FunctionRun.Run(device, builder.Function, grid, result);
            Assert.Equal(Enumerable.Range(1, result.Length), result);
        }
    }

    [Fact]
    public void A_reciprocal_divides_every_number_of_a_group_exactly()
    {
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++)
        {
            var d = (uint)random.NextInt64(1, 1L << random.Next(1, 32));
            var n = (uint)random.NextInt64(1L << random.Next(1, 32));
            // Next to a multiple is where an error would show.
            n = i % 2 == 0 ? n : (uint)Math.Clamp(((long)(n / d) * d) - 1 + (i % 3), 0, int.MaxValue);
            var reciprocal = PtxGrid.Reciprocal(d);
            Assert.Equal(n / d, (uint)(((ulong)n * reciprocal[0]) >> (int)reciprocal[1]));
        }
    }

    private static string[] Lines(string text, string part) =>
        [.. text.Split('\n').Where(line => line.Contains(part, StringComparison.Ordinal))];
}

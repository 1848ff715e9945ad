using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;
using Xunit;

namespace GpuFormer.Tests.Kernels.Compiler.Passes;

public sealed class CompiledKernelTests
{
    private static readonly GroupShape Lanes = new(8);

    [Theory]
    [InlineData(nameof(PassKernels.Depthwise), nameof(Unrolling.Arrays))]
    [InlineData(nameof(PassKernels.Depthwise), nameof(Unrolling.Small))]
    [InlineData(nameof(PassKernels.Depthwise), nameof(Unrolling.Innermost))]
    [InlineData(nameof(PassKernels.Depthwise), nameof(Unrolling.All))]
    [InlineData(nameof(PassKernels.DepthwiseWithoutArray), nameof(Unrolling.None))]
    [InlineData(nameof(PassKernels.DepthwiseWithoutArray), nameof(Unrolling.Arrays))]
    [InlineData(nameof(PassKernels.DepthwiseWithoutArray), nameof(Unrolling.Small))]
    [InlineData(nameof(PassKernels.DepthwiseWithoutArray), nameof(Unrolling.Innermost))]
    [InlineData(nameof(PassKernels.DepthwiseWithoutArray), nameof(Unrolling.All))]
    public void Depthwise_loops_that_continue_are_right_however_they_are_unrolled(string kernel, string unrolling)
    {
        const int Height = 4, Width = 5;
        var random = new Random(1);
        var x = Enumerable.Range(0, Height * Width * 8).Select(_ => (float)random.Next(-9, 9)).ToArray();
        var filter = Enumerable.Range(0, 9 * 8).Select(_ => (float)random.Next(-9, 9)).ToArray();
        var wanted = new float[x.Length];
        for (var i = 0; i < wanted.Length; i++)
        {
            var (c, column, row) = (i % 8, i / 8 % Width, i / 8 / Width);
            for (var tap = 0; tap < 9; tap++)
            {
                var (r, at) = (row + (tap / 3) - 1, column + (tap % 3) - 1);
                if (r is >= 0 and < Height && at is >= 0 and < Width)
                    wanted[i] += x[(((r * Width) + at) * 8) + c] * filter[(tap * 8) + c];
            }
        }

        var function = Compile(kernel, new PipelineOptions { Unrolling = Enum.Parse<Unrolling>(unrolling) });
        var y = new float[x.Length];
        IRInterpreter.Run(function, new LaunchShape(Height), x, filter, y, Height, Width);
        Assert.Equal(wanted, y);
    }

    [Fact]
    public void Invariant_divisions_and_remainders_stand_outside_the_loop()
    {
        var function = Compile(nameof(PassKernels.Division));
        var outside = function.Body.Statements.OfType<Let>().Select(let => let.Value).ToList();
        Assert.Contains(outside, value => Contains(value, BinaryOperator.Divide));
        Assert.Contains(outside, value => Contains(value, BinaryOperator.Remainder));
        foreach (var access in Inner(function.Body).Where(region => region != function.Body)
            .SelectMany(region => region.Statements).OfType<Load>())
        {
            Assert.DoesNotContain(Expanded(access.Index, outside), value => value is BinaryValue
            {
                Operator: BinaryOperator.Divide or BinaryOperator.Remainder,
            });
        }
    }

    [Fact]
    public void Lanes_are_recognised_and_sums_of_a_tile_are_carried_by_the_loop()
    {
        var function = Compile(nameof(PassKernels.Pointwise));
        var uniformity = Uniformity.Analyse(function);
        var loop = Assert.Single(function.Body.Statements.OfType<Loop>());
        Assert.Equal(5, loop.Body.Arguments.Count);
        Assert.Equal(4, loop.Results.Count);
        var loads = Inner(loop.Body).SelectMany(region => region.Statements).OfType<Load>().ToList();
        Assert.Equal(5, loads.Count);
        Assert.All(loads, load => Assert.Equal(load.Memory.Name == "filter" ? 1 : 0, uniformity.LaneStride(load.Index)));
        Assert.Equal(UniformityLevel.Varying, uniformity.Of(loads.Find(load => load.Memory.Name == "filter")!.Result));
        Assert.Equal(UniformityLevel.GroupUniform, uniformity.Of(loads.Find(load => load.Memory.Name == "x")!.Result));
        Assert.All(loop.Results, result => Assert.Equal(UniformityLevel.Varying, uniformity.Of(result)));
    }

    [Fact]
    public void Long_chains_that_are_stored_one_after_the_other_take_turns()
    {
        var function = Compile(nameof(PassKernels.Chains));
        var statements = function.Body.Statements;
        Assert.IsType<Store>(statements[^1]);
        Assert.IsType<Store>(statements[^2]);
        object[] operators = [.. statements.OfType<Let>().Select(let => let.Value).Select(value => value switch
        {
            TernaryValue ternary => (object)ternary.Operator,
            BinaryValue binary => binary.Operator,
            _ => value.GetType(),
        })];
        Assert.True(operators.Length >= 20, $"There are {operators.Length} operators with a place.");
        for (var i = 0; i < operators.Length; i += 2)
            Assert.Equal(operators[i], operators[i + 1]);

        var x = Enumerable.Range(-8, 16).Select(i => i * 0.7f).ToArray();
        var y = new float[16];
        IRInterpreter.Run(function, new LaunchShape(1), x, y);
        Assert.Equal(x.Select(PassKernels.Long), y);
    }

    [Fact]
    public void Long_chains_whose_constants_fill_the_registers_come_one_after_the_other()
    {
        var function = Compile(nameof(PassKernels.ChainsOfConstants));
        var statements = function.Body.Statements;
        var first = statements.Index().First(statement => statement.Item is Store).Index;
        var before = statements.Take(first).Count(statement => statement is Let);
        Assert.True(before > 0);
        Assert.Equal(before, statements.Skip(first).Count(statement => statement is Let));

        var x = Enumerable.Range(-8, 16).Select(i => i * 0.7f).ToArray();
        var y = new float[16];
        IRInterpreter.Run(function, new LaunchShape(1), x, y);
        Assert.Equal(x.Select(Silu.Apply), y);
    }

    [Fact]
    public void Only_loads_of_views_that_are_never_written_are_one_load()
    {
        var function = Compile(nameof(PassKernels.Reload));
        var loads = Inner(function.Body).SelectMany(region => region.Statements).OfType<Load>().ToList();
        Assert.Single(loads, load => load.Memory.Name == "x");
        Assert.Equal(2, loads.Count(load => load.Memory.Name == "y"));
        var y = Enumerable.Repeat(5f, 16).ToArray();
        IRInterpreter.Run(function, new LaunchShape(1), Enumerable.Repeat(3f, 8).ToArray(), y);
        Assert.Equal([.. Enumerable.Repeat(8f, 8), .. Enumerable.Repeat(19f, 8)], y);
    }

    [Fact]
    public void Prefetches_stay_and_read_nothing()
    {
        var function = Compile(nameof(PassKernels.Prefetches));
        Assert.Contains("prefetch x[", IRPrinter.Print(function), StringComparison.Ordinal);
        var (x, y) = (Enumerable.Range(0, 8).Select(i => (float)i).ToArray(), new float[8]);
        IRInterpreter.Run(function, new LaunchShape(1), x, y, 3);
        Assert.Equal(x, y);
    }

    [Fact]
    public void An_index_of_a_local_array_that_stays_dynamic_is_refused_with_its_line()
    {
        var refusal = Assert.Throws<KernelCompilationException>(() => Compile(nameof(PassKernels.DynamicIndex)));
        Assert.Equal("GF0100", refusal.Code);
        Assert.Contains("local array", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("PassKernels.cs:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_barrier_that_some_threads_miss_is_refused()
    {
        var refusal = Assert.Throws<KernelCompilationException>(() => Compile(nameof(PassKernels.BarrierBehindReturn)));
        Assert.Equal("GF0102", refusal.Code);
    }

    [Fact]
    public void Explain_shows_each_stage_and_refuses_unknown_ones()
    {
        var specialisation = Specialise(nameof(PassKernels.Division));
        Assert.Contains("variable", KernelCompiler.Explain(specialisation, "FrontEnd"), StringComparison.Ordinal);
        Assert.DoesNotContain("variable", KernelCompiler.Explain(specialisation, "SsaConstruction"), StringComparison.Ordinal);
        Assert.Contains("let", KernelCompiler.Explain(specialisation), StringComparison.Ordinal);
        var refusal = Assert.Throws<ArgumentException>(() => KernelCompiler.Explain(specialisation, "Nothing"));
        Assert.Contains("ScalarReplacement", refusal.Message, StringComparison.Ordinal);
    }

    private static KernelSpecialisation Specialise(string kernel) =>
        new(typeof(PassKernels).GetMethod(kernel)!, Lanes);

    private static KernelFunction Compile(string kernel, PipelineOptions? options = null)
    {
        options ??= PipelineOptions.Default;
        var function = KernelFrontEnd.Translate(Specialise(kernel));
        foreach (var pass in KernelPipeline.Passes)
        {
            function = pass.Run(function, options);
            IRValidator.Check(function, pass.Gives, pass.Name);
        }

        BarrierControl.Check(function);
        return function;
    }

    private static IEnumerable<Region> Inner(Region region) => region.Statements.OfType<StructuredStatement>()
        .SelectMany(statement => statement.Regions).SelectMany(Inner).Prepend(region);

    private static bool Contains(Value value, BinaryOperator op) => Expanded(value, [])
        .Any(inner => inner is BinaryValue binary && binary.Operator == op);

    // The operators that are computed where the value is used: not below the ones that have a place.
    private static IEnumerable<Value> Expanded(Value value, List<Value> placed) => placed.Contains(value)
        ? []
        : value.Operands.ToArray().SelectMany(operand => Expanded(operand, placed)).Prepend(value);
}

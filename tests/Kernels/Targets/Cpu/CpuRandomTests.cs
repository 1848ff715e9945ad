using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Kernels.Compiler.Passes;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Cpu;

/// <summary>Random functions as machine code against the interpreter of the IR.</summary>
public sealed class CpuRandomTests
{
    private const int Groups = 2;

    private static readonly GroupShape[] Shapes = [new(8), new(16), new(5), new(4, 2), new(9, 1, 2)];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void Random_functions_compute_what_the_interpreter_does(int lanes)
    {
        for (var seed = 0; seed < 250; seed++)
        {
            var shape = Shapes[seed % Shapes.Length];
            var function = KernelPipeline.Run(RandomFunctions.Make(seed, indexByCounter: true, shape));
            var expected = Run(seed, shape, arguments => IRInterpreter.Run(function, new(Groups), arguments));
            var actual = Run(seed, shape, arguments => CpuProgramRun.Run(function, lanes, new(Groups), arguments));
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(expected[i] == actual[i],
                    $"Seed {seed}, group {shape}, {lanes} lanes: element {i} is {actual[i]}, not {expected[i]}.\n"
                    + IRPrinter.Print(function));
            }
        }
    }

    // The bits of the outputs; one not-a-number is as good as another.
    private static int[] Run(int seed, GroupShape shape, Action<object[]> run)
    {
        var random = new Random(seed);
        var integers = Enumerable.Range(0, RandomFunctions.Elements).Select(_ => random.Next(-4, 9)).ToArray();
        var floats = integers.Select(value => value * 0.5f).ToArray();
        var output = new int[RandomFunctions.Elements * shape.Threads * Groups];
        var floatOutput = new float[output.Length];
        run([integers, floats, output, floatOutput, random.Next(-1, 4), random.Next(0, 9)]);
        return
        [
            .. output,
            .. floatOutput.Select(f => BitConverter.SingleToInt32Bits(float.IsNaN(f) ? float.NaN : f)),
        ];
    }
}

using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Kernels.Compiler.Passes;

public sealed class KernelPipelineTests
{
    [Theory]
    [InlineData(nameof(Unrolling.None))]
    [InlineData(nameof(Unrolling.Arrays))]
    [InlineData(nameof(Unrolling.Small))]
    [InlineData(nameof(Unrolling.Innermost))]
    [InlineData(nameof(Unrolling.All))]
    public void Every_pass_keeps_what_random_functions_do(string unrolling)
    {
        for (var seed = 0; seed < 500; seed++)
            CheckSeed(seed, Enum.Parse<Unrolling>(unrolling));
    }

    private static void CheckSeed(int seed, Unrolling unrolling)
    {
        var original = RandomFunctions.Make(seed, indexByCounter: unrolling != Unrolling.None);
        var options = new PipelineOptions { Unrolling = unrolling };
        var stage = "the generator";
        var function = original;
        try
        {
            IRValidator.Check(function, IRForm.FrontEnd, stage);
            var wanted = Run(original, seed);
            foreach (var pass in KernelPipeline.Passes)
            {
                stage = pass.Name;
                var next = pass.Run(function, options);
                IRValidator.Check(next, pass.Gives, pass.Name);
                Assert.Equal(wanted, Run(next, seed));
                function = next;
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"Seed {seed}, {stage}, {unrolling}:\n{e.Message}\n{IRPrinter.Print(function)}", e);
        }
    }

    // The bits of all memory after two groups of two threads.
    private static int[] Run(KernelFunction function, int seed)
    {
        var random = new Random(seed);
        var integers = Enumerable.Range(0, RandomFunctions.Elements).Select(_ => random.Next(-4, 9)).ToArray();
        var floats = integers.Select(value => value * 0.5f).ToArray();
        var output = new int[RandomFunctions.Elements];
        var floatOutput = new float[RandomFunctions.Elements];
        IRInterpreter.Run(
            function, new LaunchShape(2), integers, floats, output, floatOutput, random.Next(-1, 4), random.Next(0, 9));
        return [.. output, .. floatOutput.Select(BitConverter.SingleToInt32Bits)];
    }
}

using ILGPU;
using ILGPU.Runtime;

namespace GpuFormer.Samples;

/// <summary>
/// Runs three kernels of GpuFormer in a program that otherwise knows ILGPU alone, and compares each with plain loops.
/// </summary>
internal static class Program
{
    /// <returns>0 if all results agree.</returns>
    private static int Main(string[] arguments)
    {
        var kind = arguments.FirstOrDefault() ?? "cpu";
        using var context = Context.Create(builder => Accelerators.Choose(builder, kind));
        using var accelerator = Accelerators.Open(context);
        Console.WriteLine(accelerator.Name);
        (string Name, Func<Accelerator, double> Run)[] examples =
        [
            ("1x1 convolution, bias, hard swish and residual", PointwiseConvolution.LargestDifference),
            ("bridge from map to tokens", MobileToFormerBridge.LargestDifference),
            ("dynamic ReLU", DynamicRelu.LargestDifference),
        ];
        var worst = 0.0;
        foreach (var (name, run) in examples)
        {
            var difference = run(accelerator);
            Console.WriteLine($"{name}: largest difference from plain loops {difference:0.0e+0}");
            worst = Math.Max(worst, difference);
        }

        return worst < 1e-5 ? 0 : 1;
    }
}

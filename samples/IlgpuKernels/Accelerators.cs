using GpuFormer.Devices.Ilgpu;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuFormer.Samples;

/// <summary>The accelerator that the examples run on: nothing of it is particular to GpuFormer but one call.</summary>
internal static class Accelerators
{
    /// <param name="builder">Of the context.</param>
    /// <param name="kind">cpu, opencl or cuda.</param>
    public static void Choose(Context.Builder builder, string kind)
    {
        // Sums of products are fused as in GpuFormer's own devices.
        builder.EnableGpuFormerKernels();
        switch (kind)
        {
            case "cpu":
                // ILGPU's own CPU devices have groups of 16 threads and more: the examples ask for 8.
                builder.CPU(new CPUDevice(8, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1));
                break;
            case "opencl":
                builder.OpenCL();
                break;
            case "cuda":
                builder.Cuda();
                break;
            default:
                throw new ArgumentException($"No accelerator '{kind}': cpu, opencl or cuda.");
        }
    }

    /// <summary>The first accelerator of the context.</summary>
    public static Accelerator Open(Context context) =>
        context.Devices.FirstOrDefault()?.CreateAccelerator(context)
            ?? throw new InvalidOperationException("ILGPU finds no such accelerator here.");

    /// <summary>Numbers from -1 to 1, the same each time.</summary>
    public static float[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    /// <summary>The largest difference between a result and what loops make.</summary>
    public static double LargestDifference(float[] result, double[] expected) =>
        result.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
}

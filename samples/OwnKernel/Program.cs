using System.Runtime.InteropServices;
using GpuFormer;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;

// Runs a kernel of its own on any device and compares it with a plain loop: OwnKernel DEVICE
if (args.Length != 1)
{
    Console.Error.WriteLine($"usage: OwnKernel DEVICE, one of {DeviceSelector.Forms}");
    return 2;
}

const int Count = 1000;
const float Slope = 0.5f;
var x = new float[Count];
for (var i = 0; i < Count; i++)
    x[i] = (i - 500) / 50f;
var y = new float[Count];

using var device = DeviceSelector.Open(args[0], report: Console.Error.WriteLine);
using var input = device.CreateBuffer(Count * sizeof(float));
using var output = device.CreateBuffer(Count * sizeof(float));
input.Write(MemoryMarshal.AsBytes(x.AsSpan()));

// Compiled once for each group shape and each set of constants; the launches are recorded once and run as often as wanted.
var kernel = new KernelSpecialisation(OwnKernels.SoftPlus, new GroupShape(OwnKernels.GroupThreads));
var grid = new LaunchShape((Count + OwnKernels.GroupThreads - 1) / OwnKernels.GroupThreads);
var arguments = KernelArguments.Pack(
    kernel, input.View<float>(0, Count), output.View<float>(0, Count), Count, Slope);
using var recorded = device.Record(
    [new LaunchWave([new KernelLaunch(device.Compile(kernel), grid, arguments, "soft plus")])]);
recorded.Run();
output.Read(MemoryMarshal.AsBytes(y.AsSpan()));

var worst = 0.0;
for (var i = 0; i < Count; i++)
    worst = Math.Max(worst, Math.Abs(y[i] - (Math.Log(1 + Math.Exp(Slope * x[i])) / Slope)));
Console.WriteLine($"{device.Description}: soft plus of {Count} numbers, largest difference from a plain loop {worst:0.0e+0}");
return worst < 1e-4 ? 0 : 1;

/// <summary>Kernels are C# methods that are marked; docs/Kernels.md says what they may do.</summary>
internal static class OwnKernels
{
    /// <summary>Threads of a group along X.</summary>
    public const int GroupThreads = 64;

    /// <summary>y = log(1 + exp(slope * x)) / slope, a smooth ReLU.</summary>
    [Kernel]
    public static void SoftPlus(ArrayView<float> x, ArrayView<float> y, int count, float slope)
    {
        var i = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (i >= count)
            return;
        var t = slope * x[i];
        // What can be large stands outside of the logarithm, so that no exponential overflows.
        y[i] = (KernelMath.Max(t, 0f) + KernelMath.Log1p(KernelMath.Exp(-KernelMath.Abs(t)))) / slope;
    }
}

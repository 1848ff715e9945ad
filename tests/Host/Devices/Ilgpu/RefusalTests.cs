using System.Reflection;
using System.Runtime.InteropServices;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Tests.Kernels.Compiler.Frontend;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Ilgpu;

/// <summary>What ILGPU cannot take is refused before ILGPU sees it: it would spoil its context.</summary>
public sealed class RefusalTests
{
    private static readonly MethodInfo[] Refused = [.. typeof(RefusedKernels)
        .GetMethods(BindingFlags.Static | BindingFlags.Public).Where(m => m.IsDefined(typeof(KernelAttribute)))];

    public static TheoryData<string> Names =>
        [.. Refused.Select(m => m.Name).Where(name => name.Contains('_', StringComparison.Ordinal))];

    // Among them: throw, lambda, string, virtual call, a shared array of a length that the run decides.
    [Theory]
    [MemberData(nameof(Names))]
    public void Refused_kernel_has_a_numbered_diagnostic_and_the_device_goes_on(string name)
    {
        using var device = IlgpuDevice.OpenCpu();
        var kernel = new KernelSpecialisation(Refused.Single(method => method.Name == name), new GroupShape(4));

        var error = Assert.Throws<KernelCompilationException>(() => device.Compile(kernel));

        Assert.Equal(name.Split('_')[0], error.Code);
        Assert.Equal([1f, 0f, 0f, 3f], Rectified(device, [1f, -2f, 0f, 3f]));
    }

    [Fact]
    public void Refused_kernel_leaves_an_accelerator_of_a_program_usable()
    {
        using var context = Context.Create(builder => builder
            .CPU(new CPUDevice(4, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1)).EnableGpuFormerKernels());
        using var accelerator = context.CreateCPUAccelerator(0);
        var refused = Refused.Single(method => method.Name == nameof(RefusedKernels.GF0015_SharedLength));

        Assert.Throws<KernelCompilationException>(() =>
            accelerator.LoadSpecialisation<Action<AcceleratorStream, KernelConfig, ArrayView<int>, int>>(
                new(refused, new GroupShape(4))));

        var rectify = accelerator.LoadSpecialisation<
            Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int>>(
            new(ElementwiseKernels.Unary<Relu>, new GroupShape(4)));
        using var x = accelerator.Allocate1D([1f, -2f, 3f]);
        using var y = accelerator.Allocate1D<float>(3);
        rectify(accelerator.DefaultStream, new KernelConfig(1, 4), x.View, y.View, 3);
        Assert.Equal([1f, 0f, 3f], y.GetAsArray1D());
    }

    [Fact]
    public void Group_beyond_the_accelerator_and_launcher_of_other_parameters_are_named()
    {
        using var context = Context.Create(builder => builder
            .CPU(new CPUDevice(4, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1)).EnableGpuFormerKernels());
        using var accelerator = context.CreateCPUAccelerator(0);

        var large = Assert.Throws<ArgumentException>(() => accelerator.LoadSpecialisation<
            Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int>>(
            new(ElementwiseKernels.Unary<Relu>, new GroupShape(8))));
        var other = Assert.Throws<ArgumentException>(() => accelerator.LoadSpecialisation<
            Action<AcceleratorStream, KernelConfig, ArrayView<float>, int>>(
            new(ElementwiseKernels.Unary<Relu>, new GroupShape(4))));

        Assert.Contains("groups of 8 threads", large.Message, StringComparison.Ordinal);
        Assert.Contains("takes 4", large.Message, StringComparison.Ordinal);
        Assert.Contains("Elementwise.Unary<Relu> is launched by", other.Message, StringComparison.Ordinal);
    }

    private static float[] Rectified(GpuFormer.Kernels.Launch.Device device, float[] values)
    {
        using var x = device.CreateBuffer(values.Length * sizeof(float));
        using var y = device.CreateBuffer(values.Length * sizeof(float));
        x.Write(MemoryMarshal.AsBytes<float>(values));
        var kernel = new KernelSpecialisation(ElementwiseKernels.Unary<Relu>, new GroupShape(4));
        var arguments = KernelArguments.Pack(
            kernel, x.View<float>(0, values.Length), y.View<float>(0, values.Length), values.Length);
        using var launches = device.Record(
            [new LaunchWave([new KernelLaunch(device.Compile(kernel), new LaunchShape(1), arguments, "rectify")])]);
        launches.Run();
        var result = new float[values.Length];
        y.Read(MemoryMarshal.AsBytes(result.AsSpan()));
        return result;
    }
}

using System.Reflection;
using GpuFormer.Cli;
using GpuFormer.Devices.Ilgpu;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.SelfTest;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Ilgpu;

/// <summary>ILGPU's compilers take every kernel of the library. No driver is needed to see it.</summary>
public sealed class LibraryKernelTests
{
    // As ILGPU's devices describe a processor and a card.
    private static readonly DeviceCapabilities[] Capabilities =
    [
        new(LaneCount: 8, MaximumGroupThreads: 256, SharedMemoryBytes: 32 << 10, Workers: 1, IsProcessor: true),
        new(LaneCount: 32, MaximumGroupThreads: 1024, SharedMemoryBytes: 48 << 10, Workers: 64, IsProcessor: false)
        {
            Tuning = TileTable.LargeCard,
        },
    ];

    // What 'gpuformer emit' lists and what the self-test of such devices compiles: one of each kernel, type arguments
    // and constants.
    private static readonly Lazy<ILookup<string, KernelSpecialisation>> Specialisations = new(() =>
        EmittedTexts.Specialisations().Values
            .Concat(Capabilities.SelectMany(device =>
                OpUse.OfModels(device, side: 64).Select(use => use.KernelOn(device))))
            .DistinctBy(kernel => kernel.Key)
            .ToLookup(kernel => NameOf(kernel.Method)));

    public static TheoryData<string> Kernels =>
    [
        .. typeof(KernelAttribute).Assembly.GetTypes()
            .Where(type => type.Namespace == "GpuFormer.Kernels.Library")
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => method.IsDefined(typeof(KernelAttribute)))
            .Select(NameOf),
    ];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_becomes_code_for_the_processor_OpenCL_and_PTX(string name)
    {
        using var context = IlgpuRuntime.CreateContext(AcceleratorType.CPU);
        using var processor = new CPUDevice(2, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1)
            .CreateCPUAccelerator(context, CPUAcceleratorMode.Sequential);
        using var opencl = new CLBackend(
            context, AllCapabilities(), CLDeviceVendor.Intel, new CLCVersion(2, 0));
        using var ptx = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_75), CudaArchitecture.SM_75,
            CudaInstructionSet.ISA_75, nvvmAPI: null);
        Assert.NotEmpty(Specialisations.Value[name]);
        foreach (var kernel in Specialisations.Value[name])
        {
            var method = EntryPoint.Make(kernel).Method;
            Assert.NotNull(Compile(processor.GetBackend(), method, kernel));
            Assert.Contains("kernel void", ((CLCompiledKernel)Compile(opencl, method, kernel)).Source,
                StringComparison.Ordinal);
            Assert.Contains(".visible .entry", ((PTXCompiledKernel)Compile(ptx, method, kernel)).PTXAssembly,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Kernel_fits_into_the_launchers_of_ILGPU(string name)
    {
        foreach (var kernel in Specialisations.Value[name].DistinctBy(each => each.Method))
            Assert.InRange(kernel.Method.GetParameters().Length, 1, 14);
    }

    private static ILGPU.Backends.CompiledKernel Compile(
        Backend backend, MethodInfo method, KernelSpecialisation kernel)
    {
        try
        {
            return IlgpuKernels.Compile(backend, method, kernel);
        }
        catch (InternalCompilerException exception)
        {
            throw new InvalidOperationException(
                $"{kernel} for {backend.BackendType}: {(exception.InnerException ?? exception).Message}", exception);
        }
    }

    // The constructor has a bool for each capability.
    private static CLCapabilityContext AllCapabilities()
    {
        var constructor = typeof(CLCapabilityContext).GetConstructors()
            .First(each => each.GetParameters().All(parameter => parameter.ParameterType == typeof(bool)));
        return (CLCapabilityContext)constructor.Invoke(
            [.. constructor.GetParameters().Select(_ => (object)true)]);
    }

    private static string NameOf(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}

using GpuFormer.Devices.Ilgpu;
using GpuFormer.Graph.Execution;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Models;
using GpuFormer.Tests.Kernels.Targets.Ptx;
using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using Xunit;

namespace GpuFormer.Tests.Host.Devices.Ilgpu;

/// <summary>The PTX that ILGPU makes of all kernels of some networks at the tiles of a large GPU; no driver is needed.</summary>
public sealed class IlgpuPtxTests
{
    private static readonly DeviceCapabilities Gpu =
        new(32, 1024, 48 << 10, Workers: 132, IsProcessor: false)
        {
            Tuning = TileTable.LargeCard,
            ConvertsHalves = false,
        };

    // The texts by kernel, made once for all tests.
    private static readonly Lazy<Dictionary<string, string>> Texts = new(() =>
    {
        using var context = IlgpuRuntime.CreateContext(AcceleratorType.CPU);
        using var backend = new PTXBackend(context, new CudaCapabilityContext(CudaArchitecture.SM_80),
            CudaArchitecture.SM_80, CudaInstructionSet.ISA_72, null);
        string[] models = ["mobile_former_26m", "mobile_former_294m", "mobilevit_xxs", "mobilenet_v3_small"];
        return models
            .SelectMany(name => ExecutionPlan.Create(ModelCatalogue.Create(name).Build(1, 224, 224), Gpu).ListLaunches())
            .Select(row => row.Kernel).DistinctBy(kernel => kernel.Key)
            .ToDictionary(kernel => kernel.Key, kernel => Write(backend, kernel));
    });

    [Fact]
    public void Forward_kernels_keep_their_tiles_out_of_local_memory()
    {
        Assert.InRange(Texts.Value.Count, 100, 1000);
        Assert.Empty(Texts.Value.Where(text => text.Value.Contains(".local", StringComparison.Ordinal))
            .Select(text => text.Key));
    }

    [AssemblerFact]
    public void Forward_kernels_are_assembled_without_stack_and_spilled_registers() =>
        Assert.Empty(Texts.Value.AsParallel().WithDegreeOfParallelism(2)
            .Select(text => PtxAssembler.Complaint(text.Key, text.Value, "sm_80")).OfType<string>());

    private static string Write(PTXBackend backend, KernelSpecialisation kernel) =>
        ((PTXCompiledKernel)IlgpuKernels.Compile(
            backend, GpuFormer.Devices.Ilgpu.EntryPoint.Make(kernel).Method, kernel)).PTXAssembly;
}

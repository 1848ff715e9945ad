using GpuFormer.Cli;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.SelfTest;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>
/// What NVIDIA's own assembler says of our text, where there is one: <c>GPUFORMER_PTXAS</c> names it (of Debian's package
/// nvidia-cuda-toolkit, or of a toolkit). No card is needed.
/// </summary>
public sealed class PtxAssemblyTests
{
    private static readonly DeviceCapabilities Card = new(32, 1024, 96 << 10, 132, IsProcessor: false);

    [AssemblerTheory]
    [InlineData(PtxOptions.Lowest, "sm_50")]
    [InlineData(PtxOptions.IndependentThreads, "sm_90")]
    [InlineData(PtxOptions.MatrixUnits, "sm_90")]
    public void Every_kernel_is_assembled_without_stack_and_spilled_registers(int architecture, string target)
    {
        // The largest tiles, although the pictures are small.
        var large = Card with { Tuning = TileTable.LargeCard with { Vectors = 0 } };
        var all = OpUse.OfModels(Card, side: 64)
            .SelectMany(use => new[] { use.KernelOn(Card), use.KernelOn(large) })
            .Concat(EmittedTexts.Specialisations().Values).DistinctBy(kernel => kernel.Key).ToArray();
        var complaints = all.AsParallel().WithDegreeOfParallelism(2)
            .Select(kernel => Complaint(kernel, new PtxOptions(architecture), target)).OfType<string>().ToArray();
        Assert.InRange(all.Length, 90, 2000);
        Assert.Empty(complaints);
    }

    private static string? Complaint(KernelSpecialisation kernel, PtxOptions options, string target) =>
        PtxAssembler.Complaint(
            kernel.Name, PtxTarget.Write(KernelCompiler.Compile(kernel, options.Pipeline), options).Text, target);
}

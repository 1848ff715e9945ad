using System.Diagnostics;
using System.Text.RegularExpressions;
using GpuFormer.Cli;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Launch;
using GpuFormer.SelfTest;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>
/// What NVIDIA's own assembler says of our text, where there is one: <c>GPUFORMER_PTXAS</c> names it (of Debian's package
/// nvidia-cuda-toolkit, or of a toolkit). No card is needed.
/// </summary>
public sealed partial class PtxAssemblyTests
{
    private static readonly DeviceCapabilities Card = new(32, 1024, 96 << 10, 132, PrefersTallTiles: false);

    [AssemblerTheory]
    [InlineData(PtxOptions.Lowest, "sm_50")]
    [InlineData(PtxOptions.IndependentThreads, "sm_90")]
    [InlineData(PtxOptions.MatrixUnits, "sm_90")]
    public void Every_kernel_is_assembled_without_stack_and_spilled_registers(int architecture, string target)
    {
        // The largest tiles, although the pictures are small.
        var large = Card with { Tiles = TileTable.LargeCard with { Vectors = 0 } };
        var all = OpUse.OfModels(Card, side: 64)
            .SelectMany(use => new[] { OpProbe.KernelOf(use, Card), OpProbe.KernelOf(use, large) })
            .Concat(EmittedTexts.Specialisations().Values).DistinctBy(kernel => kernel.Key).ToArray();
        var complaints = all.AsParallel().WithDegreeOfParallelism(2)
            .SelectMany(kernel => Complaints(kernel, new PtxOptions(architecture), target)).ToArray();
        Assert.InRange(all.Length, 90, 2000);
        Assert.Empty(complaints);
    }

    private static IEnumerable<string> Complaints(KernelSpecialisation kernel, PtxOptions options, string target)
    {
        var source = Path.GetTempFileName();
        try
        {
            File.WriteAllText(source, PtxTarget.Write(
                KernelCompiler.Compile(kernel, options.Pipeline), options).Text);
            using var assembler = Process.Start(new ProcessStartInfo(AssemblerTheoryAttribute.Path!,
                ["-v", $"-arch={target}", source, "-o", source + ".cubin"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var error = assembler.StandardError.ReadToEndAsync();
            var report = assembler.StandardOutput.ReadToEnd() + error.Result;
            assembler.WaitForExit();
            if (assembler.ExitCode != 0 || !Frames().IsMatch(report))
                yield return $"{kernel}: {report}";
        }
        finally
        {
            File.Delete(source);
            File.Delete(source + ".cubin");
        }
    }

    [GeneratedRegex(@"\b0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads")]
    private static partial Regex Frames();
}

/// <summary>A theory for machines with NVIDIA's assembler.</summary>
internal sealed class AssemblerTheoryAttribute : TheoryAttribute
{
    public AssemblerTheoryAttribute()
    {
        if (Path is null)
            Skip = "GPUFORMER_PTXAS names no ptxas.";
    }

    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("GPUFORMER_PTXAS") is { Length: > 0 } path ? path : null;
}

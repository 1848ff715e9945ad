using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>
/// NVIDIA's assembler, where there is one: <c>GPUFORMER_PTXAS</c> names it (of Debian's package nvidia-cuda-toolkit, or of
/// a toolkit). No GPU is needed.
/// </summary>
internal static partial class PtxAssembler
{
    /// <summary>The program; null where none is named.</summary>
    public static string? Program { get; } =
        Environment.GetEnvironmentVariable("GPUFORMER_PTXAS") is { Length: > 0 } path ? path : null;

    /// <summary>Why a test that needs it is skipped; null where it is named.</summary>
    public static string? SkipReason => Program is null ? "GPUFORMER_PTXAS names no ptxas." : null;

    /// <summary>What the assembler says of a kernel that it refuses, or that needs a stack or spills registers.</summary>
    /// <param name="name">The kernel.</param>
    /// <param name="text">Its PTX.</param>
    /// <param name="target">The architecture, such as <c>sm_80</c>.</param>
    /// <returns>The report, or null if nothing is wrong.</returns>
    public static string? Complaint(string name, string text, string target)
    {
        var source = Path.GetTempFileName();
        try
        {
            File.WriteAllText(source, text);
            using var assembler = Process.Start(new ProcessStartInfo(
                Program!, ["-v", $"-arch={target}", source, "-o", source + ".cubin"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            })!;
            var error = assembler.StandardError.ReadToEndAsync();
            var report = assembler.StandardOutput.ReadToEnd() + error.Result;
            assembler.WaitForExit();
            return assembler.ExitCode == 0 && Frames().IsMatch(report) ? null : $"{name}: {report}";
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
    public AssemblerTheoryAttribute() => Skip = PtxAssembler.SkipReason!;
}

/// <summary>A test for machines with NVIDIA's assembler.</summary>
internal sealed class AssemblerFactAttribute : FactAttribute
{
    public AssemblerFactAttribute() => Skip = PtxAssembler.SkipReason!;
}

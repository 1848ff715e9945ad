using System.Diagnostics;
using GpuFormer.Kernels.Compiler.Targets.SpirV;
using Xunit;
using Xunit.Sdk;

namespace GpuFormer.Tests.Kernels.Targets.SpirV;

/// <summary>The validator of SPIRV-Tools, where it is installed.</summary>
internal static class SpirVVal
{
    private static readonly Lazy<bool> Installed = new(() =>
    {
        try
        {
            using var process = Start("--version");
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public static bool IsInstalled => Installed.Value;

    public static void Check(SpirVModule module)
    {
        using var process = Start("--target-env vulkan1.2 -");
        process.StandardInput.BaseStream.Write(module.Bytes);
        process.StandardInput.Close();
        var complaint = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && complaint.Length == 0, complaint);
    }

    private static Process Start(string arguments) => Process.Start(new ProcessStartInfo("spirv-val", arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

/// <summary>A theory that is a visible skip where spirv-val is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Xunit.Sdk.TheoryDiscoverer", "xunit.execution.{Platform}")]
public sealed class SpirVValTheoryAttribute : TheoryAttribute
{
    public SpirVValTheoryAttribute()
    {
        if (!SpirVVal.IsInstalled)
            Skip = "spirv-val is not installed (package spirv-tools).";
    }
}

using System.Diagnostics;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>When the bindings of drivers are loaded, and what is said where there is no driver.</summary>
public sealed class DriverBindingTests
{
    [Fact]
    public void The_CPU_device_loads_no_binding_of_a_driver()
    {
        // The command line without Silk.NET beside it, and without the list that would ask for it.
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
        {
            var name = Path.GetFileName(file);
            if (!name.StartsWith("Silk.NET", StringComparison.Ordinal)
                && !name.EndsWith(".deps.json", StringComparison.Ordinal))
            {
                File.Copy(file, folder[name]);
            }
        }

        var command = folder["GpuFormer.Cli.dll"];
        var run = Run(command, [], "benchmark", "mobile_former_26m", "--img-size", "32", "--iterations", "1", "--device",
            "cpu", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("\"device\": \"cpu\"", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Loaders_without_drivers_are_named_errors()
    {
        // What the loaders ask for the list of drivers; without a loader the reason is another, and is given, too.
        (string, string)[] none =
            [("VK_DRIVER_FILES", "/none"), ("VK_ICD_FILENAMES", "/none"), ("OCL_ICD_VENDORS", "/none")];
        foreach (var kind in new[] { "vulkan", "opencl" })
        {
            var run = Run(CliProcess.Assembly, none, "benchmark", "mobile_former_26m",
                "--device", kind);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains($"'{kind}' cannot be opened: ", run.Error, StringComparison.Ordinal);
            Assert.Contains("; install the ", run.Error, StringComparison.Ordinal);
        }
    }

    private static (int ExitCode, string Output, string Error) Run(
        string command, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [command, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}

using System.Diagnostics;

namespace GpuFormer.Tests.Cli;

/// <summary>The command line as a process of its own, with what only a process has: signals, limits, pipes.</summary>
internal static class CliProcess
{
    public static string Assembly => typeof(GpuFormer.Cli.ExitCode).Assembly.Location;

    /// <summary>Starts it.</summary>
    public static Process Start(params IEnumerable<string> arguments) => Start("dotnet", [Assembly, .. arguments]);

    /// <summary>Starts it from a script of the shell, which calls it as <c>gpuformer</c>; the arguments are $1 and so
    /// on.</summary>
    public static Process Script(string script, params IEnumerable<string> arguments) =>
        Start("bash", ["-c", $"gpuformer() {{ dotnet '{Assembly}' \"$@\"; }}\n{script}", "bash", .. arguments]);

    /// <summary>Waits for the end.</summary>
    public static (int ExitCode, string Output, string Error) End(this Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException("The command does not end.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime's own code pages are a file, which a limit on files would hit, unless that is switched off.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

/// <summary>A theory that needs signals, links and names of files as POSIX has them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : Xunit.TheoryAttribute
{
    public UnixTheoryAttribute() =>
        Skip = OperatingSystem.IsWindows() ? "Windows has no such files or signals." : null!;
}

using System.Diagnostics;
using System.Text;
using Xunit;

namespace GpuFormer.Tests.Packages;

/// <summary>Runs programs as a user would: in a folder, without what a test run sets for itself.</summary>
internal sealed record DotnetCommand(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>The build that the tests are of.</summary>
    public static string Configuration { get; } =
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    public string All => $"{Output}\n{Error}";

    /// <summary>The command <c>dotnet</c>.</summary>
    public static DotnetCommand Dotnet(string folder, params string[] arguments) =>
        Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, arguments);

    /// <summary>Any program; fails the test if it does not end.</summary>
    public static DotnetCommand Run(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // MSBuild and the test host of this run speak to their children through variables.
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        using var process = Process.Start(start)!;
        var (output, error) = (new StringBuilder(), new StringBuilder());
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => error.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            var command = $"{program} {string.Join(' ', arguments)}";
            Assert.Fail($"'{command}' did not end in {Patience.TotalMinutes} minutes: {output}");
        }

        process.WaitForExit();
        return new DotnetCommand(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>The same, once it has succeeded.</summary>
    public DotnetCommand Succeeded()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}.\n{All}");
        return this;
    }

    private static bool IsOfTheTestRun(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
        || name is "CI" or "DOTNET_STARTUP_HOOKS";
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace GpuFormer.Cli;

/// <summary>
/// ASP.NET Core for the one command that needs it, from the shared framework beside the .NET runtime. Were it a framework of
/// this program, every command would start later, and none where only the plain runtime is installed.
/// </summary>
internal static class AspNetRuntime
{
    private const string Framework = "Microsoft.AspNetCore.App";

    /// <summary>Makes its assemblies available.</summary>
    /// <exception cref="PlatformNotSupportedException">It is not installed.</exception>
    public static void Require()
    {
        if (IsLoaded())
            return;
        var folder = Find(RuntimeEnvironment.GetRuntimeDirectory(), Environment.Version)
            ?? throw new PlatformNotSupportedException(
                $"'serve' needs the ASP.NET Core runtime {Environment.Version.Major}, which is not beside the .NET runtime "
                + $"in {RuntimeEnvironment.GetRuntimeDirectory()}. Install the package aspnetcore-runtime-"
                + $"{Environment.Version.Major}.0, or the .NET SDK, which has it.");
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var file = Path.Combine(folder, $"{name.Name}.dll");
            return File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        };
    }

    /// <summary>The folder of the framework that fits a runtime: of its version, or else the newest of its major
    /// version.</summary>
    /// <param name="runtime">Where the runtime lies: <c>shared/Microsoft.NETCore.App/10.0.1</c>.</param>
    /// <param name="version">The runtime's version.</param>
    public static string? Find(string runtime, Version version)
    {
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(runtime)));
        var framework = shared is null ? "" : Path.Combine(shared, Framework);
        if (!Directory.Exists(framework))
            return null;
        return Directory.EnumerateDirectories(framework)
            .Select(folder => (Folder: folder, Version: Version.TryParse(Path.GetFileName(folder), out var v) ? v : null))
            .Where(found => found.Version?.Major == version.Major)
            .OrderByDescending(found => found.Version == version).ThenByDescending(found => found.Version)
            .Select(found => found.Folder).FirstOrDefault();
    }

    // A program that was published with its runtime has it; tests have it too.
    private static bool IsLoaded()
    {
        try
        {
            Assembly.Load("Microsoft.AspNetCore");
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}

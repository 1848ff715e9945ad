using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Xunit.Sdk;

namespace GpuFormer.Tests.Cli.Training;

/// <summary>
/// A theory's row for an implementation of MPI: <c>openmpi</c> or <c>mpich</c>; skipped where it is not installed, unless
/// <c>GPUFORMER_REQUIRE</c> names it.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class MpiAttribute : DataAttribute
{
    private readonly object[] _row;

    public MpiAttribute(string implementation, params object[] values)
    {
        _row = [implementation, .. values];
        Skip = MpiRun.SkipReason(implementation)!;
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [_row];
}

/// <summary>The command line under <c>mpirun</c>, on this machine's loopback.</summary>
internal sealed class MpiRun : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Task<string> _output;
    private readonly List<string> _errors = [];
    private readonly Thread _reader;

    private MpiRun(Process process)
    {
        Process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _reader = new Thread(ReadErrors) { IsBackground = true };
        _reader.Start();
    }

    public Process Process { get; }

    public string Output => _output.Result;

    public string Error
    {
        get
        {
            lock (_errors)
                return string.Join('\n', _errors);
        }
    }

    public static string? SkipReason(string implementation)
    {
        if (Environment.GetEnvironmentVariable("GPUFORMER_REQUIRE") is { } required
            && required.Split(',').Contains(implementation))
        {
            return null;
        }

        var program = Program(implementation);
        if (program is null)
            return $"There is no mpirun.{implementation}: install it (Debian: {Package(implementation)}).";
        var library = implementation == "openmpi" ? "libmpi.so.40" : "libmpich.so.12";
        if (!NativeLibrary.TryLoad(library, out var handle))
            return $"{library} cannot be loaded.";
        NativeLibrary.Free(handle);
        return null;
    }

    /// <summary>Starts so many ranks with the same arguments.</summary>
    public static MpiRun Start(string implementation, int ranks, params string[] arguments) =>
        Start(implementation, [(ranks, arguments)]);

    /// <summary>Starts ranks with different arguments.</summary>
    /// <param name="implementation">Of MPI.</param>
    /// <param name="parts">How many ranks, and the arguments of each.</param>
    /// <param name="environment">Variables to set, name=value.</param>
    public static MpiRun Start(
        string implementation, IReadOnlyList<(int Ranks, string[] Arguments)> parts, params string[] environment)
    {
        var start = new ProcessStartInfo(Program(implementation)!)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        if (implementation == "openmpi")
        {
            foreach (var flag in "--allow-run-as-root --oversubscribe --bind-to none --mca btl self,vader,tcp".Split(' '))
                start.ArgumentList.Add(flag);
        }

        foreach (var variable in environment)
            start.Environment[variable.Split('=')[0]] = variable.Split('=')[1];
        foreach (var (ranks, arguments) in parts)
        {
            if (start.ArgumentList.Contains("dotnet"))
                start.ArgumentList.Add(":");
            foreach (var argument in (string[])["-n", $"{ranks}", "dotnet",
                CliProcess.Assembly, .. arguments])
            {
                start.ArgumentList.Add(argument);
            }
        }

        return new MpiRun(Process.Start(start)!);
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public int Wait()
    {
        if (!Process.WaitForExit(Longest))
        {
            Process.Kill(entireProcessTree: true);
            throw new TimeoutException($"mpirun does not end:\n{Error}");
        }

        _reader.Join();
        return Process.ExitCode;
    }

    /// <summary>Waits until the error stream has so many lines that hold a text.</summary>
    public void WaitFor(string text, int count = 1)
    {
        var watch = Stopwatch.StartNew();
        lock (_errors)
        {
            while (_errors.Count(line => line.Contains(text, StringComparison.Ordinal)) < count)
            {
                if (watch.Elapsed > Longest || (Process.HasExited && !_reader.IsAlive))
                    throw new TimeoutException($"'{text}' does not come:\n{string.Join('\n', _errors)}");
                Monitor.Wait(_errors, 100);
            }
        }
    }

    /// <summary>The processes of the ranks, which are children of mpirun or of its helper.</summary>
    public IReadOnlyList<int> Ranks()
    {
        var children = new List<int>();
        var parents = new HashSet<int> { Process.Id };
        // Parents have lower numbers than children, but where numbers have begun anew: walk until nothing is added.
        for (var added = true; added;)
        {
            added = false;
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (!int.TryParse(Path.GetFileName(folder), out var id) || parents.Contains(id))
                    continue;
                if (ParentOf(id) is { } parent && parents.Contains(parent))
                {
                    parents.Add(id);
                    added = true;
                    if (CommandOf(id).StartsWith("dotnet", StringComparison.Ordinal))
                        children.Add(id);
                }
            }
        }

        return [.. children.Order()];
    }

    public void Dispose()
    {
        if (!Process.HasExited)
            Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }

    private static string? Program(string implementation) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Select(folder => Path.Combine(folder, $"mpirun.{implementation}")).FirstOrDefault(File.Exists);

    private static string Package(string implementation) =>
        implementation == "openmpi" ? "openmpi-bin, libopenmpi3" : "mpich, libmpich12";

    private static int? ParentOf(int id)
    {
        try
        {
            // "123 (name) S 1 ...": the name may hold spaces.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]);
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string CommandOf(int id)
    {
        try
        {
            return Path.GetFileName(File.ReadAllText($"/proc/{id}/cmdline").Split('\0')[0]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private void ReadErrors()
    {
        while (Process.StandardError.ReadLine() is { } line)
        {
            lock (_errors)
            {
                _errors.Add(line);
                Monitor.PulseAll(_errors);
            }
        }
    }
}

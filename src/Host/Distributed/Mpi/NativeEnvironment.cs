using System.Runtime.InteropServices;
using System.Text;

namespace GpuFormer.Distributed.Mpi;

/// <summary>
/// Environment variables as native libraries see them: .NET keeps its own copy, so what it sets does not reach them.
/// </summary>
internal static unsafe class NativeEnvironment
{
    /// <summary>Sets a variable for libraries of this process, if it is not set; does nothing on Windows.</summary>
    public static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            Set(name, value);
    }

    /// <summary>Sets a variable for libraries of this process; does nothing on Windows.</summary>
    public static void Set(string name, string value)
    {
        if (OperatingSystem.IsWindows()
            || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "setenv", out var export))
        {
            return;
        }

        fixed (byte* nameBytes = Encoding.UTF8.GetBytes(name + '\0'))
        fixed (byte* valueBytes = Encoding.UTF8.GetBytes(value + '\0'))
            ((delegate* unmanaged<byte*, byte*, int, int>)export)(nameBytes, valueBytes, 1);
    }
}

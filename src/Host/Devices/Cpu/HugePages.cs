using System.Runtime.InteropServices;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// Asks Linux for pages of 2 MiB. A network streams through tens of megabytes of weights in every run: with pages of
/// 4 KiB each of them misses the address cache anew.
/// </summary>
internal static partial class HugePages
{
    private const int Size = 2 << 20;

    // MADV_HUGEPAGE of madvise(2).
    private const int UseHugePages = 14;

    /// <summary>The alignment, in bytes, of memory of so many bytes.</summary>
    public static int Alignment(long bytes) => IsWorth(bytes) ? Size : 64;

    /// <summary>Has no effect where the system does not have them, or not on demand.</summary>
    public static void Request(nint memory, long bytes)
    {
        if (!IsWorth(bytes))
            return;
        try
        {
            // A refusal leaves the memory as it is.
            _ = Advise(memory, (nuint)(bytes / Size * Size), UseHugePages);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than usual: small pages, then.
        }
    }

    private static bool IsWorth(long bytes) => bytes >= Size && OperatingSystem.IsLinux();

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}

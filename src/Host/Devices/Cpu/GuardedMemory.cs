using System.Runtime.InteropServices;

namespace GpuFormer.Devices.Cpu;

/// <summary>Where memory lies between its guard pages.</summary>
internal enum GuardSide
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>The last byte is the last of a page: an access past the end ends the process.</summary>
    End,

    /// <summary>The first byte is the first of a page: an access before the start ends the process.</summary>
    Start,
}

/// <summary>
/// Memory between two pages that nobody may touch, on Linux: a kernel that leaves its buffer by one byte ends the
/// process there and then. For tests; it takes at least three pages a buffer.
/// </summary>
internal static unsafe partial class GuardedMemory
{
    /// <summary>Set to <c>end</c> or <c>start</c>, makes CPU devices guard every tensor.</summary>
    public const string EnvironmentVariable = "GPUFORMER_ARENA_GUARD";

    private const int NoAccess = 0;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    /// <summary>What the variable asks for.</summary>
    /// <exception cref="ArgumentException">It says something else, or the system has no such memory.</exception>
    public static GuardSide Asked() => Environment.GetEnvironmentVariable(EnvironmentVariable) switch
    {
        null or "" => GuardSide.None,
        _ when !OperatingSystem.IsLinux() => throw new ArgumentException($"{EnvironmentVariable} is for Linux."),
        "end" => GuardSide.End,
        "start" => GuardSide.Start,
        var other => throw new ArgumentException($"{EnvironmentVariable} is 'end' or 'start', not '{other}'."),
    };

    /// <summary>Takes memory; every float in it is not a number.</summary>
    public static nint Allocate(long bytes, GuardSide side)
    {
        var page = Environment.SystemPageSize;
        var inside = (bytes + page - 1) / page * page;
        var mapped = Map(0, (nuint)(inside + (2 * page)), NoAccess, PrivateAnonymous, -1, 0);
        if (mapped == -1)
            throw new OutOfMemoryException();
        var first = mapped + page;
        if (Protect(first, (nuint)inside, ReadWrite) != 0)
        {
            _ = Unmap(mapped, (nuint)(inside + (2 * page)));
            throw new OutOfMemoryException();
        }

        NativeMemory.Fill((void*)first, (nuint)inside, 0xFF);
        return side == GuardSide.End ? first + (nint)(inside - bytes) : first;
    }

    /// <summary>Gives back what <see cref="Allocate"/> took.</summary>
    public static void Free(nint memory, long bytes)
    {
        var page = Environment.SystemPageSize;
        var inside = (bytes + page - 1) / page * page;
        _ = Unmap((memory / page * page) - page, (nuint)(inside + (2 * page)));
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}

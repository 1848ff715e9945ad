using System.Runtime.InteropServices;

namespace GpuFormer.Devices;

/// <summary>The library of a driver, of the loader before it, or of an engine of communication. A machine without one is no
/// error.</summary>
internal sealed class DriverLibrary
{
    private DriverLibrary(string name, nint handle) => (Name, Handle) = (name, handle);

    /// <summary>The name that the system knew it by.</summary>
    public string Name { get; }

    /// <summary>What the system calls the loaded library by.</summary>
    public nint Handle { get; }

    /// <summary>The library by the first of its names that the system knows, or null.</summary>
    /// <remarks>Names with a version come first: on Debian those without one come with development packages.</remarks>
    public static DriverLibrary? TryLoad(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return new(name, handle);
        }

        return null;
    }

    /// <summary>The address of a function; 0 if the library is too old to have it.</summary>
    public nint TryFind(string function) => NativeLibrary.TryGetExport(Handle, function, out var address) ? address : 0;

    /// <summary>The address of a function.</summary>
    /// <exception cref="EntryPointNotFoundException">The library is too old to have it.</exception>
    public nint Find(string function) => NativeLibrary.GetExport(Handle, function);
}

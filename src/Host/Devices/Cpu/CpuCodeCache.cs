using System.Text;
using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Devices.Cpu;

/// <summary>
/// Keeps the IL of the library's kernels on disk, so that the next process neither reads their methods nor runs the
/// compiler's passes; the JIT compiles the same IL to the same machine code. An entry is good for one build of the library
/// and of the runtime, and for processors with the same instructions. Kernels of users are compiled each time: what they
/// call may change while their own assembly stays.
/// </summary>
internal sealed class CpuCodeCache(KernelBinaryCache files)
{
    /// <summary>The cache of this user.</summary>
    public static CpuCodeCache Open() => new(KernelBinaryCache.Open("cpu"));

    /// <summary>The stored code of a kernel, or null.</summary>
    public CpuCode? TryRead(KernelSpecialisation specialisation, int lanes)
    {
        if (!IsOfLibrary(specialisation))
            return null;
        var key = KeyOf(specialisation, lanes);
        if (files.TryRead(NameOf(key)) is not { } bytes)
            return null;
        using var source = new BinaryReader(new MemoryStream(bytes));
        try
        {
            return source.ReadString() == key ? CpuCode.Read(source) : null;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Stores the code of a kernel of the library.</summary>
    public void Write(KernelSpecialisation specialisation, int lanes, CpuCode code)
    {
        if (!IsOfLibrary(specialisation))
            return;
        var key = KeyOf(specialisation, lanes);
        using var bytes = new MemoryStream();
        using var target = new BinaryWriter(bytes);
        target.Write(key);
        if (code.Write(target))
            files.Write(NameOf(key), bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static bool IsOfLibrary(KernelSpecialisation specialisation)
    {
        var library = typeof(CpuTarget).Module;
        return specialisation.Method.Module == library
            && specialisation.Method.GetGenericArguments().All(IsOwn);

        bool IsOwn(Type type) =>
            (type.Module == library || type.IsPrimitive) && type.GetGenericArguments().All(IsOwn);
    }

    private static string KeyOf(KernelSpecialisation specialisation, int lanes) =>
        $"{specialisation.Key}|{lanes}|{CpuCode.Surroundings}";

    // FNV-1a of 64 bits. A cryptographic hash would load its library at every start, and equal names of different keys do
    // no harm: the key stands in the entry.
    private static string NameOf(string key)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var unit in Encoding.UTF8.GetBytes(key))
            hash = (hash ^ unit) * 0x100000001b3;
        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}

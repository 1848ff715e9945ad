using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>One argument of a compiled kernel: a view's address and length, or a number.</summary>
internal readonly record struct CpuParameter(string Name, bool IsView);

/// <summary>
/// A kernel as IL, which is not a method yet. <see cref="Write"/> keeps it for another process, <see cref="Read"/> brings it
/// back without the front end, the passes and the emitter.
/// </summary>
internal sealed class CpuCode
{
    private readonly IlWriter _program;
    private readonly int _scratchBytes;
    private readonly int _lanes;

    internal CpuCode(IlWriter program, IReadOnlyList<CpuParameter> parameters, int scratchBytes, int lanes)
    {
        _program = program;
        Parameters = parameters;
        (_scratchBytes, _lanes) = (scratchBytes, lanes);
    }

    /// <summary>
    /// Says for which builds of the runtime and of this library, and for which processors, stored code is good: it names
    /// methods by their numbers in those builds, and uses the instructions that the processor has.
    /// </summary>
    public static string Surroundings { get; } = string.Join(' ',
        [.. IlStorage.Builds, $"{CpuTarget.NativeLanes}", .. InstructionSets()]);

    /// <summary>The arguments in the order of the argument block.</summary>
    public IReadOnlyList<CpuParameter> Parameters { get; }

    /// <summary>Makes a method of it and has the JIT compile it, so that the first launch does not wait.</summary>
    /// <param name="name">Shown by profilers.</param>
    public CpuProgram Load(string name)
    {
        var method = new DynamicMethod(
            name, typeof(void), [typeof(byte*), typeof(long), typeof(long), typeof(byte*)],
            typeof(CpuTarget).Module, skipVisibility: true);
        _program.Generate(method.GetILGenerator());
        var entry = method.CreateDelegate<CpuEntry>();
        RuntimeHelpers.PrepareDelegate(entry);
        return new(entry, _scratchBytes, _lanes, _program.LocalReferences);
    }

    /// <summary>Writes the code.</summary>
    /// <returns>False if it calls what has no number in the builds of <see cref="Surroundings"/>.</returns>
    public bool Write(BinaryWriter target)
    {
        target.Write(_lanes);
        target.Write(_scratchBytes);
        target.Write7BitEncodedInt(Parameters.Count);
        foreach (var (name, isView) in Parameters)
        {
            target.Write(name);
            target.Write(isView);
        }

        return IlStorage.Write(_program, target);
    }

    /// <summary>Reads what <see cref="Write"/> wrote in the same <see cref="Surroundings"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are no stored code.</exception>
    public static CpuCode Read(BinaryReader source)
    {
        try
        {
            var (lanes, scratchBytes) = (source.ReadInt32(), source.ReadInt32());
            var parameters = new CpuParameter[source.Read7BitEncodedInt()];
            for (var i = 0; i < parameters.Length; i++)
                parameters[i] = new(source.ReadString(), source.ReadBoolean());
            return new(IlStorage.Read(source), parameters, scratchBytes, lanes);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or DecoderFallbackException
            or OverflowException or ArgumentException or InvalidCastException or BadImageFormatException
            or InvalidOperationException or NotSupportedException or TypeLoadException or MissingMemberException)
        {
            throw new InvalidDataException("Stored code of a kernel is damaged.", e);
        }
    }

    /// <summary>Whether other code has the same instructions and takes the same arguments.</summary>
    public bool SameAs(CpuCode other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _lanes == other._lanes && _scratchBytes == other._scratchBytes && Parameters.SequenceEqual(other.Parameters)
            && _program.SameAs(other._program);
    }

    private static IEnumerable<string> InstructionSets()
    {
        foreach (var (name, isSupported) in new[]
        {
            ("sse", Sse.IsSupported), ("sse4.1", Sse41.IsSupported), ("avx", Avx.IsSupported), ("avx2", Avx2.IsSupported),
            ("fma", Fma.IsSupported), ("avx512f", Avx512F.IsSupported), ("avx512vl", Avx512F.VL.IsSupported),
            ("neon", AdvSimd.IsSupported),
        })
        {
            if (isSupported)
                yield return name;
        }
    }
}

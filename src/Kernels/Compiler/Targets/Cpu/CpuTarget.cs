using System.Diagnostics;
using System.Runtime.Intrinsics;
using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>
/// The code of a kernel: runs the groups from <paramref name="first"/> to before <paramref name="end"/>, counted with
/// X fastest.
/// </summary>
/// <param name="arguments">See <see cref="CpuArgumentBlock"/>.</param>
/// <param name="first">The first group.</param>
/// <param name="end">The group after the last.</param>
/// <param name="scratch"><see cref="CpuProgram.ScratchBytes"/> bytes of the calling worker, 64-byte aligned.</param>
internal unsafe delegate void CpuEntry(byte* arguments, long first, long end, byte* scratch);

/// <summary>A kernel as machine code.</summary>
/// <param name="Entry">Already compiled by the JIT.</param>
/// <param name="ScratchBytes">Shared arrays, spilled values and temporaries of one group.</param>
/// <param name="Lanes">Threads of a vector; 1 for scalar code.</param>
/// <param name="LocalReferences">What RyuJIT counts; beyond about 8,000 it stops optimising.</param>
internal sealed record CpuProgram(CpuEntry Entry, int ScratchBytes, int Lanes, int LocalReferences);

/// <summary>
/// Compiles canonical functions to machine code through IL: the X side of a group lies over the lanes of
/// <c>Vector128</c>, <c>Vector256</c> or <c>Vector512</c>; all else are loops around.
/// </summary>
internal static class CpuTarget
{
    /// <summary>Above this many references to locals in one method RyuJIT no longer optimises it.</summary>
    public const int MaximumLocalReferences = 7500;

    /// <summary>The floats of the widest vector that the processor computes with: 16, 8 or 4.</summary>
    public static int NativeLanes { get; } =
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Compiles a canonical function to IL.</summary>
    /// <param name="function">Has passed the common passes.</param>
    /// <param name="lanes">4, 8 or 16 lanes, 1 for scalar code, 0 for what suits the group and the processor.</param>
    /// <exception cref="KernelCompilationException">GF4001: the kernel is too large for the JIT compiler.</exception>
    public static CpuCode Translate(KernelFunction function, int lanes = 0)
    {
        lanes = lanes == 0 ? ChooseLanes(function.Group.X) : lanes;
        var emitter = Emit(function, lanes);
        if (emitter.Program.LocalReferences > MaximumLocalReferences)
        {
            throw new KernelCompilationException("GF4001", function.Name, null,
                $"the kernel becomes {emitter.Program.LocalReferences} references to local variables; beyond "
                + $"{MaximumLocalReferences} the JIT compiler does not optimise. Unroll less.");
        }

        return new(emitter.Program, [.. function.Parameters.Select(parameter => parameter is ViewParameter view
            ? new CpuParameter(view.Name, IsView: true)
            : new CpuParameter(((ScalarParameter)parameter).Name, IsView: false))], emitter.ScratchBytes, lanes);
    }

    /// <summary>Compiles a canonical function to machine code.</summary>
    /// <inheritdoc cref="Translate(KernelFunction, int)"/>
    public static CpuProgram Compile(KernelFunction function, int lanes = 0) =>
        Translate(function, lanes).Load(function.Name);

    /// <summary>The program as text, one IL instruction per line.</summary>
    public static string Describe(KernelFunction function, int lanes = 0)
    {
        lanes = lanes == 0 ? ChooseLanes(function.Group.X) : lanes;
        var emitter = Emit(function, lanes);
        var group = function.Group;
        return $"{function.Name}, group {group.X}x{group.Y}x{group.Z}: {lanes} lanes, {emitter.Vectors} vectors per "
            + $"group{(emitter.SplitsAtBarriers ? ", split at barriers" : "")}, {emitter.ScratchBytes} bytes of "
            + $"scratch, {emitter.Program.LocalReferences} local references\n{emitter.Program.List()}";
    }

    /// <summary>
    /// The widest vector that the group's X side is a multiple of; a side that is a multiple of none takes the
    /// narrowest that holds it all, with lanes switched off.
    /// </summary>
    public static int ChooseLanes(int groupX)
    {
        if (groupX == 1)
            return 1;
        for (var lanes = NativeLanes; lanes >= 4; lanes /= 2)
        {
            if (groupX % lanes == 0)
                return lanes;
        }

        var narrow = 4;
        while (narrow < NativeLanes && narrow < groupX)
            narrow *= 2;
        return narrow;
    }

    // The emitter runs until it asks for nothing that the run before did not foresee: see EmissionFacts.
    private static CpuEmitter Emit(KernelFunction function, int lanes)
    {
        const int Usual = 10, Most = 20;
        var vector = lanes == 1 ? null : VectorTypes.Get(lanes);
        var structure = new FunctionFacts(function);
        var variance = new VarianceAnalysis(function, vector is null);
        var origin = new RegionArgument(ScalarType.Int32, "laneOrigin");
        variance.Declare(origin, Variance.Vector);
        var indexForms = new IndexForms(
            vector is not null && function.Group.X > lanes ? origin : null,
            value => structure.Lets.Contains(value) && structure.DepthOf(value) == 0
                && variance.Of(value) < Variance.Lane);
        CpuEmitter? last = null;
        EmissionFacts? known = null;
        for (var run = 0; run < Most; run++)
        {
            var emitter = new CpuEmitter(function, vector, variance, structure, origin, indexForms, known);
            emitter.EmitMethod();
            if (emitter.IsConsistent && last is not null
                && (run > Usual || emitter.Program.SameAs(last.Program)))
            {
                return emitter;
            }

            last = emitter;
            if (run >= Usual && known is not null)
                emitter.Found.Merge(known);
            known = emitter.Found;
        }

        // Slower code, but right: a first run foresees nothing and so keeps everything.
        var first = new CpuEmitter(function, vector, variance, structure, origin, indexForms, null);
        first.EmitMethod();
        return first.IsConsistent
            ? first
            : throw new UnreachableException($"{function.Name}: the emitter did not come to rest.");
    }
}

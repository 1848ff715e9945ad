using System.Runtime.InteropServices;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.Cpu;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Kernels.Targets.Cpu;

/// <summary>Compiles a function for a vector width and runs it on copies of arrays that lie against a guard.</summary>
internal static unsafe class CpuProgramRun
{
    private const int Guard = 256;
    private const byte Untouched = 0xA5;

    /// <summary>Vector widths in lanes: 1 is scalar code.</summary>
    public static TheoryData<int> Widths => [1, 4, 8, 16];

    /// <summary>
    /// Runs all groups. Arguments are arrays (views) or scalars; arrays are written back, and a write beside one is an
    /// error.
    /// </summary>
    public static void Run(KernelFunction function, int lanes, LaunchShape grid, params object[] arguments)
    {
        Assert.Equal(function.Parameters.Count, arguments.Length);
        var program = CpuTarget.Compile(function, lanes);
        var block = stackalloc byte[CpuArgumentBlock.SizeOf(arguments.Length)];
        ((int*)block)[0] = grid.X;
        ((int*)block)[1] = grid.Y;
        ((int*)block)[2] = grid.Z;
        var memory = new nint[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var place = block + CpuArgumentBlock.OffsetOf(i);
            if (arguments[i] is Array array)
            {
                var bytes = BytesOf(array);
                memory[i] = (nint)NativeMemory.AlignedAlloc((nuint)(bytes.Length + (2 * Guard)), 64);
                new Span<byte>((void*)memory[i], bytes.Length + (2 * Guard)).Fill(Untouched);
                bytes.CopyTo(new Span<byte>((byte*)memory[i] + Guard, bytes.Length));
                *(nint*)place = memory[i] + Guard;
                *(int*)(place + 8) = array.Length;
            }
            else
            {
                *(int*)place = arguments[i] switch
                {
                    float f => BitConverter.SingleToInt32Bits(f),
                    bool b => b ? 1 : 0,
                    uint u => (int)u,
                    var other => (int)other,
                };
            }
        }

        var scratch = (byte*)NativeMemory.AlignedAlloc((nuint)program.ScratchBytes, 64);
        new Span<byte>(scratch, program.ScratchBytes).Fill(Untouched);
        // In two calls, so that starting in the middle of a grid is covered.
        var half = grid.Groups / 2;
        program.Entry(block, 0, half, scratch);
        program.Entry(block, half, grid.Groups, scratch);
        NativeMemory.AlignedFree(scratch);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not Array array)
                continue;
            var bytes = BytesOf(array);
            new ReadOnlySpan<byte>((byte*)memory[i] + Guard, bytes.Length).CopyTo(bytes);
            var before = new ReadOnlySpan<byte>((byte*)memory[i], Guard);
            var after = new ReadOnlySpan<byte>((byte*)memory[i] + Guard + bytes.Length, Guard);
            Assert.Equal(-1, before.IndexOfAnyExcept(Untouched));
            Assert.Equal(-1, after.IndexOfAnyExcept(Untouched));
            NativeMemory.AlignedFree((void*)memory[i]);
        }
    }

    private static Span<byte> BytesOf(Array array) => MemoryMarshal.CreateSpan(
        ref MemoryMarshal.GetArrayDataReference(array),
        array.Length * Marshal.SizeOf(array.GetType().GetElementType()!));
}

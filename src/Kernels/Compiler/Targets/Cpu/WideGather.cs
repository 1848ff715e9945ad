using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>
/// Gathers of 16 lanes as two of eight, with the parameters of <see cref="Avx2"/>'s: .NET has no such instruction of
/// AVX-512. Called by compiled kernels.
/// </summary>
internal static unsafe class WideGather
{
    /// <summary>One of the methods below, for words of this type.</summary>
    public static MethodInfo Method(string name, Type word) => typeof(WideGather).GetMethods().Single(method =>
        method.Name == name && method.GetParameters().Any(p => p.ParameterType == word.MakePointerType()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> All(float* memory, Vector512<int> index, byte scale) => Vector512.Create(
        Avx2.GatherVector256(memory, index.GetLower(), 4), Avx2.GatherVector256(memory, index.GetUpper(), 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> All(int* memory, Vector512<int> index, byte scale) =>
        All((float*)memory, index, scale).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Masked(
        Vector512<float> source, float* memory, Vector512<int> index, Vector512<float> mask, byte scale) =>
        Vector512.Create(
            Avx2.GatherMaskVector256(source.GetLower(), memory, index.GetLower(), mask.GetLower(), 4),
            Avx2.GatherMaskVector256(source.GetUpper(), memory, index.GetUpper(), mask.GetUpper(), 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Masked(
        Vector512<int> source, int* memory, Vector512<int> index, Vector512<int> mask, byte scale) =>
        Masked(source.AsSingle(), (float*)memory, index, mask.AsSingle(), scale).AsInt32();
}

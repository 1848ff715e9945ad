using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GpuFormer.Kernels.Compiler.Targets.Cpu;

/// <summary>The vector types of one width, and the methods of <c>System.Runtime.Intrinsics</c> on them.</summary>
internal sealed class VectorTypes
{
    private static readonly VectorTypes Narrow = new(4, typeof(Vector128), typeof(Vector128<>));
    private static readonly VectorTypes Middle = new(8, typeof(Vector256), typeof(Vector256<>));
    private static readonly VectorTypes Wide = new(16, typeof(Vector512), typeof(Vector512<>));

    // Reflection is slow, and a kernel asks for the same few methods hundreds of times.
    private readonly ConcurrentDictionary<(string Name, Type Element, string Signature), MethodInfo> _found = new();
    private readonly ConcurrentDictionary<(Type From, Type To), MethodInfo> _reinterpretations = new();
    private readonly ConcurrentDictionary<(string Name, string Signature), MethodInfo?> _instructions = new();
    private readonly ConcurrentDictionary<Type, Type> _types = new();
    private readonly Type _methods;
    private readonly Type _open;

    private VectorTypes(int lanes, Type methods, Type open)
    {
        (Lanes, _methods, _open) = (lanes, methods, open);
        Float = Of(typeof(float));
        Int = Of(typeof(int));
        UInt = Of(typeof(uint));
    }

    public int Lanes { get; }

    public int Bytes => Lanes * 4;

    public Type Float { get; }

    /// <summary>Also holds unsigned integers, and Booleans as 0 or -1.</summary>
    public Type Int { get; }

    public Type UInt { get; }

    public static VectorTypes Get(int lanes) => lanes switch
    {
        4 => Narrow,
        8 => Middle,
        16 => Wide,
        _ => throw new ArgumentOutOfRangeException(nameof(lanes), $"{lanes} lanes are no vector: 4, 8 or 16."),
    };

    public Type Of(Type element) => _types.GetOrAdd(element, type => _open.MakeGenericType(type));

    /// <summary>A method on vectors of <paramref name="element"/> that takes vectors only.</summary>
    public MethodInfo Method(string name, Type element, int vectors) => vectors switch
    {
        1 => Method(name, element, Of(element)),
        2 => Method(name, element, Of(element), Of(element)),
        3 => Method(name, element, Of(element), Of(element), Of(element)),
        _ => Method(name, element, [.. Enumerable.Repeat(Of(element), vectors)]),
    };

    /// <summary>A method on vectors of <paramref name="element"/> with this signature.</summary>
    public MethodInfo Method(string name, Type element, params Type[] signature) =>
        _found.GetOrAdd(
            (name, element, KeyOf(signature)), static (key, own) => Find(own.Methods, key.Name, key.Element, own.Types),
            (Methods: _methods, Types: signature));

    /// <summary>The vector 0, 1, 2, ... of integers.</summary>
    public MethodInfo Indices => Int.GetProperty("Indices")!.GetMethod!;

    public MethodInfo AllOnes => Int.GetProperty("AllBitsSet")!.GetMethod!;

    /// <summary>The same bits as another vector type.</summary>
    public MethodInfo Reinterpret(Type from, Type to) =>
        _reinterpretations.GetOrAdd((from, to), key =>
            _methods.GetMethods().Single(m => m.Name == "As" && m.GetGenericArguments().Length == 2)
                .MakeGenericMethod(key.From, key.To));

    /// <summary>
    /// An instruction of this width, or null where the processor has none by that name.
    /// </summary>
    public MethodInfo? Instruction(string name, params Type[] signature) =>
        _instructions.GetOrAdd((name, KeyOf(signature)), _ => FindInstruction(name, signature));

    private MethodInfo? FindInstruction(string name, Type[] signature)
    {
        Type[] sets = Lanes switch
        {
            4 => [typeof(Sse), typeof(Sse2), typeof(Sse41), typeof(Avx), typeof(Avx2)],
            8 => [typeof(Avx), typeof(Avx2)],
            _ => [typeof(Avx512F)],
        };
        return sets.Where(IsSupported)
            .Select(set => set.GetMethod(name, BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly,
                signature))
            .FirstOrDefault(method => method is not null);
    }

    // Names tell the few types apart that occur: numbers, pointers to them and vectors of them.
    private static string KeyOf(Type[] signature) => signature switch
    {
        [var only] => NameOf(only),
        [var first, var second] => $"{NameOf(first)},{NameOf(second)}",
        _ => string.Join(',', signature.Select(NameOf)),
    };

    private static string NameOf(Type type) =>
        type.IsGenericType ? $"{type.Name}{type.GenericTypeArguments[0].Name}" : type.Name;

    private static bool IsSupported(Type set) => (bool)set.GetProperty("IsSupported")!.GetValue(null)!;

    private static MethodInfo Find(Type methods, string name, Type element, Type[] signature)
    {
        foreach (var method in methods.GetMethods().Where(m => m.Name == name))
        {
            var candidate = method;
            if (method.IsGenericMethodDefinition)
            {
                if (method.GetGenericArguments().Length != 1)
                    continue;
                candidate = method.MakeGenericMethod(element);
            }

            if (candidate.GetParameters().Select(p => p.ParameterType).SequenceEqual(signature))
                return candidate;
        }

        throw new MissingMethodException(
            $"{methods.Name}.{name} of {string.Join(", ", signature.Select(t => t.Name))}.");
    }
}

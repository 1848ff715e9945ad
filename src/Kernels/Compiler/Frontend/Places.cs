using System.Collections.Concurrent;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.Frontend;

/// <summary>How C# sees a scalar: its type here and what a store does to it.</summary>
/// <param name="Type">The type of its value.</param>
/// <param name="Narrowing">For integers of fewer than 32 bits, the operator that keeps the low bits.</param>
internal sealed record ScalarKind(ScalarType Type, UnaryOperator? Narrowing = null)
{
    private static readonly Dictionary<Type, ScalarKind> Kinds = new()
    {
        [typeof(float)] = new(ScalarType.Float32),
        [typeof(int)] = new(ScalarType.Int32),
        [typeof(uint)] = new(ScalarType.UInt32),
        [typeof(bool)] = new(ScalarType.Boolean),
        [typeof(sbyte)] = new(ScalarType.Int32, UnaryOperator.SignExtend8),
        [typeof(byte)] = new(ScalarType.Int32, UnaryOperator.ZeroExtend8),
        [typeof(short)] = new(ScalarType.Int32, UnaryOperator.SignExtend16),
        [typeof(ushort)] = new(ScalarType.Int32, UnaryOperator.ZeroExtend16),
    };

    private static readonly Dictionary<Type, ElementType> Elements = new()
    {
        [typeof(float)] = ElementType.Float32,
        [typeof(int)] = ElementType.Int32,
        [typeof(uint)] = ElementType.UInt32,
        [typeof(short)] = ElementType.Int16,
        [typeof(ushort)] = ElementType.UInt16,
        [typeof(sbyte)] = ElementType.Int8,
        [typeof(byte)] = ElementType.UInt8,
    };

    /// <summary>The kind of a C# type, or null if it is no scalar.</summary>
    public static ScalarKind? Of(Type type) =>
        Kinds.GetValueOrDefault(type.IsEnum ? type.GetEnumUnderlyingType() : type);

    /// <summary>The element type for a C# type, or null if memory cannot hold it.</summary>
    public static ElementType? Element(Type type) =>
        Elements.TryGetValue(type.IsEnum ? type.GetEnumUnderlyingType() : type, out var element) ? element : null;

    /// <summary>The type of the elements if the type is a view, a shared array or a one-dimensional array.</summary>
    public static Type? ElementOfMemory(Type type) =>
        type.IsSZArray ? type.GetElementType() : KernelSignature.ElementOfView(type);
}

/// <summary>Where an argument or local, or a field of one, is kept.</summary>
internal abstract class Place
{
    private static readonly ConcurrentDictionary<Type, bool> Structs = new();

    protected Place(Place? parent) => Root = parent?.Root ?? this;

    /// <summary>The whole argument or local.</summary>
    public Place Root { get; }

    /// <summary>Makes the place for an argument or local; its name is for readers of dumps.</summary>
    public static Place Make(Type type, string name, Place? parent = null)
    {
        if (type.IsByRef)
            return new ReferencePlace(name, parent);
        if (ScalarKind.Of(type) is { } kind)
            return new ScalarPlace(new(name, kind.Type), kind, parent);
        if (ScalarKind.ElementOfMemory(type) is { } element)
            return ScalarKind.Element(element) is null ? new UnsupportedPlace(type, parent) : new SymbolicPlace(parent);
        return IsStruct(type) ? new StructPlace(type, name, parent) : new UnsupportedPlace(type, parent);
    }

    /// <summary>True for a struct that is taken apart into its fields.</summary>
    public static bool IsStruct(Type type) => type.IsValueType && Structs.GetOrAdd(type, FindStruct);

    private static bool FindStruct(Type type) =>
        type is { IsValueType: true, IsPrimitive: false, IsEnum: false, IsByRefLike: false }
        && type != typeof(decimal) && type != typeof(Half) && ScalarKind.ElementOfMemory(type) is null
        && Nullable.GetUnderlyingType(type) is null
        && !type.CustomAttributes.Any(a => a.AttributeType.Name == "InlineArrayAttribute");

    /// <summary>The C# name behind the name of a field that the C# compiler made.</summary>
    public static string FieldName(string name) =>
        name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : name;
}

/// <summary>A number: one variable.</summary>
internal sealed class ScalarPlace(Variable variable, ScalarKind kind, Place? parent) : Place(parent)
{
    public Variable Variable { get; } = variable;

    public ScalarKind Kind { get; } = kind;
}

/// <summary>A view or array: what it is stands in the state of the translation.</summary>
internal sealed class SymbolicPlace(Place? parent) : Place(parent);

/// <summary>A <c>ref</c> local: what it refers to stands in the state, the index of an element in a variable.</summary>
internal sealed class ReferencePlace(string name, Place? parent) : Place(parent)
{
    public Variable Index { get; } = new($"{name}.index", ScalarType.Int32);
}

/// <summary>A struct: a place for each field.</summary>
internal sealed class StructPlace : Place
{
    public StructPlace(Type type, string name, Place? parent)
        : base(parent)
    {
        Type = type;
        Fields = KernelSignature.FieldsOf(type)
            .Select(field => Make(field.FieldType, $"{name}.{FieldName(field.Name)}", this)).ToArray();
    }

    public Type Type { get; }

    public Place[] Fields { get; }
}

/// <summary>An argument that its method never changes: what the caller passed.</summary>
internal sealed class BoundPlace(Operand operand) : Place(null)
{
    public Operand Operand { get; } = operand;
}

/// <summary>Something of a type that kernels lack: refused when it is used, not where it is declared.</summary>
internal sealed class UnsupportedPlace(Type type, Place? parent) : Place(parent)
{
    public Type Type { get; } = type;
}

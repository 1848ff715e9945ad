namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>The type of a value. There are no aggregates: the front end takes structs apart.</summary>
internal enum ScalarType
{
    Boolean,
    Int32,
    UInt32,
    Float32,
}

/// <summary>The type of an element in memory; narrow integers widen to 32 bits when loaded.</summary>
internal enum ElementType
{
    Float32,
    Float16,
    Int32,
    UInt32,
    Int16,
    UInt16,
    Int8,
    UInt8,
}

internal static class ElementTypes
{
    /// <summary>The size in bytes.</summary>
    public static int Size(this ElementType element) => element switch
    {
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float16 or ElementType.Int16 or ElementType.UInt16 => 2,
        ElementType.Int8 or ElementType.UInt8 => 1,
    };

    /// <summary>The type of a value that was loaded from such an element.</summary>
    public static ScalarType Loaded(this ElementType element) => element switch
    {
        ElementType.Float32 or ElementType.Float16 => ScalarType.Float32,
        ElementType.UInt32 => ScalarType.UInt32,
        ElementType.Int32 or ElementType.Int16 or ElementType.UInt16 or ElementType.Int8 or ElementType.UInt8 =>
            ScalarType.Int32,
    };
}

/// <summary>Where in the C# source something was written.</summary>
public sealed record SourceLocation(string File, int Line)
{
    public override string ToString() => $"{System.IO.Path.GetFileName(File)}:{Line}";
}

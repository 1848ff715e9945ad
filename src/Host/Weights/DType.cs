namespace GpuFormer.Weights;

/// <summary>The element types of stored tensors, with the spellings of the safetensors format.</summary>
public enum DType
{
    F64,
    F32,
    F16,
    BF16,
    I64,
    I32,
    I16,
    I8,
    U8,
    U16,
    U32,
    U64,
    BOOL,

    /// <summary>8 bits, 4 of them exponent. Known by its size; no weights here can have it.</summary>
    F8_E4M3,

    /// <summary>8 bits, 5 of them exponent. Known by its size; no weights here can have it.</summary>
    F8_E5M2,

    /// <summary>8 bits, all exponent. Known by its size; no weights here can have it.</summary>
    F8_E8M0,

    /// <summary>Complex, two float32. Known by its size; no weights here can have it.</summary>
    C64,
}

/// <summary>Sizes and spellings of <see cref="DType"/>.</summary>
internal static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this DType type) => type switch
    {
        DType.F64 or DType.I64 or DType.U64 or DType.C64 => 8,
        DType.F32 or DType.I32 or DType.U32 => 4,
        DType.F16 or DType.BF16 or DType.I16 or DType.U16 => 2,
        DType.I8 or DType.U8 or DType.BOOL or DType.F8_E4M3 or DType.F8_E5M2 or DType.F8_E8M0 => 1,
    };

    /// <summary>The spelling in a safetensors header, such as <c>F32</c>.</summary>
    public static string Spelling(this DType type) => type switch
    {
        DType.F64 => "F64",
        DType.F32 => "F32",
        DType.F16 => "F16",
        DType.BF16 => "BF16",
        DType.I64 => "I64",
        DType.I32 => "I32",
        DType.I16 => "I16",
        DType.I8 => "I8",
        DType.U8 => "U8",
        DType.U16 => "U16",
        DType.U32 => "U32",
        DType.U64 => "U64",
        DType.BOOL => "BOOL",
        DType.F8_E4M3 => "F8_E4M3",
        DType.F8_E5M2 => "F8_E5M2",
        DType.F8_E8M0 => "F8_E8M0",
        DType.C64 => "C64",
    };

    /// <summary>Whether elements of this type can be read as float32.</summary>
    public static bool IsReadable(this DType type) =>
        type is not (DType.F8_E4M3 or DType.F8_E5M2 or DType.F8_E8M0 or DType.C64);

    internal static readonly DType[] All = Enum.GetValues<DType>();
}

using System.Collections.Frozen;

namespace GpuFormer.Weights;

/// <summary>
/// The only Python names that a checkpoint may mention. Each is data to this reader; a name that is not here refuses
/// the file.
/// </summary>
internal static class TorchGlobals
{
    public const string OrderedDict = "collections.OrderedDict";
    public const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    public const string RebuildParameter = "torch._utils._rebuild_parameter";

    /// <summary>Of tensors whose types have no typed storage: float8, bits, unsigned numbers. No weights have them.
    /// </summary>
    public const string RebuildUntyped = "torch._utils._rebuild_tensor_v3";

    /// <summary>Typed storages, which name the element type of a tensor.</summary>
    public static readonly FrozenDictionary<string, DType> Storages = new Dictionary<string, DType>
    {
        ["torch.DoubleStorage"] = DType.F64,
        ["torch.FloatStorage"] = DType.F32,
        ["torch.HalfStorage"] = DType.F16,
        ["torch.BFloat16Storage"] = DType.BF16,
        ["torch.LongStorage"] = DType.I64,
        ["torch.IntStorage"] = DType.I32,
        ["torch.ShortStorage"] = DType.I16,
        ["torch.CharStorage"] = DType.I8,
        ["torch.ByteStorage"] = DType.U8,
        ["torch.BoolStorage"] = DType.BOOL,
        ["torch.ComplexFloatStorage"] = DType.C64,
        // Bytes whose meaning the tensor says.
        ["torch.storage.UntypedStorage"] = DType.U8,
        ["torch.UntypedStorage"] = DType.U8,
    }.ToFrozenDictionary();

    // Found beside the weights in the checkpoints of training scripts: arguments, a metric, a shape, a device.
    private static readonly FrozenSet<string> PlainData = new[]
    {
        OrderedDict, RebuildTensor, RebuildParameter, RebuildUntyped,
        // The state of a MultiStepLR schedule; plain containers and numbers of either Python.
        "collections.Counter", "builtins.set", "builtins.complex", "builtins.bytearray",
        "__builtin__.set", "__builtin__.complex", "__builtin__.bytearray",
        "argparse.Namespace", "torch.Size", "torch.device",
        "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "_codecs.encode",
    }.ToFrozenSet();

    // Element types as values: of an untyped tensor, or among the arguments of a script.
    private static readonly FrozenSet<string> ElementTypes = new[]
    {
        "float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "uint16", "uint32",
        "uint64", "bool", "complex64", "complex128", "float8_e4m3fn", "float8_e4m3fnuz", "float8_e5m2",
        "float8_e5m2fnuz", "float8_e8m0fnu",
    }.Select(name => $"torch.{name}").ToFrozenSet();

    public static bool Allows(string name) =>
        PlainData.Contains(name) || Storages.ContainsKey(name) || ElementTypes.Contains(name);
}

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
    }.ToFrozenDictionary();

    // Found beside the weights in the checkpoints of training scripts: arguments, a metric, a shape, a device.
    private static readonly FrozenSet<string> PlainData = new[]
    {
        OrderedDict, RebuildTensor, RebuildParameter,
        "argparse.Namespace", "torch.Size", "torch.device",
        "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar", "_codecs.encode",
    }.ToFrozenSet();

    public static bool Allows(string name) => PlainData.Contains(name) || Storages.ContainsKey(name);
}

using GpuFormer.Graph;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Lowering;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Models;

namespace GpuFormer.SelfTest;

/// <summary>
/// One distinct use of a lowered op in the models: its attributes, its epilogue and the shapes it meets.
/// </summary>
/// <param name="Op">The op.</param>
/// <param name="Inputs">The shapes of its inputs, constants as they are before packing.</param>
/// <param name="IsConstant">Which inputs are weights.</param>
/// <param name="Where">The model and the first node that uses it so.</param>
internal sealed record OpUse(KernelOp Op, IReadOnlyList<Shape> Inputs, IReadOnlyList<bool> IsConstant, string Where)
{
    /// <summary>Places of the inputs that are stored in half precision.</summary>
    public IReadOnlyList<int> HalfInputs { get; init; } = [];

    /// <summary>Places of the outputs that are stored in half precision.</summary>
    public IReadOnlyList<int> HalfOutputs { get; init; } = [];

    /// <summary>Whether numbers are rounded to halves on the way: stored so, or multiplied so.</summary>
    public bool IsRounded =>
        HalfInputs.Count + HalfOutputs.Count > 0 || Op is Pointwise { MultipliesFragments: true };

    /// <summary>The shapes of the outputs.</summary>
    public IReadOnlyList<Shape> Outputs => Op.InferShapes(Inputs);

    /// <summary>Bytes of all inputs and outputs: what must be moved at least.</summary>
    public long Bytes => BytesOf(Inputs, HalfInputs) + BytesOf(Outputs, HalfOutputs);

    /// <summary>Floating-point operations of multiply-accumulates, two each.</summary>
    public long Operations => 2 * Op.MultiplyAdds(Inputs, Outputs);

    // Equal texts, equal uses: ops compare by reference where they carry an epilogue.
    private string Identity =>
        string.Join(';', Op.GetType().GetProperties().Select(property => $"{property.Name}={property.GetValue(Op)}"))
        + $"|{Op.GetType().Name}|{string.Join(' ', Inputs)}|{string.Join(' ', IsConstant)}"
        + $"|{string.Join(' ', HalfInputs)}|{string.Join(' ', HalfOutputs)}";

    /// <summary>Every distinct use in networks.</summary>
    /// <param name="device">What the graphs are lowered for.</param>
    /// <param name="side">Height and width of the picture: small ones meet all kernels too.</param>
    /// <param name="models">The models; all if null.</param>
    /// <param name="batch">Pictures of a run.</param>
    /// <param name="precision">How filters and maps are stored.</param>
    public static IReadOnlyList<OpUse> OfModels(
        DeviceCapabilities device, int side, IReadOnlyList<string>? models = null, int batch = 1,
        Precision precision = Precision.Single)
    {
        var isAll = models is null;
        // Detectors of one family differ by their trunks, which are here as classifiers.
        models ??= [.. ModelCatalogue.Families.SelectMany(family =>
            family.Task == ModelTask.Classification ? family.Models : family.Models.Take(1))];
        var networks = models.Select(name => ModelCatalogue.Create(name)).ToList();
        // The option that the names leave out: dynamic ReLU with slopes of each pixel.
        if (isAll)
            networks.Add(ModelCatalogue.Create(ModelCatalogue.Names[0], options: ["hyper_token_id=-1"]));
        return
        [
            .. networks.SelectMany(network =>
                    GraphPipeline.Unpacked(network.Build(batch, side, side), device, precision).Nodes
                .Select(node => new OpUse(node.Kernel, [.. node.Inputs.Select(tensor => tensor.Shape)],
                    [.. node.Inputs.Select(tensor => tensor.IsConstant)], $"{network.Name}: {node.Name}")
                {
                    HalfInputs = Halves(node.Inputs),
                    HalfOutputs = Halves(node.Outputs),
                }))
                .DistinctBy(use => use.Identity),
        ];
    }

    /// <summary>Whether a user means this op by a name: <c>pointwise</c>, <c>Pointwise &gt; Relu6</c>.</summary>
    public bool IsNamed(string name) =>
        Op.GetType().Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        || Op.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() =>
        $"{Op.Name} {string.Join(' ', Inputs.Select((shape, i) => IsConstant[i] ? $"const{shape}" : $"{shape}"))}";

    /// <summary>The same on float32 alone: what its results should be, but for rounding.</summary>
    internal OpUse InSinglePrecision() => this with
    {
        Op = Op is Pointwise { MultipliesFragments: true } product ? product with { MultipliesFragments = false } : Op,
        HalfInputs = [],
        HalfOutputs = [],
    };

    /// <summary>
    /// Inputs that do not depend on the device: the same for equal seeds. In [-1, 1); sums of exponentials, which
    /// <see cref="MobileToFormerMerge"/> divides by, in [0.5, 1.5), as differences of them would be of rounding alone.
    /// </summary>
    internal float[][] RandomInputs(int seed)
    {
        var random = new Random(seed);
        var lowest = Op is MobileToFormerMerge ? 0.5f : -1f;
        var width = Op is MobileToFormerMerge ? 1f : 2f;
        return
        [
            .. Inputs.Select((shape, input) =>
            {
                var values = new float[shape.Elements];
                for (var i = 0; i < values.Length; i++)
                    values[i] = lowest + (width * random.NextSingle());
                if (HalfInputs.Contains(input))
                    Round(values);
                return values;
            }),
        ];
    }

    /// <summary>To half precision, nearest even.</summary>
    internal static void Round(Span<float> values)
    {
        foreach (ref var value in values)
            value = (float)(Half)value;
    }

    /// <summary>The kernel that it takes on a device with these capabilities, without a device.</summary>
    internal KernelSpecialisation KernelOn(DeviceCapabilities device) =>
        SingleOp.KernelOf(Op, Where, InputsOn(device), OutputFormats, device);

    /// <summary>The op on a device, ready to run on these inputs.</summary>
    /// <param name="device">Where it runs.</param>
    /// <param name="values">The elements of the inputs.</param>
    /// <param name="guardElements">See <see cref="SingleOp"/>.</param>
    internal SingleOp On(Device device, IReadOnlyList<float[]> values, int guardElements = 0) =>
        new(device, Op, Where, InputsOn(device.Capabilities), values, OutputFormats, guardElements);

    private FloatFormat[] OutputFormats =>
        [.. Outputs.Select((_, i) => HalfOutputs.Contains(i) ? FloatFormat.Half : FloatFormat.Single)];

    // Halves of weights are known to be finite, which processors gain by.
    private OpInput[] InputsOn(DeviceCapabilities device) =>
    [
        .. Inputs.Select((shape, i) => new OpInput(shape, IsConstant[i], !HalfInputs.Contains(i) ? FloatFormat.Single
            : IsConstant[i] && !device.ConvertsHalves ? FloatFormat.FiniteHalf : FloatFormat.Half)),
    ];

    private static long BytesOf(IReadOnlyList<Shape> shapes, IReadOnlyList<int> halves) =>
        shapes.Select((shape, i) => (long)shape.Elements * (halves.Contains(i) ? 2 : sizeof(float))).Sum();

    private static int[] Halves(IReadOnlyList<Tensor> tensors) =>
        [.. Enumerable.Range(0, tensors.Count).Where(i => tensors[i].IsNarrow)];
}

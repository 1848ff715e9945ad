using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GpuFormer.Graph;
using GpuFormer.Kernels.Compiler;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Targets.OpenClC;
using GpuFormer.Kernels.Compiler.Targets.Ptx;
using GpuFormer.Kernels.Compiler.Targets.SpirV;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using GpuFormer.Models;

namespace GpuFormer.Cli;

/// <summary>One file of <c>shaders/</c>.</summary>
/// <param name="Path">Below the folder, with <c>/</c>: <c>ir/LayerNorm.Forward.ir</c>.</param>
/// <param name="Text">The whole file.</param>
internal sealed record EmittedText(string Path, string Text);

/// <summary>
/// What the compiler makes of each kernel of the library, for a fixed set of specialisations: the same on every
/// machine.
/// </summary>
internal static class EmittedTexts
{
    /// <summary>The beginning of every file; no other file is ever replaced or removed.</summary>
    public const string Mark = "// Written by 'gpuformer emit'";

    /// <summary>The file of digests.</summary>
    public const string Digests = "digests.txt";

    // A card of middling size.
    private static readonly DeviceCapabilities Card =
        new(LaneCount: 32, MaximumGroupThreads: 256, SharedMemoryBytes: 32 << 10, Workers: 16, IsProcessor: false);

    // Between them they use all epilogues. Small pictures: sizes are arguments of kernels, not part of them.
    private static readonly ImageModel[] Models =
    [
        ModelCatalogue.Create("mobile_former_26m"),
        ModelCatalogue.Create("mobile_former_96m", options: ["hyper_token_id=-1"]),
        ModelCatalogue.Create("mobile_former_294m"),
        ModelCatalogue.Create("mobilenet_v3_large"),
        ModelCatalogue.Create("mobilevit_xxs"),
    ];

    // Between them they use all kernels that read or write maps.
    private static readonly ImageModel[] HalfModels =
    [
        ModelCatalogue.Create("mobile_former_26m"), ModelCatalogue.Create("mobilevit_xxs"),
    ];

    // What no model of today uses.
    private static readonly KernelSpecialisation[] Others =
    [
        new(PointwiseKernels.Naive, new(32)),
        new(DepthwiseKernels.Naive, new(32), new DepthwiseConstants { R = 3, S = 3, Stride = 1, Across = 1, Tile = 4 }),
        new(LargeDepthwiseKernels.Forward<Activated<Relu6>, NoTerms>, new(32),
            new LargeDepthwiseConstants { Stride = 2, Across = 2, Tile = 4 }),
        new(ConvolutionKernels.Forward<Activated<Relu>, NoTerms>, new(32),
            new ConvolutionConstants { TileColumns = 4, TileChannels = 1 }),
        new(AttentionKernels.Forward, new(32), BackwardSpecialisations.Attention),
        new(PadKernels.Forward, new(32), new PadConstants { Planar = 0 }),
        new(PoolingKernels.AdaptiveAverage, new(32)),
        new(SoftmaxKernels.Forward, new(32)),
        new(ConcatKernels.Forward, new(32)),
        new(JoinKernels.Forward, new(32)),
        new(TransposeKernels.Forward, new(32)),
        new(ElementwiseKernels.Forward<Activated<HardSwish>, NoTerms>, new(32),
            new ElementwiseConstants { FromPanels = 0, ToPanels = 0 }),
        new(ElementwiseKernels.Forward<Activated<HardGate>, NoTerms>, new(32),
            new ElementwiseConstants { FromPanels = 0, ToPanels = 0 }),
        new(ElementwiseKernels.Forward<Clamp, NoTerms>, new(32),
            new ElementwiseConstants { FromPanels = 0, ToPanels = 0 }),
        new(GatherKernels.Forward, new(32)),
        new(PositionKernels.Forward, new(32)),
        new(ElementwiseKernels.Forward<Multiply, NoTerms>, new(32),
            new ElementwiseConstants { FromPanels = 0, ToPanels = 0 }),
        new(ElementwiseKernels.Forward<Maximum, NoTerms>, new(32),
            new ElementwiseConstants { FromPanels = 0, ToPanels = 0 }),
        new(ElementwiseKernels.Unary<Silu>, new(32)),
        new(ElementwiseKernels.Unary<Gelu>, new(32)),
        new(ImageKernels.Normalise, new(32)),
        new(ResizeKernels.Bilinear<PixelAreas>, new(32)),
        new(ResizeKernels.Bilinear<AlignedCorners>, new(32)),
        new(ResizeKernels.Nearest, new(32)),
        new(MaxPoolKernels.Forward, new(32), new MaxPoolConstants { Taps = 0 }),
        new(WinogradKernels.Input, new(32), new WinogradInputConstants { m = 4, Two = 1, Whole = 0 }),
        new(WinogradKernels.Output<Activated<Silu>, NoTerms>, new(32),
            new WinogradOutputConstants { m = 4, Whole = 0 }),
        new(PeakKernels.Copy, new(32), new PeakCopyConstants { Together = 8 }),
        new(PeakKernels.Fuse, new(32), new PeakFuseConstants { Sums = 12 }),
        new(PeakKernels.Products, new(32, 8), new PeakProductsConstants { Products = 1 }),
        OfMatrices(MatrixKernels.Forward<Identity, NoTerms>),
        OfMatrices(MatrixKernels.Forward<DyRelu, Slopes>),
    ];

    // Whose code of each target is written out: between them they have every operator, statement and type of the IR, and
    // the kernels that readers look at first.
    private static readonly HashSet<string> Shown =
    [
        "BatchNorm.BackwardSums.Relu6", "BatchNorm.Running", "Concat.FirstToken", "DenseConvolution.Filter",
        "Dropout.Elements", "Elementwise.Unary.Silu", "Gather.Forward", "Image.Normalise",
        "LayerNorm.Forward", "Pad.Forward", "PatchAttention.Forward", "Peak.Products",
        "Pointwise.Forward.Gelu", "Pooling.GlobalAverage.HardSwish.Half", "Pooling.GlobalAverage.Identity",
        "Softmax.Forward", "Stem.Forward.HardSwish", "Unit.Scale", "Winograd.Input",
    ];

    // Only cards with matrix units take these, and with the instruction.
    private static readonly PtxOptions MatrixUnits = new(PtxOptions.MatrixUnits);

    /// <summary>
    /// Whether the kernels were built with optimisation. The texts are those of such a build: without it the C#
    /// compiler writes other IL, from which other texts come.
    /// </summary>
    public static bool KernelsAreOptimised { get; } =
        typeof(LayerNormKernels).Assembly.GetCustomAttribute<DebuggableAttribute>()
            is not { IsJITOptimizerDisabled: true };

    /// <summary>
    /// The files: the IR of all kernels, the code of those that are shown, and the digests of all other code, in the
    /// order of their names.
    /// </summary>
    public static IReadOnlyList<EmittedText> Written()
    {
        var isWritten = All().ToLookup(text => text.Path.StartsWith("ir/", StringComparison.Ordinal)
            || Shown.Contains(Path.GetFileNameWithoutExtension(text.Path)));
        var digests = new StringBuilder($"{Mark}; these are the SHA-256 of texts that 'gpuformer emit --all' writes.\n");
        foreach (var text in isWritten[false])
            digests.Append($"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Text)))}  {text.Path}\n");
        return [new EmittedText(Digests, digests.ToString()), .. isWritten[true]];
    }

    /// <summary>All texts, in the order of their names.</summary>
    public static IReadOnlyList<EmittedText> All() =>
    [
        .. Specialisations().AsParallel().AsOrdered().SelectMany(entry => Of(entry.Key, entry.Value))
            .OrderBy(text => text.Path, StringComparer.Ordinal),
    ];

    /// <summary>The names of the kernels whose code of each target is written out.</summary>
    public static IReadOnlySet<string> ShownNames => Shown;

    /// <summary>The specialisations by the name of their files.</summary>
    public static IReadOnlyDictionary<string, KernelSpecialisation> Specialisations()
    {
        var chosen = new SortedDictionary<string, KernelSpecialisation>(StringComparer.Ordinal);
        var used = Models.SelectMany(model =>
            PlannedLaunches.Of(model, Card, batchSize: 1, side: 64).Launches);
        foreach (var kernel in Others.Concat(BackwardSpecialisations.All).Concat(used.Select(row => row.Kernel)))
            chosen.TryAdd(FileName(kernel), kernel);
        // With half precision, one of each method: that with most views of halves.
        var ofHalves = HalfModels.SelectMany(model => new[] { Card, Card with { HasMatrixUnits = true } }
            .SelectMany(card => PlannedLaunches.Of(model, card, batchSize: 1, side: 64, Precision.Half).Launches));
        foreach (var kernel in ofHalves.Select(row => row.Kernel).Where(kernel => kernel.Formats.Count > 0)
            .OrderByDescending(kernel => kernel.Formats.Count)
            .DistinctBy(kernel => (kernel.Method.DeclaringType, kernel.Method.Name)))
        {
            chosen.TryAdd($"{FileName(kernel)}.Half", kernel);
        }

        return chosen;
    }

    private static IEnumerable<EmittedText> Of(string name, KernelSpecialisation kernel)
    {
        var function = KernelCompiler.Compile(kernel);
        var head = $"{Mark}; change the kernel and run it again.\n// {kernel.Name}\n\n";
        yield return new($"ir/{name}.ir", head + IRPrinter.Print(function));
        yield return new($"opencl/{name}.cl", head + OpenClCTarget.Write(function).Text);
        yield return new($"ptx/{name}.ptx", head + (TakesMatrixUnits(kernel)
            ? PtxTarget.Write(KernelCompiler.Compile(kernel, MatrixUnits.Pipeline), MatrixUnits)
            : PtxTarget.Write(function)).Text);
        // Only such devices store halves.
        var options = SpirVOptions.Portable with { Has16BitStorage = kernel.Formats.Count > 0 };
        yield return new($"spirv/{name}.spvasm", head + SpirVListing.Print(SpirVTarget.Write(function, options)));
    }

    private static bool TakesMatrixUnits(KernelSpecialisation kernel) =>
        kernel.Method.DeclaringType == typeof(MatrixKernels) || kernel.Method.Name == nameof(PeakKernels.Products);

    private static KernelSpecialisation OfMatrices(Delegate kernel)
    {
        var tile = TileTable.LargeCard.Fragments;
        return new(kernel, new(Fragment.Threads, tile.RowWarps * tile.ColumnWarps), new MatrixConstants
        {
            RowWarps = tile.RowWarps,
            ColumnWarps = tile.ColumnWarps,
            RowFragments = tile.RowFragments,
            ColumnFragments = tile.ColumnFragments,
            Together = 4,
        });
    }

    // "Pointwise.Forward.Relu6-AddResidual": the constants are left out, so that there is one of each.
    private static string FileName(KernelSpecialisation kernel)
    {
        var family = kernel.Method.DeclaringType!.Name.Replace("Kernels", "", StringComparison.Ordinal);
        var name = new StringBuilder(family);
        name.Append('.').Append(kernel.Method.Name);
        if (kernel.Method.IsGenericMethod)
            name.Append('.').AppendJoin('-', Steps(kernel.Method.GetGenericArguments()[0]));
        return name.ToString();
    }

    private static IEnumerable<string> Steps(Type type) =>
        !type.IsGenericType ? [type.Name]
        : type.GetGenericTypeDefinition() == typeof(Chain<,,,>)
            ? Steps(type.GetGenericArguments()[0]).Concat(Steps(type.GetGenericArguments()[2]))
            : type.GetGenericArguments().SelectMany(Steps);
}

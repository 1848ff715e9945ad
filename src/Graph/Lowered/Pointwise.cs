using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;

namespace GpuFormer.Graph.Lowered;

/// <summary>
/// A 1x1 convolution or a linear: y[row, c] = epilogue(bias[c] + sum over k of x[row, k] * filter[c, k]).
/// </summary>
/// <remarks>
/// Inputs: x [N, ..., K]; filter [C, K / FilterGroups]; bias [C]; then the epilogue's. Output [N, ..., C].
/// With filter groups, group g of the input channels makes group g of the output channels. With <see cref="Shuffle"/>,
/// the result of filter row g * (C / FilterGroups) + j is stored as channel j * FilterGroups + g, which is
/// ChannelShuffle(FilterGroups) of Networks 1.8; the bias goes with the filter's rows, the epilogue sees the stored
/// channel.
/// With <see cref="FirstToken"/>, x is [N, M, K], only row 0 of each image is read and the output is [N, C].
/// With <see cref="InputChannels"/>, x is wider than K: columns <see cref="InputOffset"/> to InputOffset + K - 1 of
/// each row are read (one of several layers whose results stand beside each other).
/// </remarks>
internal sealed record Pointwise : EpilogueOp
{
    public int FilterGroups { get; init; } = 1;

    public bool Shuffle { get; init; }

    public bool FirstToken { get; init; }

    /// <summary>The first column of x that is read.</summary>
    public int InputOffset { get; init; }

    /// <summary>How many columns of x are read (K), or 0 for all.</summary>
    public int InputChannels { get; init; }

    /// <summary>
    /// Whether it is made of products of small matrices of halves: x and the filter are rounded to half precision, and
    /// sums are float32. Filter groups become one filter.
    /// </summary>
    public bool MultipliesFragments { get; init; }

    public override int OwnInputs => 3;

    public override int? FilterInput => 1;

    public override bool MakesMaps => true;

    public override bool MakesRows(
        IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device) =>
        FilterGroups == 1 && !FirstToken && !MultipliesFragments;

    public override bool ReadsPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        inputs[0].Rank == 4 && InputOffset == 0 && inputs[0].Last == ReducedChannels(inputs[0])
        && inputs[0].Last % panel == 0 && IsWhole(inputs, device);

    public override bool StoresPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        inputs[1][0] % panel == 0 && !Epilogue.ReadsMap && IsWhole(inputs, device);

    /// <summary>K: how many channels of x [N, ..., ...] are read.</summary>
    public int ReducedChannels(Shape x) => InputChannels == 0 ? x.Last : InputChannels;

    protected override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        var (x, filter, bias) = (inputs[0], inputs[1], inputs[2]);
        if (x.Rank < 2 || (FirstToken && x.Rank != 3))
            throw new ShapeException(this, "x", FirstToken ? "[N,M,K]" : "[N,...,K]", x);
        if (InputOffset < 0 || InputOffset + ReducedChannels(x) > x.Last)
            throw new ShapeException(this, "x", $"at least {InputOffset + ReducedChannels(x)} channels wide", x);
        if (filter.Rank != 2 || filter[0] % FilterGroups != 0 || filter[1] * FilterGroups != ReducedChannels(x))
            throw new ShapeException(this, "x", x, $"filter of {FilterGroups} filter groups", filter);
        if (bias != new Shape(filter[0]))
            throw new ShapeException(this, "bias", new Shape(filter[0]), bias);
        return FirstToken ? new Shape(x[0], filter[0]) : x.WithLast(filter[0]);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs) =>
        (long)outputs[0].Elements * (ReducedChannels(inputs[0]) / FilterGroups);

    public override Rearrangement? Pack(
        int input, IReadOnlyList<Shape> inputs, IReadOnlyList<Shape> outputs, DeviceCapabilities device)
    {
        var schedule = ScheduleFor(inputs[0], outputs[0], device);
        if (input == 2)
            return schedule.IsUngrouped && Shuffle ? Permuted.Shuffled(FilterGroups, schedule.C) : null;
        if (input != 1)
            return null;
        Rearrangement layout = MultipliesFragments
            ? new PaddedRows(schedule.PaddedK)
            : new Panels(schedule.C, schedule.K, schedule.FilterGroups, schedule.PanelWidth, schedule.Lanes);
        return schedule.IsUngrouped ? new Ungrouped(FilterGroups, Shuffle).Then(layout) : layout;
    }

    public override void Forward(ForwardContext context)
    {
        var schedule = ScheduleFor(context.InputShape(0), context.OutputShape(), context.Capabilities);
        var epilogue = Epilogue.ToKernel(context, OwnInputs);
        context.Launch(schedule.Kernel(epilogue.Close), schedule.Grid, context.Input(0), context.Input(1),
            context.Input(2), context.Output(), epilogue.Value, schedule.Sizes);
    }

    // Whether its kernel knows no filter groups.
    private bool IsWhole(IReadOnlyList<Shape> inputs, DeviceCapabilities device) =>
        !MultipliesFragments && ScheduleFor(inputs[0], InferShape(inputs), device).FilterGroups == 1;

    private PointwiseSchedule ScheduleFor(Shape x, Shape output, DeviceCapabilities device) =>
        PointwiseSchedule.For(
            device, new(Epilogue.ReadsImage ? output[0] : 1, output.Rows, ReducedChannels(x), output.Last, FilterGroups)
            {
                RowStride = FirstToken ? x[1] * x[2] : FromPanels > 0 ? FromPanels : x.Last,
                InputOffset = InputOffset,
                Shuffle = Shuffle,
                MultipliesFragments = MultipliesFragments,
                FromPanels = FromPanels,
                ToPanels = ToPanels,
                HasLongEpilogue = Epilogue.Steps.Any(step => step.IsLong),
            });
}

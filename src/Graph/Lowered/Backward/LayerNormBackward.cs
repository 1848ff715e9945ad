using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using GpuFormer.Kernels.Specialisation;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>
/// The gradient of <see cref="Ops.LayerNorm"/> by its input: with n = (x - mean) * scale and g = dy * weight,
/// dx = scale * (g - avg(g) - n * avg(g * n)) over each row.
/// </summary>
/// <remarks>
/// Inputs: dy [..., D]; x [..., D]; weight [D]. Output 0: dx as x. Output 1: [rows, 2], mean and scale of each row.
/// </remarks>
internal sealed record LayerNormBackward(float Epsilon) : KernelOp
{
    public override bool MakesMaps => true;

    /// <summary>Adds the nodes and returns dx, dweight [D] and dbias [D].</summary>
    public static (Tensor Dx, Tensor Dweight, Tensor Dbias) Add(
        GraphBuilder builder, string name, float epsilon, Tensor dy, Tensor x, Tensor weight)
    {
        var rows = builder.AddNode(name, new LayerNormBackward(epsilon), dy, x, weight);
        var columns = builder.AddNode($"{name}.columns", new LayerNormColumnsBackward(), dy, x, rows[1]);
        return (rows[0], Sum(columns[0], "weight"), Sum(columns[1], "bias"));

        Tensor Sum(Tensor partial, string what) =>
            partial.Shape.Rank == 1 ? partial : SumRows.Add(builder, $"{name}.{what}", partial, 0);
    }

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, x, weight) = (inputs[0], inputs[1], inputs[2]);
        if (dy != x)
            throw new ShapeException(this, "dy", x, dy);
        if (weight != new Shape(x.Last))
            throw new ShapeException(this, "weight", new Shape(x.Last), weight);
        return [x, new Shape(x.Rows, 2)];
    }

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(1);
        var kernel = new KernelSpecialisation(
            Library.LayerNormBackwardKernels.Rows, new GroupShape(Tiling.Lanes(context.Capabilities, x.Last)));
        context.Launch(kernel, new LaunchShape(x.Rows),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1),
            x.Last, Epsilon);
    }
}

/// <summary>The gradients of <see cref="Ops.LayerNorm"/> by weight and bias: column sums of dy * n and of dy.</summary>
/// <remarks>
/// Inputs: dy [..., D]; x [..., D]; terms [rows, 2] of <see cref="LayerNormBackward"/>. Outputs: dweight and dbias,
/// each [Chunks, D], or [D] where one chunk takes all rows.
/// </remarks>
internal sealed record LayerNormColumnsBackward : KernelOp
{
    private const int MostRows = 64;

    public override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var (dy, x, terms) = (inputs[0], inputs[1], inputs[2]);
        if (dy != x)
            throw new ShapeException(this, "dy", x, dy);
        if (terms != new Shape(x.Rows, 2))
            throw new ShapeException(this, "terms", new Shape(x.Rows, 2), terms);
        var chunks = Tiling.Panels(x.Rows, BackwardTiling.Chunk(x.Rows, MostRows));
        var partial = chunks == 1 ? new Shape(x.Last) : new Shape(chunks, x.Last);
        return [partial, partial];
    }

    public override void Forward(ForwardContext context)
    {
        var x = context.InputShape(1);
        var chunk = BackwardTiling.Chunk(x.Rows, MostRows);
        var lanes = Tiling.Lanes(context.Capabilities, x.Last);
        var tile = BackwardTiling.Channels(context.Capabilities, x.Last, lanes, most: 3);
        context.Launch(
            new KernelSpecialisation(Library.LayerNormBackwardKernels.Columns, new GroupShape(lanes),
                new Library.ColumnConstants { Tile = tile }),
            new LaunchShape(Tiling.Panels(x.Last, lanes * tile), Tiling.Panels(x.Rows, chunk)),
            context.Input(0), context.Input(1), context.Input(2), context.Output(0), context.Output(1),
            x.Rows, chunk, x.Last);
    }
}

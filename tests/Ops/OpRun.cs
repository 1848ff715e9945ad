using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Execution;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>A tensor given to an op.</summary>
internal sealed record Given(float[] Values, Shape Shape, bool IsConstant = false)
{
    public static Given Activation(string key, params int[] shape) =>
        new(SpecFill.Values(key, new Shape(shape).Elements), new Shape(shape));

    public static Given Constant(string key, params int[] shape) =>
        new(SpecFill.Values(key, new Shape(shape).Elements), new Shape(shape), IsConstant: true);

    public double this[int index] => Values[index];

    /// <summary>The same in a graph, as a constant made of nothing.</summary>
    public Tensor AsConstant(string name) => GraphBuilder.Derived(name, new Listed(Shape, new(Values)));
}

/// <summary>Runs one lowered op on a device, without a graph around it.</summary>
internal static class OpRun
{
    private static readonly AsyncLocal<bool> s_halves = new();

    /// <summary>Runs with filters and maps stored as halves.</summary>
    public static T WithHalves<T>(Func<T> run)
    {
        s_halves.Value = true;
        try
        {
            return run();
        }
        finally
        {
            s_halves.Value = false;
        }
    }

    /// <summary>The elements of the first output.</summary>
    public static float[] First(Device device, KernelOp op, params Given[] inputs) => All(device, op, inputs)[0];

    /// <summary>The elements of all outputs.</summary>
    public static float[][] All(Device device, KernelOp op, params Given[] inputs)
    {
        Shape[] shapes = [.. inputs.Select(input => input.Shape)];
        var outputs = op.InferShapes(shapes);
        // What chunks of attention leave is no map.
        bool IsHalf(int i) => s_halves.Value && (inputs[i].IsConstant ? i == op.FilterInput
            : shapes[i].Rank == 4 && op is not MobileToFormerMerge);
        using var run = new SingleOp(device, op, op.Name,
            [.. inputs.Select((input, i) => new OpInput(input.Shape, input.IsConstant, Format(IsHalf(i))))],
            [
                .. inputs.Select((input, i) => i == 0 && op is EpilogueOp { FromPanels: > 0 and var panel }
                    ? Swapped(input.Values, input.Values.Length / input.Shape.Last, panel) : input.Values),
            ],
            [.. outputs.Select(output => Format(s_halves.Value && op.MakesMaps && output.Rank == 4))]);
        run.Run();
        Assert.Null(run.Damage());
        return
        [
            .. run.Outputs().Select((values, i) => op is EpilogueOp { ToPanels: > 0 and var panel }
                ? Swapped(values, outputs[i].Last / panel, panel) : values),
        ];
    }

    private static FloatFormat Format(bool isHalf) => isHalf ? FloatFormat.Half : FloatFormat.Single;

    // [outer, inner, panel] as [inner, outer, panel]: rows of a map as panels of all rows, and back.
    private static float[] Swapped(float[] values, int outer, int panel)
    {
        var (inner, result) = (values.Length / outer / panel, new float[values.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            var (o, n) = Math.DivRem(i / panel, inner);
            result[(((n * outer) + o) * panel) + (i % panel)] = values[i];
        }

        return result;
    }
}

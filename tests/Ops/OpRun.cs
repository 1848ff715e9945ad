using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Graph.Lowered;
using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Specialisation;
using ILGPU;
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
        using var run = new KernelRun(device);
        var shapes = inputs.Select(input => input.Shape).ToArray();
        var outputs = op.InferShapes(shapes).ToArray();
        var views = new ArrayView<float>[inputs.Length];
        var packedShapes = (Shape[])shapes.Clone();
        for (var i = 0; i < inputs.Length; i++)
        {
            var values = inputs[i].Values;
            if (inputs[i].IsConstant && op.Pack(i, shapes, outputs, device.Capabilities) is { } packed)
            {
                values = packed.Evaluate([new(values, shapes[i])]);
                packedShapes[i] = packed.ShapeOf([shapes[i]]);
                Assert.Equal(packedShapes[i].Elements, values.Length);
            }

            if (i == 0 && op is EpilogueOp { FromPanels: > 0 and var panel })
                values = Swapped(values, values.Length / shapes[0].Last, panel);

            // What chunks of attention leave is no map.
            var isHalf = inputs[i].IsConstant ? i == op.FilterInput
                : shapes[i].Rank == 4 && op is not MobileToFormerMerge;
            views[i] = s_halves.Value && isHalf ? run.HalfInput(values) : run.Input(values);
        }

        var context = new Context(run, views, packedShapes, [.. outputs.Select(output =>
            s_halves.Value && op.MakesMaps && output.Rank == 4 ? run.HalfOutput(output.Elements)
                : run.Output(output.Elements))], outputs);
        op.Forward(context);
        Assert.Equal(1, context.Launches);
        return
        [
            .. Enumerable.Range(0, outputs.Length).Select(i => op is EpilogueOp { ToPanels: > 0 and var panel }
                ? Swapped(run.Read(context.Output(i)), outputs[i].Last / panel, panel) : run.Read(context.Output(i))),
        ];
    }

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

    private sealed class Context(
        KernelRun run, ArrayView<float>[] inputs, Shape[] inputShapes, ArrayView<float>[] outputs, Shape[] outputShapes)
        : ForwardContext
    {
        public int Launches { get; private set; }

        public override DeviceCapabilities Capabilities => run.Device.Capabilities;

        public override int InputCount => inputs.Length;

        public override ArrayView<float> Input(int index) => inputs[index];

        public override Shape InputShape(int index) => inputShapes[index];

        public override ArrayView<float> Output(int index = 0) => outputs[index];

        public override Shape OutputShape(int index = 0) => outputShapes[index];

        public override void Launch(KernelSpecialisation kernel, LaunchShape grid, params object[] arguments)
        {
            Launches++;
            run.Launch(kernel, grid, arguments);
        }
    }
}

using GpuFormer.Kernels.Language;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Library;
using ILGPU;
using Xunit;

namespace GpuFormer.Tests.Ops;

/// <summary>Kernels that walk over flat buffers of variables.</summary>
public sealed class FlatKernelTests
{
    private const int Count = 96;
    private const int Run = 2;

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Averages_and_sums_follow_their_definition(string device)
    {
        var (y, x) = (SpecFill.Values("y", Count), SpecFill.Values("x", Count));
        using var run = new KernelRun(TestDevices.Get(device));
        var (average, sum, values) = (run.Input(y), run.Input(y), run.Input(x));
        run.Launch(new(OptimizerKernels.Average, new(8)), new(Count / 8 / Run), average, values,
            run.Input([0f, 0f, 0.25f]), Count, Run, 2);
        run.Launch(new(OptimizerKernels.Accumulate, new(8),
            new AccumulateConstants { Keep = 1 }), new(Count / 8 / Run), sum, values, Count, Run);
        Tolerance.Check("average", 2, [.. y.Zip(x, (a, b) => a + (0.25 * ((double)b - a)))], Read(average));
        Tolerance.Check("sum", 2, [.. y.Zip(x, (a, b) => (double)a + b)], Read(sum));
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Updates_without_momentum_follow_the_gradient(string device)
    {
        var (p, g) = (SpecFill.Values("p", Count), SpecFill.Values("g", Count));
        var terms = new float[16];
        terms[OptimizerKernels.LearningRate] = 0.5f;
        terms[OptimizerKernels.GradientScale] = 2f;
        using var run = new KernelRun(TestDevices.Get(device));
        ArrayView<float> parameters = run.Input(p), gradients = run.Input(g), velocity = run.Input(new float[Count]);
        run.Launch(new(OptimizerKernels.Sgd, new(8),
            new SgdConstants { Nesterov = 0 }), new(Count / 8 / Run), parameters, gradients,
            velocity, run.Input(terms), Count, Run, 0.75f, 0.125f, 0.5f);
        Tolerance.Check("sgd", 4, [.. p.Zip(g, (a, b) => a - (0.375 * ((2.0 * b) + (0.125 * a))))], Read(parameters));
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Updates_of_rmsprop_follow_its_definition(string device)
    {
        float[] p = SpecFill.Values("p", Count), g = SpecFill.Values("g", Count), b = SpecFill.Values("b", Count);
        var v = SpecFill.Values("v", Count).Select(Math.Abs).ToArray();
        var terms = new float[16];
        terms[OptimizerKernels.LearningRate] = 0.5f;
        terms[OptimizerKernels.GradientScale] = 2f;
        using var run = new KernelRun(TestDevices.Get(device));
        ArrayView<float> parameters = run.Input(p), velocity = run.Input(b), square = run.Input(v);
        run.Launch(new(OptimizerKernels.RmsProp, new(8)), new(Count / 8 / Run), parameters, run.Input(g), velocity,
            square, run.Input(terms), Count, Run, 0.75f, 0.125f, 0.5f, 0.75f, 0.25f, 0.0625f);
        // PyTorch's RMSprop, not centred.
        var gradients = p.Zip(g, (a, c) => (2.0 * c) + (0.125 * a)).ToArray();
        var squares = v.Zip(gradients, (a, c) => (0.75 * a) + (0.25 * c * c)).ToArray();
        var steps = b.Select((a, i) => (0.5 * a) + (gradients[i] / (Math.Sqrt(squares[i]) + 0.0625))).ToArray();
        Tolerance.Check("squares", 4, squares, Read(square));
        Tolerance.Check("velocity", 8, steps, Read(velocity));
        Tolerance.Check("parameters", 8, [.. p.Zip(steps, (a, s) => a - (0.375 * s))], Read(parameters));
    }

    [Theory]
    [OnDevice("ilgpu:cpu")]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    public void Gathered_elements_scattered_again_are_where_they_were(string device)
    {
        var values = SpecFill.Values("values", Count);
        int[] indices = [.. Enumerable.Range(0, Count).Select(i => i % 5 == 4 ? -1 : (i * 7) % Count)];
        var target = TestDevices.Get(device);
        using var run = new KernelRun(target);
        using var buffer = target.CreateBuffer(Count * sizeof(int));
        buffer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(indices));
        var index = buffer.View<int>(0, Count);
        ArrayView<float> gathered = run.Output(Count), scattered = run.Input(new float[Count]);
        run.Launch(new(VariableKernels.Gather, new(8)), new(Count / 8 / Run), run.Input(values), index, gathered, Count, Run);
        run.Launch(new(VariableKernels.Scatter, new(8)), new(Count / 8 / Run), gathered, index, scattered, Count, Run);
        Assert.Equal(indices.Select(i => i < 0 ? 0 : values[i]), run.Read(gathered));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => indices.Contains(i) ? values[i] : 0), Read(scattered));
    }

    // Kernels that change what they read have no fences around it.
    private static float[] Read(ArrayView<float> view)
    {
        var values = new float[view.Length];
        ViewMemory.Of(view).Owner.Read(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}

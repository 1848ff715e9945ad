using GpuFormer.Graph;
using GpuFormer.Graph.Constants;
using GpuFormer.Kernels.Launch;
using Xunit;

namespace GpuFormer.Tests.Ops.Backward;

/// <summary>The loop that defines results, from the elements of all inputs to those of all outputs.</summary>
internal delegate Term[] ForwardLoop(Term[][] inputs);

/// <summary>
/// Adds the backward nodes (with the forward ones whose results they need) and returns the gradients of the inputs.
/// </summary>
internal delegate IReadOnlyList<Tensor?> GradientNodes(
    GraphBuilder builder, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor> outputGradients);

/// <summary>Adds the forward nodes and returns the outputs.</summary>
internal delegate IReadOnlyList<Tensor> ForwardNodes(GraphBuilder builder, IReadOnlyList<Tensor> inputs);

/// <summary>One set of shapes and options of an op and its gradient.</summary>
/// <param name="Name">What fails, for the reader.</param>
/// <param name="ReductionLength">The number of terms of the longest sum behind one gradient.</param>
/// <param name="Inputs">What the op reads.</param>
/// <param name="OutputGradients">One for each output.</param>
/// <param name="Loop">What the op computes.</param>
/// <param name="Add">How the graph computes its gradients; null for an input without one.</param>
/// <param name="AddForward">How the graph computes the outputs, for ops that run in training alone.</param>
internal sealed record GradientCase(
    string Name, int ReductionLength, Given[] Inputs, Given[] OutputGradients, ForwardLoop Loop, GradientNodes Add,
    ForwardNodes? AddForward = null)
{
    /// <summary>Whether the case is so small that every derivative can be checked by differences.</summary>
    public bool IsSmall => Inputs.Sum(input => input.Values.Length) <= 260;

    /// <summary>The gradients of all inputs, by the tape.</summary>
    public double[][] Expected()
    {
        var tape = new Tape();
        var variables = Inputs.Select(input => input.Values.Select(v => tape.Variable(v)).ToArray()).ToArray();
        var results = Loop(variables);
        var gradients = tape.Gradients(results.Zip(OutputGradient(), (r, g) => (r, g)));
        return [.. variables.Select(input => input.Select(v => gradients[v.Index]).ToArray())];
    }

    /// <summary>The sum of results times their gradients, with one element of one input moved.</summary>
    public double Objective(int input, int element, double step)
    {
        var tape = new Tape();
        var variables = Inputs.Select((given, i) => given.Values.Select((v, j) =>
            tape.Variable(v + (i == input && j == element ? step : 0))).ToArray()).ToArray();
        return Loop(variables).Zip(OutputGradient(), (r, g) => r.Value * g).Sum();
    }

    /// <summary>Runs the graph on a device, node by node.</summary>
    public float[]?[] Run(Device device)
    {
        var builder = new GraphBuilder();
        var given = Inputs.Concat(OutputGradients).ToArray();
        var tensors = Tensors(builder, given);
        var gradients = Add(builder, tensors[..Inputs.Length], tensors[Inputs.Length..]);
        for (var i = 0; i < gradients.Count; i++)
            Assert.Equal(Inputs[i].Shape, gradients[i]?.Shape ?? Inputs[i].Shape);
        return Run(device, builder, tensors, gradients);
    }

    /// <summary>Runs the forward graph on a device and puts all outputs behind each other.</summary>
    public float[] RunForward(Device device)
    {
        var builder = new GraphBuilder();
        var tensors = Tensors(builder, Inputs);
        return [.. Run(device, builder, tensors, AddForward!(builder, tensors)).SelectMany(output => output!)];
    }

    /// <summary>The outputs by the loop.</summary>
    public double[] ExpectedForward()
    {
        var tape = new Tape();
        return [.. Loop([.. Inputs.Select(input => input.Values.Select(v => tape.Variable(v)).ToArray())])
            .Select(term => term.Value)];
    }

    private float[]?[] Run(
        Device device, GraphBuilder builder, Tensor[] tensors, IReadOnlyList<Tensor?> results)
    {
        var given = Inputs.Concat(OutputGradients);
        var values = tensors.Zip(given).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var node in builder.Build([.. results.OfType<Tensor>()]).Nodes)
        {
            var outputs = OpRun.All(device, node.Kernel, [.. node.Inputs.Select(Find)]);
            for (var i = 0; i < outputs.Length; i++)
                values[node.Outputs[i]] = new Given(outputs[i], node.Outputs[i].Shape);
        }

        return [.. results.Select(g => g is null ? null : values[g].Values)];

        // Constants that ops derive from given ones are computed when a node reads them.
        Given Find(Tensor tensor)
        {
            if (values.TryGetValue(tensor, out var found))
                return found;
            var derived = (ConstantSource.Derived)tensor.Source!;
            return new(
                derived.Transform.Evaluate([.. derived.Inputs.Select(Find).Select(
                    given => new ConstantValue<float>(given.Values, given.Shape))]),
                tensor.Shape, IsConstant: true);
        }
    }

    private static Tensor[] Tensors(GraphBuilder builder, Given[] given) =>
    [
        .. given.Select((g, i) => g.IsConstant
            ? builder.Stored($"input {i}", g.Shape)
            : builder.Input($"input {i}", g.Shape)),
    ];

    private IEnumerable<double> OutputGradient() =>
        OutputGradients.SelectMany(given => given.Values.Select(v => (double)v));
}

/// <summary>The theories that every gradient inherits.</summary>
public abstract class GradientTests
{
    private protected abstract IEnumerable<GradientCase> Cases { get; }

    [Theory]
    [OnDevice("cpu")]
    [OnDevice("opencl")]
    [OnDevice("vulkan")]
    [OnDevice("cuda")]
    public void Gradient_matches_reference(string device) => Compare(TestDevices.Get(device));

    [Fact]
    public void Kernel_compiled_by_ILGPU_matches_reference() => Compare(TestDevices.Get("ilgpu:cpu"));

    /// <summary>PyTorch's gradcheck: double precision, step 1e-6, absolute 1e-5, relative 1e-3.</summary>
    [Fact]
    public void Reference_matches_finite_difference()
    {
        const double step = 1e-6;
        var small = Cases.Where(c => c.IsSmall).ToArray();
        Assert.NotEmpty(small);
        foreach (var @case in small)
        {
            var (kinks, expected) = (0, @case.Expected());
            for (var i = 0; i < expected.Length; i++)
            {
                for (var j = 0; j < expected[i].Length; j++)
                {
                    var (above, below) = (@case.Objective(i, j, step), @case.Objective(i, j, -step));
                    var difference = (above - below) / (2 * step);
                    var tolerance = 1e-5 + (1e-3 * Math.Abs(difference));
                    if (Math.Abs(expected[i][j] - difference) <= tolerance)
                        continue;
                    // Where the slopes on both sides differ there is a kink, and no difference to compare with.
                    var middle = @case.Objective(i, j, 0);
                    Assert.True(Math.Abs(above - middle - (middle - below)) / step > tolerance,
                        $"{@case.Name}: the gradient of element {j} of input {i} is {expected[i][j]:G9} and its "
                        + $"finite difference {difference:G9}.");
                    kinks++;
                }
            }

            Assert.True(kinks * 10 <= expected.Sum(e => e.Length), $"{@case.Name}: {kinks} elements lie at kinks.");
        }
    }

    // Drivers compile each kernel for a second or more.
    [Theory]
    [OnDevice("ilgpu:opencl")]
    [OnDevice("ilgpu:cuda")]
    public void Some_gradients_compiled_by_ILGPU_for_drivers_match_reference(string device) =>
        Compare(TestDevices.Get(device), Cases.Where((_, i) => i % 4 == 0));

    private void Compare(Device device) => Compare(device, Cases);

    private static void Compare(Device device, IEnumerable<GradientCase> cases)
    {
        foreach (var @case in cases)
        {
            if (@case.AddForward is not null)
            {
                Tolerance.Check($"{@case.Name}, forward ({device.Name})", @case.ReductionLength,
                    @case.ExpectedForward(), @case.RunForward(device));
            }

            var (expected, actual) = (@case.Expected(), @case.Run(device));
            Assert.Contains(actual, gradient => gradient is not null);
            for (var i = 0; i < actual.Length; i++)
            {
                if (actual[i] is { } gradient)
                {
                    Tolerance.Check($"{@case.Name}, gradient of input {i} ({device.Name})", @case.ReductionLength,
                        expected[i], gradient);
                }
            }
        }
    }
}

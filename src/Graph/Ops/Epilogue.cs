using GpuFormer.Kernels.Language;

namespace GpuFormer.Graph.Ops;

/// <summary>
/// One function that a kernel applies to each result before it stores it. A step may read further tensors, which are
/// inputs of the node behind the op's own, step by step.
/// </summary>
public abstract record EpilogueStep
{
    public virtual string Name => GetType().Name;

    /// <summary>How many further tensors it reads.</summary>
    public virtual int InputCount => 0;

    /// <summary>Refuses further tensors that do not fit the output.</summary>
    /// <exception cref="ShapeException">They do not fit.</exception>
    public virtual void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
    }

    /// <summary>The kernel struct that does it: one that implements the epilogue contract of the kernel library.</summary>
    /// <param name="inputs">Its further tensors.</param>
    /// <param name="shapes">Their shapes.</param>
    /// <param name="output">The output's shape, channels innermost.</param>
    public virtual object ToKernel(IReadOnlyList<View<float>> inputs, IReadOnlyList<Shape> shapes, Shape output) =>
        throw new NotSupportedException($"{Name} has no kernel.");

    public sealed override string ToString() => Name;
}

/// <summary>max(x, 0).</summary>
public sealed partial record Relu : EpilogueStep;

/// <summary>min(max(x, 0), 6).</summary>
public sealed partial record Relu6 : EpilogueStep;

/// <summary>x * min(max(x + 3, 0), 6) / 6.</summary>
public sealed partial record HardSwish : EpilogueStep;

/// <summary>min(max(x + 3, 0), 6) / 6.</summary>
public sealed partial record HardSigmoid : EpilogueStep;

/// <summary>x * (1 + erf(x / sqrt 2)) / 2.</summary>
public sealed partial record Gelu : EpilogueStep;

/// <summary>
/// The slopes of a dynamic ReLU from the last layer of its generator (SPEC 1.7), channels in two halves:
/// 2 * hardSigmoid(x) in the first (0 to 2), 2 * hardSigmoid(x) - 1 in the second (-1 to 1).
/// </summary>
public sealed partial record HyperSlopes : EpilogueStep;

/// <summary>max(s1 * x, s2 * x) with slopes [N, 2C], first all s1, then all s2.</summary>
public sealed partial record DyRelu : EpilogueStep
{
    public override int InputCount => 1;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        var expected = new Shape(output[0], 2 * output.Last);
        if (inputs[0] != expected)
            throw new ShapeException(op, "DyRelu's slopes", expected, inputs[0]);
    }
}

/// <summary>
/// max(s1 * x, s2 * x) with slopes of each pixel: the sum over tokens of attention [N, H, W, M] (which sums to 1 over
/// M) times slopes [N, M, 2C] (SPEC 4.4).
/// </summary>
public sealed partial record SpatialDyRelu : EpilogueStep
{
    public override int InputCount => 2;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        var attention = inputs[0];
        if (output.Rank != 4 || attention.Rank != 4 || attention.WithLast(output.Last) != output)
            throw new ShapeException(op, "SpatialDyRelu's attention", $"[N,H,W,M] beside {output}", attention);
        var expected = new Shape(output[0], attention.Last, 2 * output.Last);
        if (inputs[1] != expected)
            throw new ShapeException(op, "SpatialDyRelu's slopes", expected, inputs[1]);
    }
}

/// <summary>x + r with r of the output's shape.</summary>
public sealed partial record AddResidual : EpilogueStep
{
    public override int InputCount => 1;

    public override void Check(Op op, Shape output, IReadOnlyList<Shape> inputs)
    {
        if (inputs[0] != output)
            throw new ShapeException(op, "the residual", output, inputs[0]);
    }
}

/// <summary>The steps that a kernel applies in order to each result before it stores it.</summary>
public sealed class Epilogue
{
    private readonly EpilogueStep[] _steps;

    private Epilogue(EpilogueStep[] steps) => _steps = steps;

    /// <summary>No step: results are stored as they are.</summary>
    public static Epilogue Identity { get; } = new([]);

    public IReadOnlyList<EpilogueStep> Steps => _steps;

    /// <summary>How many further tensors all steps read together.</summary>
    public int InputCount => _steps.Sum(step => step.InputCount);

    /// <summary>The same with a further step at the end.</summary>
    public Epilogue Then(EpilogueStep step) => new([.. _steps, step]);

    /// <summary>Checks the further inputs, those from <paramref name="firstInput"/> on.</summary>
    /// <exception cref="ShapeException">There are too few or too many, or one does not fit.</exception>
    public void Check(Op op, Shape output, IReadOnlyList<Shape> inputs, int firstInput)
    {
        if (inputs.Count != firstInput + InputCount)
            throw new ArgumentException($"{op.Name} takes {firstInput + InputCount} inputs, {inputs.Count} were given.");
        foreach (var step in _steps)
        {
            step.Check(op, output, [.. inputs.Skip(firstInput).Take(step.InputCount)]);
            firstInput += step.InputCount;
        }
    }

    public override string ToString() => string.Join(" > ", _steps.Select(step => step.Name));
}

/// <summary>An op whose kernel can apply an <see cref="Ops.Epilogue"/>; the steps' inputs follow its own.</summary>
public abstract record EpilogueOp : Op
{
    /// <summary>What is done to each result before it is stored.</summary>
    public Epilogue Epilogue { get; init; } = Epilogue.Identity;

    /// <summary>How many inputs the op has without its epilogue's.</summary>
    public abstract int OwnInputs { get; }

    public override string Name =>
        Epilogue.Steps.Count == 0 ? GetType().Name : $"{GetType().Name} > {Epilogue}";

    public sealed override IReadOnlyList<Shape> InferShapes(IReadOnlyList<Shape> inputs)
    {
        var output = InferShape(inputs);
        Epilogue.Check(this, output, inputs, OwnInputs);
        return [output];
    }

    /// <summary>The shape of the one output.</summary>
    protected abstract Shape InferShape(IReadOnlyList<Shape> inputs);
}

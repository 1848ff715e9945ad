using System.Reflection;
using GpuFormer.Graph.Lowered;
using GpuFormer.Kernels.Launch;
using GpuFormer.Kernels.Schedules;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Ops;

/// <summary>The steps that a kernel applies in order to each result before it stores it.</summary>
internal sealed class Epilogue
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
            throw new ArgumentException(
                $"{op.Name} takes {firstInput + InputCount} inputs, {inputs.Count} were given.");
        foreach (var step in _steps)
        {
            step.Check(op, output, [.. inputs.Skip(firstInput).Take(step.InputCount)]);
            firstInput += step.InputCount;
        }
    }

    /// <summary>Whether a step must know the image of a result.</summary>
    public bool ReadsImage => _steps.Any(step => step.ReadsImage);

    /// <summary>Whether a step reads a map in the order of the output.</summary>
    public bool ReadsMap => _steps.Any(step => step.ReadsMap);

    /// <summary>The kernel struct that does all steps, its further inputs those from <paramref name="firstInput"/>
    /// on.</summary>
    internal KernelEpilogue ToKernel(ForwardContext context, int firstInput)
    {
        object kernel = default(Library.Identity);
        for (var i = 0; i < _steps.Length; i++)
        {
            var inputs = Enumerable.Range(firstInput, _steps[i].InputCount).ToArray();
            firstInput += inputs.Length;
            var step = _steps[i].ToKernel(
                [.. inputs.Select(context.Input)], [.. inputs.Select(context.InputShape)], context.OutputShape());
            kernel = i == 0 ? step : Chain(kernel, step);
        }

        return new(kernel, TermsOf(kernel.GetType()));
    }

    public override string ToString() => string.Join(" > ", _steps.Select(step => step.Name));

    private static object Chain(object first, object second) =>
        Activator.CreateInstance(
            typeof(Library.Chain<,,,>).MakeGenericType(
                first.GetType(), TermsOf(first.GetType()), second.GetType(), TermsOf(second.GetType())),
            first, second)!;

    private static Type TermsOf(Type epilogue) =>
        epilogue.GetInterfaces()
            .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(Library.IEpilogue<>))
            .GetGenericArguments()[0];
}

/// <summary>An epilogue as a kernel takes it: the argument, and the type arguments that go with it.</summary>
internal readonly record struct KernelEpilogue(object Value, Type Terms)
{
    /// <summary>A generic kernel of (epilogue, terms) closed over these.</summary>
    public MethodInfo Close(Type kernels, string name) =>
        kernels.GetMethod(name)!.MakeGenericMethod(Value.GetType(), Terms);
}

/// <summary>An op whose kernel can apply an <see cref="Ops.Epilogue"/>; the steps' inputs follow its own.</summary>
internal abstract record EpilogueOp : KernelOp
{
    /// <summary>What is done to each result before it is stored.</summary>
    public Epilogue Epilogue { get; init; } = Epilogue.Identity;

    /// <summary>
    /// Channels of a panel if the first input [N, H, W, C] lies as [C / FromPanels, N, H, W, FromPanels] in memory;
    /// 0 if it lies as its shape says.
    /// </summary>
    public int FromPanels { get; init; }

    /// <summary>The same of the output.</summary>
    public int ToPanels { get; init; }

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

    /// <summary>Whether the op's kernel can read the first input in panels of so many channels.</summary>
    public virtual bool ReadsPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) => false;

    /// <summary>Whether the op's kernel can store its output in panels of so many channels.</summary>
    public virtual bool StoresPanels(int panel, IReadOnlyList<Shape> inputs, DeviceCapabilities device) => false;

    /// <summary>Threads along the channels: with panels, one for each channel of a panel.</summary>
    protected int LanesOf(DeviceCapabilities device, int channels) =>
        Math.Max(FromPanels, ToPanels) is > 0 and var panel ? panel : Tiling.Lanes(device, channels);

    /// <summary>The shape of the one output.</summary>
    protected abstract Shape InferShape(IReadOnlyList<Shape> inputs);
}

using GpuFormer.Graph.Ops;
using GpuFormer.Kernels.Language;
using ILGPU;
using Library = GpuFormer.Kernels.Library;

namespace GpuFormer.Graph.Lowered.Backward;

/// <summary>The activations that may stand behind a norm, as kernels of its gradient take them.</summary>
internal static class NormActivations
{
    /// <summary>The kernel struct of an activation.</summary>
    /// <param name="step">Null: none.</param>
    /// <param name="slopes">Of a dynamic ReLU; else not read.</param>
    /// <param name="channels">C.</param>
    public static KernelEpilogue ToKernel(EpilogueStep? step, ArrayView<float> slopes, int channels) => step switch
    {
        null => new(default(Library.NormThen<Library.NoActivation>), typeof(Library.NoTerms)),
        Activation activation => new(activation.BehindNorm, typeof(Library.NoTerms)),
        DyRelu => new(new Library.NormThenDyRelu(slopes, channels), typeof(Library.Slopes)),
        _ => throw new NotSupportedException($"{step.Name} cannot be differentiated together with a norm."),
    };
}

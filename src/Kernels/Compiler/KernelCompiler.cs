using GpuFormer.Kernels.Compiler.Frontend;
using GpuFormer.Kernels.Compiler.IR;
using GpuFormer.Kernels.Compiler.Passes;
using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler;

/// <summary>What every compiled device has in common: the front end, then the common passes.</summary>
internal static class KernelCompiler
{
    /// <summary>The canonical form that targets read.</summary>
    /// <exception cref="KernelCompilationException">The kernel uses something that the language lacks.</exception>
    public static KernelFunction Compile(KernelSpecialisation specialisation, PipelineOptions? options = null) =>
        KernelPipeline.Run(
            KernelFrontEnd.Translate(specialisation, options?.HasMatrixProducts ?? false), options);

    /// <summary>The text of the intermediate form after a pass.</summary>
    /// <param name="specialisation">The kernel.</param>
    /// <param name="afterPass">The name of a pass, <c>FrontEnd</c> for what the front end made, all passes if null.</param>
    /// <exception cref="ArgumentException">There is no such pass.</exception>
    public static string Explain(KernelSpecialisation specialisation, string? afterPass = null)
    {
        var function = KernelFrontEnd.Translate(specialisation);
        return IRPrinter.Print(afterPass == "FrontEnd" ? function : KernelPipeline.Run(function, stopAfter: afterPass));
    }
}

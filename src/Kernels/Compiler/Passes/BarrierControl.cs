using GpuFormer.Kernels.Compiler.IR;
using Barrier = GpuFormer.Kernels.Compiler.IR.Barrier;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Refuses a barrier or a product of matrices that some threads of a group may miss: a mistake in the kernel.
/// </summary>
internal static class BarrierControl
{
    /// <exception cref="KernelCompilationException">GF0102.</exception>
    public static void Check(KernelFunction function)
    {
        if (!function.Body.Contains(statement => statement is Barrier or MatrixProduct))
            return;
        Check(function.Body, function, Uniformity.Analyse(function), isUniform: true);
    }

    private static void Check(Region region, KernelFunction function, Uniformity uniformity, bool isUniform)
    {
        foreach (var statement in region.Statements)
        {
            switch (statement)
            {
                case Barrier when !isUniform:
                    throw new KernelCompilationException("GF0102", function.Name, statement.Source,
                        "this barrier stands below a condition, a loop or behind a return that is not the same for all "
                        + "threads of the group, so that some of them would never reach it.");
                case MatrixProduct when !isUniform:
                    throw new KernelCompilationException("GF0102", function.Name, statement.Source,
                        "this product of matrices stands below a condition, a loop or behind a return that is not the "
                        + "same for all threads of the group, which make it together.");
                case If branch:
                    var isSame = isUniform && IsGroupUniform(branch.Condition, uniformity);
                    Check(branch.Then, function, uniformity, isSame);
                    Check(branch.Else, function, uniformity, isSame);
                    break;
                case Loop loop:
                    Check(loop.Body, function, uniformity, isUniform && LeavesTogether(loop.Body, uniformity));
                    break;
            }
        }
    }

    private static bool LeavesTogether(Region region, Uniformity uniformity) =>
        region.Terminator is not Unreachable || region.Statements is not [.., If branch]
        || (IsGroupUniform(branch.Condition, uniformity)
            && LeavesTogether(branch.Then, uniformity) && LeavesTogether(branch.Else, uniformity));

    private static bool IsGroupUniform(Value condition, Uniformity uniformity) =>
        uniformity.Of(condition) == UniformityLevel.GroupUniform;
}

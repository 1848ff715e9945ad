using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>
/// Folds control until nothing folds any more: constant conditions, arms that only choose a value, blocks that only
/// their end leaves, loops that never repeat, arguments that a loop never changes. Takes dead code away in between.
/// <code>
/// r = if (c) { yield a }              |  loop (i = 0) {
///     else { yield b }                |    store x[i], select(c, a, b) * s
/// loop (i = 0, k = s) {               |    ...
///   store x[i], r * k                 |    continue i + 1
///   ... continue i + 1, k }           |  }
/// </code>
/// </summary>
internal sealed class Simplification : SimplifyingRewriter
{
    // Each round is linear; what a round uncovers is rarely more than two deep.
    private const int MaximumRounds = 10;

    private Simplification(KernelFunction function)
        : base(function)
    {
    }

    public static KernelFunction Run(KernelFunction function)
    {
        for (var round = 0; round < MaximumRounds; round++)
        {
            var simplification = new Simplification(function);
            function = DeadCode.Run(simplification.Rewrite());
            if (!simplification.Changed)
                break;
        }

        return function;
    }
}

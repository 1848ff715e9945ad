using GpuFormer.Kernels.Compiler.IR;

namespace GpuFormer.Kernels.Compiler.Passes;

/// <summary>One step of the pipeline.</summary>
/// <param name="Name">The textbook noun.</param>
/// <param name="Reason">Why it stands where it stands.</param>
/// <param name="Gives">The form of its result.</param>
/// <param name="Run">Builds a new function; the old one stays as it is.</param>
internal sealed record KernelPass(
    string Name, string Reason, IRForm Gives, Func<KernelFunction, PipelineOptions, KernelFunction> Run);

/// <summary>The common passes, from the front end's form to the form that targets read.</summary>
internal static class KernelPipeline
{
    /// <summary>The passes in their order.</summary>
    public static IReadOnlyList<KernelPass> Passes { get; } =
    [
        new("SsaConstruction", "first: all others read values, not variables", IRForm.FrontEnd,
            (function, _) => SsaConstruction.Run(function)),
        new("Simplification", "before unrolling: it looks for constant bounds and measures bodies", IRForm.FrontEnd,
            (function, _) => Simplification.Run(function)),
        new("LoopUnrolling", "while blocks are allowed: a turn that is left early is a block", IRForm.FrontEnd,
            LoopUnrolling.Run),
        new("ScalarReplacement", "after unrolling, which makes indices of local arrays constant", IRForm.FrontEnd,
            (function, _) => ScalarReplacement.Run(function)),
        new("Simplification", "before the exits: fewer jumps are left to arrange", IRForm.FrontEnd,
            (function, _) => Simplification.Run(function)),
        new("ExitStructuring", "once nothing makes blocks or returns any more", IRForm.Canonical,
            (function, _) => ExitStructuring.Run(function)),
        new("Simplification", "arms that were merged yield equal values", IRForm.Canonical,
            (function, _) => Simplification.Run(function)),
        new("LoadForwarding", "before dead code: leaves conditions and indices without a use", IRForm.Canonical,
            (function, _) => LoadForwarding.Run(function)),
        new("IndexReassociation", "before scheduling, which moves what sums have in common", IRForm.Canonical,
            (function, _) => IndexReassociation.Run(function)),
        new("DeadCode", "nothing dead may get a place", IRForm.Canonical,
            (function, _) => DeadCode.Run(function)),
        new("Scheduling", "last: rebuilding a function forgets places", IRForm.Canonical,
            (function, _) => Scheduling.Run(function)),
    ];

    /// <summary>Runs the passes in order.</summary>
    /// <param name="function">In front-end form; stays as it is.</param>
    /// <param name="options">What to unroll; the default if null.</param>
    /// <param name="stopAfter">The name of the last pass to run (its last occurrence), all if null.</param>
    public static KernelFunction Run(KernelFunction function, PipelineOptions? options = null, string? stopAfter = null)
    {
        options ??= PipelineOptions.Default;
        var last = Passes.Count - 1;
        if (stopAfter is not null)
        {
            while (last >= 0 && Passes[last].Name != stopAfter)
                last--;
            if (last < 0)
            {
                throw new ArgumentException(
                    $"No pass '{stopAfter}'; there are {string.Join(", ", Passes.Select(pass => pass.Name).Distinct())}.");
            }
        }

        CheckIfWanted(function, IRForm.FrontEnd, "the front end");
        for (var i = 0; i <= last; i++)
        {
            function = Passes[i].Run(function, options);
            CheckIfWanted(function, Passes[i].Gives, Passes[i].Name);
        }

        if (last == Passes.Count - 1)
            BarrierControl.Check(function);
        return function;
    }

    private static void CheckIfWanted(KernelFunction function, IRForm form, string after)
    {
        if (IRValidator.IsEnabled)
            IRValidator.Check(function, form, after);
    }
}
